/** Where a report was sent, and what became of it. */
import { useWords } from "../i18n";
import { type Delivery, type MadeReport, sendAgain } from "./api";
import type { Attempt } from "./useDeed";

interface Props {
  report: MadeReport;
  edit: boolean;
  attempt: Attempt;
}

export function Deliveries({ report, edit, attempt }: Props) {
  const { t } = useWords();
  if (report.deliveries.length === 0) return <p className="quiet reports-sent">{t("reports.sent.none")}</p>;
  return (
    <ul className="reports-sent" aria-label={t("reports.sent")}>
      {report.deliveries.map((delivery) => (
        <li key={delivery.id} data-delivery={delivery.status}>
          <span>{t(`reports.way.${delivery.way}`)} · {delivery.target}</span>
          <Status delivery={delivery} />
          {edit && delivery.status !== "pending" && (
            <button type="button" className="plain" onClick={() => void attempt(() => sendAgain(report.id, delivery.id))}>
              {t("reports.send.again")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Status({ delivery }: { delivery: Delivery }) {
  const { t, locale } = useWords();
  const time = (at: string | null) =>
    at ? new Date(at).toLocaleString(locale, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" }) : "";
  if (delivery.status === "delivered") return <em className="reports-good">{t("reports.sent.delivered", { time: time(delivery.settled_at) })}</em>;
  if (delivery.status === "pending" && delivery.attempts > 0) {
    return <em title={delivery.error}>{t("reports.sent.retry", { n: delivery.attempts, time: time(delivery.next_at) })}</em>;
  }
  if (delivery.status === "dead") return <em className="reports-bad">{t("reports.sent.dead")}: {delivery.error}</em>;
  return <em>{t(`reports.sent.${delivery.status}`)}</em>;
}
