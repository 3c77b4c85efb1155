/** The delivery log: what was sent where, what came of it, and sending it again. */
import { Button, Select } from "antd";
import { Link, useSearchParams } from "react-router";
import type { Action, ActionStatus } from "../api/types";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { getDeliveries, replay } from "./api";
import { moment } from "./moments";
import { useDeed } from "./useDeed";
import { Wrong } from "./Wrong";
import { queryString } from "../shared/query";

const STATUSES: readonly ActionStatus[] = ["pending", "delivered", "dead", "withdrawn"];
const PAGE = 50;

export function DeliveryLog({ names }: { names: readonly string[] }) {
  const { t, name } = useWords();
  const [params, setParams] = useSearchParams();
  const [status, destination] = [params.get("status") ?? "", params.get("to") ?? ""];
  const offset = Math.max(0, Number(params.get("from")) || 0);
  const { answer, error, again } = useAsked(queryString({ limit: PAGE, offset, status, destination }), getDeliveries);

  const change = (key: string, value: string) => {
    const next = new URLSearchParams(params);
    next.delete("from");
    if (value) next.set(key, value);
    else next.delete(key);
    setParams(next, { replace: true });
  };
  return (
    <>
      <div className="settings-line" role="search">
        <Select
          aria-label={t("delivery.to")}
          value={destination}
          onChange={(value) => change("to", value)}
          options={[{ value: "", label: t("delivery.to.all") }, ...names.map((value) => ({ value, label: value }))]}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label={t("delivery.status")}
          value={status}
          onChange={(value) => change("status", value)}
          options={[
            { value: "", label: t("delivery.status.all") },
            ...STATUSES.map((value) => ({ value, label: name("action.status", value) })),
          ]}
          popupMatchSelectWidth={false}
        />
        <Button onClick={again}>{t("report.refresh")}</Button>
      </div>
      {error && <Failure error={error} retry={again} />}
      {answer?.actions.length === 0 && <p className="settings-empty">{t("delivery.nothing")}</p>}
      {answer && answer.actions.length > 0 && <Lines actions={answer.actions} again={again} />}
      <div className="settings-line">
        {offset > 0 && (
          <Button onClick={() => change("from", String(Math.max(0, offset - PAGE) || ""))}>{t("delivery.newer")}</Button>
        )}
        {answer?.next_offset != null && (
          <Button onClick={() => change("from", String(answer.next_offset))}>{t("delivery.older")}</Button>
        )}
      </div>
    </>
  );
}

function Lines({ actions, again }: { actions: readonly Action[]; again: () => void }) {
  const { t } = useWords();
  const deed = useDeed();
  const resend = (id: string) =>
    void deed.run(async () => {
      await replay(id);
      again();
    });
  const heads = ["delivery.at", "delivery.what", "delivery.conversation", "delivery.fate", "delivery.legs"] as const;
  return (
    <>
      <Wrong error={deed.error} forget={deed.forget} />
      <div className="table-box" role="region" aria-label={t("delivery.log")} tabIndex={0} data-testid="deliveries">
        <table className="grid">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">{t(head)}</th>
              ))}
              <th scope="col"><span className="unseen">{t("action.replay")}</span></th>
            </tr>
          </thead>
          <tbody>
            {actions.map((action) => (
              <Line key={action.id} action={action} resend={resend} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Line({ action, resend }: { action: Action; resend: (id: string) => void }) {
  const { t, name, locale } = useWords();
  const { may } = useMe();
  const settled = action.status === "dead" || action.status === "delivered";
  return (
    <tr>
      <td>{moment(action.created_at, locale)}</td>
      <th scope="row">{action.title || name("action", action.kind)}</th>
      <td><Link to={`/live/${encodeURIComponent(action.conversation)}`}>{action.conversation}</Link></td>
      <td className={action.status === "dead" ? "fate-dead" : ""}>{name("action.status", action.status)}</td>
      <td className="wide">
        {action.legs.map((leg) => (
          <span key={leg.destination} className="leg">
            {leg.destination} {name("action.status", leg.status)}
            {leg.attempts > 1 && ` (${t("action.attempts", { n: leg.attempts })})`}
            {leg.error && <small>{name("off", leg.error)}</small>}
          </span>
        ))}
      </td>
      <td className="deeds">
        {settled && may("actions:replay") && (
          <Button size="small" onClick={() => resend(action.id)}>{t("action.replay")}</Button>
        )}
      </td>
    </tr>
  );
}
