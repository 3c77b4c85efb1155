/** The library as a dense list: what is said, when it suits, whether it is still true, and what its uses showed. */
import type { KeyboardEvent } from "react";
import { useWords } from "../i18n";
import { TierBadge } from "../shared/TierBadge";
import type { Script } from "./api";
import { EffectFigure, FellFigure, ReviewBadge, StatusBadge } from "./Figures";
import { MarkedText } from "./MarkedText";

interface Props {
  scripts: readonly Script[];
  groups: ReadonlyMap<string, string>;
  grace: number;
  open: (name: string) => void;
}

const HEADS = ["script", "fits", "review", "uses", "effect"] as const;

export function ScriptTable({ scripts, groups, grace, open }: Props) {
  const { t } = useWords();
  return (
    <div className="table-box">
      <table className="scripts-table">
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">{t(`scripts.head.${head}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scripts.map((script) => (
            <ScriptRow key={`${script.scene}/${script.id}`} script={script} groups={groups} grace={grace} open={open} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The arrows go from row to row. */
function move(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...document.querySelectorAll<HTMLElement>("button.script-open")];
  const next = rows[rows.findIndex((row) => row === document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function ScriptRow({ script, groups, grace, open }: { script: Script } & Omit<Props, "scripts">) {
  const { t, name } = useWords();
  const off = script.offered ? "" : " script-off";
  return (
    <tr className={`script-row${off}`} data-testid={`script-${script.id}`}>
      <td className="script-words">
        <p>
          <button type="button" className="plain script-open" onKeyDown={move} onClick={() => open(`${script.scene}/${script.id}`)}>
            {script.title}
          </button>
          <MarkedText text={script.text.startsWith(script.title) ? script.text.slice(script.title.length) : ` ${script.text}`} />
        </p>
        <span className="quiet">
          {name("scene", script.scene)} · {t(`scripts.origin.${script.origin}`)}
          {script.origin === "pack" && script.revision > 0 && ` · ${t("scripts.edited")}`}
          {script.newer_shipped && <b className="script-news"> · {t("scripts.newer")}</b>}
        </span>
        {script.status !== "active" && <StatusBadge script={script} />}
      </td>
      <td className="script-fits">
        {script.tiers.length === 0 && script.emotions.length === 0 && <span className="quiet">{t("scripts.any")}</span>}
        {script.tiers.map((tier) => (
          <TierBadge key={tier} tier={tier} />
        ))}
        {script.emotions.map((emotion) => (
          <span key={emotion} className="script-chip">{name("emotion", emotion)}</span>
        ))}
        {script.groups.map((group) => (
          <span key={group} className="script-chip chip-group">{groups.get(group) ?? group}</span>
        ))}
        {script.when !== "" && <span className="script-chip chip-when" title={script.when}>{t("scripts.conditional")}</span>}
        {script.tags.map((tag) => (
          <span key={tag} className="script-chip chip-tag">{tag}</span>
        ))}
      </td>
      <td data-head={t("scripts.head.review")}><ReviewBadge script={script} grace={grace} /></td>
      <td className="script-number" data-head={t("scripts.head.uses")}>
        {script.uses === 0 ? <span className="quiet">0</span> : <b>{script.uses}</b>}
        {script.uses_changed > 0 && <small>{t("scripts.uses.changed", { n: script.uses_changed })}</small>}
      </td>
      <td className="script-effect" data-head={t("scripts.head.effect")}>
        <EffectFigure effect={script.effect} />
        <FellFigure effect={script.effect} />
      </td>
    </tr>
  );
}
