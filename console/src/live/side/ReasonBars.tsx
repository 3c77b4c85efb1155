import type { Reason } from "../../api/types";
import { useWords } from "../../i18n";

/** Reasons with their weight (log-odds) as a bar; what speaks against is drawn in grey and with a minus. */
export function ReasonBars({ reasons }: { reasons: readonly Reason[] }) {
  const { t, name } = useWords();
  const heaviest = Math.max(...reasons.map((reason) => Math.abs(reason.weight)), 0.01);
  return (
    <ul className="reasons">
      {reasons.map((reason, index) => {
        const against = reason.weight < 0;
        const words = reason.kind === "words" || reason.kind === "cue" ? `“${reason.text}”` : reason.text;
        return (
          <li key={`${index}-${reason.name}`} title={t(against ? "reason.against" : "reason.for")}>
            <span className="reason-kind">{name("reason", reason.kind)}</span>
            <span className="reason-text">{words}</span>
            <span className={`bar ${against ? "bar-against" : "bar-for"}`}>
              <span style={{ width: `${(Math.abs(reason.weight) / heaviest) * 100}%` }} />
            </span>
            <span className="number">{`${against ? "−" : "+"}${Math.abs(reason.weight).toFixed(2)}`}</span>
          </li>
        );
      })}
    </ul>
  );
}
