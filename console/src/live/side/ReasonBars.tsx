import type { Reason } from "../../api/types";
import { useWords } from "../../i18n";
import { signed } from "../../shared/format";

/** Reasons with their weight as a bar; what speaks against is drawn in grey, with an arrow down. */
export function ReasonBars({ reasons }: { reasons: readonly Reason[] }) {
  const { t, name } = useWords();
  const heaviest = Math.max(...reasons.map((reason) => Math.abs(reason.weight)), 0.01);
  return (
    <ul className="reasons">
      {reasons.map((reason, index) => {
        const against = reason.weight < 0;
        const told = `${name("reason", reason.kind)} · ${t(against ? "reason.against" : "reason.for")} ${signed(reason.weight)}`;
        const words = reason.kind === "words" || reason.kind === "cue" ? `“${reason.text}”` : reason.text;
        return (
          <li key={`${index}-${reason.name}`} title={told}>
            <span className="reason-text">{words}</span>
            <span className={`bar ${against ? "bar-against" : "bar-for"}`}>
              <span style={{ width: `${(Math.abs(reason.weight) / heaviest) * 100}%` }} />
            </span>
            <span aria-hidden="true">{against ? "↓" : "↑"}</span>
            <span className="unseen">{told}</span>
          </li>
        );
      })}
    </ul>
  );
}
