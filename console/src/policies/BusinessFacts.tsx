/** Business facts that rules and scripts may use, each with a sample that tells its type. */
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useWords } from "../i18n";
import type { PolicyForm, Problem } from "./api";
import { typed } from "./form";
import { ProblemLines } from "./ProblemLines";

interface Props {
  form: PolicyForm;
  readOnly: boolean;
  change: (form: PolicyForm) => void;
  problems: readonly Problem[];
}

export function BusinessFacts({ form, readOnly, change, problems }: Props) {
  const { t } = useWords();
  const [fact, setFact] = useState("");
  const [sample, setSample] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (fact.trim() === "" || sample.trim() === "") return;
    change({ ...form, facts: { ...form.facts, [fact.trim()]: typed(sample) } });
    setFact("");
    setSample("");
  };
  const without = (gone: string) => change({ ...form, facts: Object.fromEntries(Object.entries(form.facts).filter(([each]) => each !== gone)) });
  return (
    <section className="business" aria-label={t("policies.facts")}>
      <h3 title={t("policies.facts.help")}>{t("policies.facts")}</h3>
      <small className="quiet">{t("policies.facts.help")}</small>
      <ul>
        {Object.entries(form.facts).map(([each, value]) => (
          <li key={each}>
            <code>{each}</code>
            <span>{String(value)}</span>
            {!readOnly && (
              <button type="button" className="param-remove" aria-label={t("policies.facts.remove", { name: each })} onClick={() => without(each)}>×</button>
            )}
          </li>
        ))}
        {!readOnly && (
          <li className="business-add">
            <form onSubmit={add}>
              <Input size="small" aria-label={t("policies.facts.name")} placeholder={t("policies.facts.name")} value={fact} maxLength={64} onChange={(event) => setFact(event.target.value)} />
              <Input size="small" aria-label={t("policies.facts.sample")} placeholder={t("policies.facts.sample")} value={sample} maxLength={200} onChange={(event) => setSample(event.target.value)} />
              <Button size="small" htmlType="submit">{t("policies.facts.add")}</Button>
            </form>
          </li>
        )}
      </ul>
      <ProblemLines problems={problems} />
    </section>
  );
}
