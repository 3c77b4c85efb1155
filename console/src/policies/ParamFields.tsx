/** Parameters of an action: those that the kind understands are offered, others may be named. */
import { AutoComplete, Button, Dropdown, Select } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import type { ActionForm, Facts, Param } from "./api";
import { shown, typed } from "./form";

interface Props {
  action: ActionForm;
  facts: Facts | null;
  readOnly: boolean;
  change: (params: Record<string, Param>) => void;
}

export function ParamFields({ action, facts, readOnly, change }: Props) {
  const { t, name } = useWords();
  const params = action.params ?? {};
  const known = facts?.kinds.find(({ kind }) => kind === action.kind)?.params ?? [];
  const missing = known.filter((each) => !(each.name in params));
  const label = (param: string) => (param === "use" ? t("policies.param.use") : name("field", param));
  return (
    <div className="params">
      {Object.entries(params).map(([param, value]) => {
        const usual = known.find((each) => each.name === param);
        const set = (next: Param) => change({ ...params, [param]: next });
        const without = Object.fromEntries(Object.entries(params).filter(([other]) => other !== param));
        return (
          <span key={param} className="param">
            <span className="param-name">{label(param)}</span>
            <ParamValue label={label(param)} value={value} values={usual?.values ?? []} readOnly={readOnly} set={set} />
            {!readOnly && (
              <button type="button" className="param-remove" aria-label={t("policies.param.remove", { name: label(param) })} onClick={() => change(without)}>×</button>
            )}
          </span>
        );
      })}
      {!readOnly && missing.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: missing.map((each) => ({ key: each.name, label: label(each.name) })),
            onClick: ({ key }) => {
              const chosen = missing.find((each) => each.name === key);
              change({ ...params, [key]: chosen?.many ? [] : typed(chosen?.values[0] ?? "") });
            },
          }}
        >
          <Button size="small" type="dashed">+ {t("policies.param.add")}</Button>
        </Dropdown>
      )}
    </div>
  );
}

interface ValueProps {
  label: string;
  value: Param;
  values: readonly string[];
  readOnly: boolean;
  set: (value: Param) => void;
}

function ParamValue({ label, value, values, readOnly, set }: ValueProps) {
  const { t, name } = useWords();
  if (Array.isArray(value)) {
    return (
      <Select
        mode="tags" size="small" aria-label={label} value={value} disabled={readOnly} placeholder={t("policies.param.list")} open={false} suffixIcon={null}
        onChange={(next: string[]) => set(next)} className="param-many"
      />
    );
  }
  const options = values.map((each) => ({ value: each, label: name("value", each) }));
  return <Single label={label} value={shown(value)} options={options} readOnly={readOnly} set={(text) => set(typed(text))} />;
}

interface SingleProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  readOnly: boolean;
  set: (text: string) => void;
}

/** What is being typed is kept as it is: `1.` on the way to `1.5` must not become `1`. */
function Single({ label, value, options, readOnly, set }: SingleProps) {
  const [typing, setTyping] = useState<string | null>(null);
  if (options.some((each) => each.value === value)) {
    return <Select size="small" aria-label={label} value={value} options={options} disabled={readOnly} onChange={set} popupMatchSelectWidth={false} />;
  }
  return (
    <AutoComplete
      size="small" aria-label={label} value={typing ?? value} options={options} disabled={readOnly} className="param-one" popupMatchSelectWidth={false}
      onChange={(text: string) => { setTyping(text); set(text); }} onBlur={() => setTyping(null)}
    />
  );
}
