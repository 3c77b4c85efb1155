/** The policy as a form: thresholds on top, rules on the left, the chosen rule on the right. */
import { useWords } from "../i18n";
import { NARROW, useMedia } from "../shared/useMedia";
import type { Facts, PolicyForm } from "./api";
import type { Bench } from "./BenchStore";
import { BusinessFacts } from "./BusinessFacts";
import { moved, without, withCopy, withNewRule, withRule } from "./form";
import { beside, under } from "./problems";
import { ProblemLines } from "./ProblemLines";
import { RuleFields } from "./RuleFields";
import { RuleList } from "./RuleList";
import { ThresholdFields } from "./ThresholdFields";

interface Props {
  bench: Bench;
  form: PolicyForm;
  facts: Facts | null;
  readOnly: boolean;
  change: (form: PolicyForm) => void;
  /** Place of the chosen rule, as it stands in the address; empty: none was chosen. */
  chosen: string;
  choose: (rule: string) => void;
}

export function FormView({ bench, form, facts, readOnly, change, chosen, choose }: Props) {
  const { t } = useWords();
  const narrow = useMedia(NARROW);
  const given = chosen === "" ? -1 : Number(chosen);
  const place = form.rules[given] ? given : narrow ? -1 : 0;
  const rule = form.rules[place];
  const seen = ["thresholds", "rules", "facts"];

  const add = () => {
    change(withNewRule(form, place, t("policies.rule.new"), t("policies.rule.new")));
    choose(String(place + 1));
  };
  const move = (from: number, to: number) => {
    change(moved(form, from, to));
    if (to >= 0 && to < form.rules.length) choose(String(to));
  };
  return (
    <div className="bench-form">
      <div className="bench-general">
        <ThresholdFields form={form} readOnly={readOnly} change={change} problems={under(bench.problems, "thresholds")} />
        <BusinessFacts form={form} readOnly={readOnly} change={change} problems={under(bench.problems, "facts")} />
      </div>
      <ProblemLines problems={beside(bench.problems, seen)} />
      <div className="bench-columns">
        {(!narrow || !rule) && (
          <RuleList form={form} problems={bench.problems} place={place} readOnly={readOnly} choose={(at) => choose(String(at))} move={move} add={add} />
        )}
        {rule && (
          <RuleFields
            key={`${place} ${rule.origin ?? "new"}`} rule={rule} path={`rules[${place}]`} problems={bench.problems} facts={facts}
            business={bench.facts} readOnly={readOnly} change={(part) => change(withRule(form, place, part))}
            copy={() => { change(withCopy(form, place)); choose(String(place + 1)); }}
            remove={() => { change(without(form, place)); choose(narrow ? "" : String(Math.max(0, place - 1))); }}
            {...(narrow ? { back: () => choose("") } : {})}
          />
        )}
        {!rule && !narrow && <p className="quiet bench-wait">{t("policies.rule.choose")}</p>}
      </div>
    </div>
  );
}
