/** One rule: what it is called, when it fires, how heavy it is, and what it asks for. */
import { Button, Input, InputNumber, Popconfirm, Segmented } from "antd";
import { type ReactNode, useId } from "react";
import { useWords } from "../i18n";
import { ActionFields } from "./ActionFields";
import type { Facts, Problem, RuleForm, Sheet } from "./api";
import { ConditionEditor } from "./ConditionEditor";
import { RULE_TIERS } from "./form";
import { under } from "./problems";
import { ProblemLines } from "./ProblemLines";

interface Props {
  rule: RuleForm;
  path: string;
  problems: readonly Problem[];
  facts: Facts | null;
  business: Sheet["facts"];
  readOnly: boolean;
  change: (part: Partial<RuleForm>) => void;
  copy: () => void;
  remove: () => void;
  back?: () => void;
}

export function RuleFields({ rule, path, problems, facts, business, readOnly, change, copy, remove, back }: Props) {
  const { t } = useWords();
  const at = (field: string) => under(problems, `${path}.${field}`);
  const count = (field: "cooldown" | "limit", least: number) => (id: string) => (
    <InputNumber
      id={id} min={least} max={1000} precision={0} value={rule[field]} disabled={readOnly}
      onChange={(value) => change({ [field]: value ?? least })}
    />
  );
  return (
    <section className="rule-fields" aria-label={rule.title}>
      <header>
        {back && <Button size="small" onClick={back}>{t("policies.rule.back")}</Button>}
        <span className="spring" />
        {!readOnly && (
          <>
            <Button size="small" onClick={copy}>{t("policies.rule.copy")}</Button>
            <Popconfirm title={`${t("policies.rule.remove")}：${rule.title}`} okText={t("policies.rule.remove")} cancelText={t("policies.cancel")} onConfirm={remove}>
              <Button size="small" className="danger">{t("policies.rule.remove")}</Button>
            </Popconfirm>
          </>
        )}
      </header>
      <div className="rule-grid">
        <Labelled label={t("policies.rule.name")} problems={at("title")} wide="name">
          {(id) => <Input id={id} value={rule.title} maxLength={100} readOnly={readOnly} onChange={(event) => change({ title: event.target.value })} />}
        </Labelled>
        <Labelled label={t("policies.rule.id")} help={t("policies.rule.id.help")} problems={at("id")} wide="id">
          {(id) => <Input id={id} value={rule.id} maxLength={64} readOnly={readOnly} onChange={(event) => change({ id: event.target.value })} />}
        </Labelled>
        <Labelled label={t("policies.rule.tier")} help={t("policies.rule.tier.help")} problems={at("tier")}>
          {() => (
            <Segmented
              aria-label={t("policies.rule.tier")} disabled={readOnly} value={rule.tier} onChange={(tier) => change({ tier })}
              options={RULE_TIERS.map((value) => ({ value, label: t(`policies.tier.${value}`), className: `tier-option tier-${value}` }))}
            />
          )}
        </Labelled>
        <Labelled label={t("policies.rule.cooldown")} help={t("policies.rule.cooldown.help")} problems={at("cooldown")}>{count("cooldown", 0)}</Labelled>
        <Labelled label={t("policies.rule.limit")} help={t("policies.rule.limit.help")} problems={at("limit")}>{count("limit", 1)}</Labelled>
      </div>
      <h3>{t("policies.rule.when")}</h3>
      <ConditionEditor value={rule.when} problems={at("when")} facts={facts} business={business} readOnly={readOnly} change={(when) => change({ when })} />
      <h3>{t("policies.rule.actions")}</h3>
      <ActionFields rule={rule} path={path} problems={problems} facts={facts} readOnly={readOnly} change={change} />
    </section>
  );
}

interface LabelledProps {
  label: string;
  help?: string;
  problems: readonly Problem[];
  wide?: "name" | "id";
  children: (id: string) => ReactNode;
}

function Labelled({ label, help, problems, wide, children }: LabelledProps) {
  const id = useId();
  return (
    <div className={wide ? `field field-${wide}` : "field"}>
      <label htmlFor={id} title={help}>{label}</label>
      {children(id)}
      {help && <small className="quiet">{help}</small>}
      <ProblemLines problems={problems} />
    </div>
  );
}
