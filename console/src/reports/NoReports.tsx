import { useWords } from "../i18n";

export function NoReports({ edit }: { edit: boolean }) {
  const { t } = useWords();
  return (
    <section className="notice reports-none" data-testid="empty">
      <h2>{t("reports.none.title")}</h2>
      <p>{t(edit ? "reports.none.text" : "reports.none.look")}</p>
    </section>
  );
}
