/** What a rule asks for: kinds of action with their parameters. */
import { AutoComplete, Button, Input, Select } from "antd";
import { useWords } from "../i18n";
import type { ActionForm, Facts, Problem, RuleForm } from "./api";
import { withAction } from "./form";
import { ParamFields } from "./ParamFields";
import { under } from "./problems";
import { ProblemLines } from "./ProblemLines";

interface Props {
  rule: RuleForm;
  path: string;
  problems: readonly Problem[];
  facts: Facts | null;
  readOnly: boolean;
  change: (part: Partial<RuleForm>) => void;
}

export function ActionFields({ rule, path, problems, facts, readOnly, change }: Props) {
  const { t } = useWords();
  const { actions } = rule;
  return (
    <div className="actions-form">
      <ProblemLines problems={problems.filter((each) => each.path === `${path}.actions`)} />
      {actions.map((action, at) => (
        // Actions have no name of their own: their place is what tells them apart.
        <ActionRow
          key={at} action={action} facts={facts} readOnly={readOnly} problems={under(problems, `${path}.actions[${at}]`)}
          change={(part) => change(withAction(rule, at, part))}
          remove={() => change({ actions: actions.filter((_, other) => other !== at) })}
        />
      ))}
      {!readOnly && (
        <Button size="small" onClick={() => change({ actions: [...actions, { kind: "alert", title: t("policies.rule.new"), params: {} }] })}>
          {t("policies.action.add")}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  action: ActionForm;
  facts: Facts | null;
  readOnly: boolean;
  problems: readonly Problem[];
  change: (part: Partial<ActionForm>) => void;
  remove: () => void;
}

function ActionRow({ action, facts, readOnly, problems, change, remove }: RowProps) {
  const { t, name } = useWords();
  const kinds = (facts?.kinds ?? []).map(({ kind }) => ({ value: kind, label: name("action", kind) }));
  const known = kinds.some(({ value }) => value === action.kind);
  return (
    <div className="action-row">
      {known ? (
        <Select aria-label={t("policies.action.kind")} value={action.kind} options={kinds} disabled={readOnly} onChange={(kind) => change({ kind })} popupMatchSelectWidth={false} />
      ) : (
        <AutoComplete aria-label={t("policies.action.kind")} value={action.kind} options={kinds} disabled={readOnly} onChange={(kind: string) => change({ kind })} />
      )}
      <Input aria-label={t("policies.action.title")} value={action.title} maxLength={100} readOnly={readOnly} onChange={(event) => change({ title: event.target.value })} />
      {!readOnly && <Button type="text" aria-label={t("policies.action.remove")} title={t("policies.action.remove")} onClick={remove}>×</Button>}
      <ParamFields action={action} facts={facts} readOnly={readOnly} change={(params) => change({ params })} />
      <ProblemLines problems={problems} />
    </div>
  );
}
