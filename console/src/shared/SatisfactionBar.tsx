import type { Satisfaction } from "../api/types";
import { useWords } from "../i18n";
import { FEELINGS, shares } from "./satisfaction";

interface Props {
  satisfaction: Satisfaction;
  title: string;
  /** Only the bar, without its numbers; they are told on hover. */
  small?: boolean;
}

/** Dissatisfied, neither, satisfied: one bar in three parts, each told by place and words as well as by colour. */
export function SatisfactionBar({ satisfaction, title, small = false }: Props) {
  const { t } = useWords();
  const parts = shares(satisfaction);
  const told = t("foresight.aria", { title, ...parts });
  return (
    <span className={`satisfaction${small ? " satisfaction-small" : ""}`} title={told} role="img" aria-label={told}>
      <span className="satisfaction-bar">
        {FEELINGS.map((feeling) => (
          <span key={feeling} className={`feeling-${feeling}`} style={{ flexGrow: parts[feeling] }} />
        ))}
      </span>
      {!small && (
        <span className="satisfaction-words">
          {FEELINGS.map((feeling) => (
            <span key={feeling}>
              {t(`foresight.${feeling}`)} <b>{parts[feeling]}%</b>
            </span>
          ))}
        </span>
      )}
    </span>
  );
}
