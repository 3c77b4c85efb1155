/** The rules in their order: to choose, and to move by dragging, by buttons or by keys. */
import { Button } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useWords } from "../i18n";
import { TierGlyph } from "../shared/TierBadge";
import type { PolicyForm, Problem, RuleForm } from "./api";
import { RULE_TIERS } from "./form";
import { under } from "./problems";

interface Props {
  form: PolicyForm;
  problems: readonly Problem[];
  place: number;
  readOnly: boolean;
  choose: (place: number) => void;
  move: (from: number, to: number) => void;
  add: () => void;
}

export function RuleList({ form, problems, place, readOnly, choose, move, add }: Props) {
  const { t } = useWords();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);

  const keys = (event: KeyboardEvent, at: number) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    if (event.altKey && !readOnly) move(at, at + step);
    else choose(Math.min(form.rules.length - 1, Math.max(0, at + step)));
    const next = event.currentTarget.parentElement?.parentElement?.children[at + step]?.querySelector("button");
    next?.focus();
  };
  const drop = (to: number) => {
    if (dragged !== null) move(dragged, to);
    setDragged(null);
    setOver(null);
  };
  return (
    <section className="rule-list" aria-label={t("policies.rules")}>
      <header>
        <h2>{t("policies.rules")}</h2>
        {!readOnly && <Button size="small" onClick={add}>{t("policies.rule.add")}</Button>}
      </header>
      <p className="quiet rule-order">{t("policies.rules.order")}{readOnly ? "" : ` · ${t("policies.rule.drag")}`}</p>
      <ol>
        {form.rules.map((rule, at) => (
          <li key={`${rule.origin ?? "new"} ${at}`} className={over === at && dragged !== at ? "rule-over" : undefined}>
            <RuleRow
              rule={rule} chosen={at === place} faults={under(problems, `rules[${at}]`).length} choose={() => choose(at)} keys={(event) => keys(event, at)}
              {...(readOnly ? {} : { drag: { start: () => setDragged(at), over: () => setOver(at), drop: () => drop(at), end: () => drop(dragged ?? at) } })}
            />
            {!readOnly && at === place && (
              <span className="rule-moves">
                <Button size="small" type="text" aria-label={t("policies.rule.up")} disabled={at === 0} onClick={() => move(at, at - 1)}>↑</Button>
                <Button size="small" type="text" aria-label={t("policies.rule.down")} disabled={at === form.rules.length - 1} onClick={() => move(at, at + 1)}>↓</Button>
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface RowProps {
  rule: RuleForm;
  chosen: boolean;
  faults: number;
  choose: () => void;
  keys: (event: KeyboardEvent) => void;
  /** Without it the rule cannot be moved. */
  drag?: { start: () => void; over: () => void; drop: () => void; end: () => void };
}

function RuleRow({ rule, chosen, faults, choose, keys, drag }: RowProps) {
  const { t } = useWords();
  const tier = RULE_TIERS.find((each) => each === rule.tier) ?? "none";
  return (
    <button
      type="button" className={`rule-row tier-${tier}`} aria-current={chosen ? "true" : undefined} onClick={choose} onKeyDown={keys} data-rule={rule.id}
      draggable={drag !== undefined} onDragStart={drag?.start} onDragEnd={drag?.end} onDrop={drag?.drop}
      onDragOver={(event) => { event.preventDefault(); drag?.over(); }}
    >
      <TierGlyph tier={tier} />
      <span className="rule-title">{rule.title}</span>
      <span className="rule-tier">{t(`policies.tier.${tier}`)}</span>
      {faults > 0 && <span className="rule-faults" title={t("policies.problems", { n: faults })}>{faults}</span>}
    </button>
  );
}
