import { Link } from "react-router";
import { useWords } from "../i18n";

export function MissingPage() {
  const { t } = useWords();
  return (
    <section className="notice">
      <h1>{t("page.missing")}</h1>
      <Link to="/live">{t("page.back")}</Link>
    </section>
  );
}
