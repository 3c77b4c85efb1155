/** What a report tells of, and when. */
import { AutoComplete, Checkbox, Input, Segmented, Select } from "antd";
import { type ReactNode, useId } from "react";
import { useWords } from "../i18n";
import { getChoices } from "../insight/api";
import { useAsked } from "../shared/useAsked";
import { type Draft, FORMATS, PERIODS } from "./draft";

const SCENES = ["ecommerce", "finance", "travel", "government", "medical"];
/** Names that were heard in this time are offered. */
const HEARD = "days=90";

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  kind: "new" | "edit" | "now";
}

export function PlanFields({ draft, change, kind }: Props) {
  const { t, name } = useWords();
  const heard = useAsked(HEARD, getChoices).answer;
  const scenes = [...new Set([...SCENES, ...(heard?.scenes ?? []), ...(draft.scene ? [draft.scene] : [])])];
  const offered = (key: "channel" | "team", codes: readonly string[]) => (id: string) => (
    <AutoComplete
      id={id}
      allowClear
      maxLength={64}
      value={draft[key]}
      onChange={(value: string | undefined) => change({ [key]: value ?? "" })}
      options={codes.map((code) => ({ value: code, label: name(key, code) })).filter(({ value, label }) => `${value} ${label}`.includes(draft[key]))}
    />
  );
  return (
    <>
      <Field label={t("reports.plan.name")}>
        {(id) => <Input id={id} maxLength={64} required={kind !== "now"} value={draft.name} onChange={(e) => change({ name: e.target.value })} />}
      </Field>
      <Field label={t("reports.plan.period")}>
        {(id) => (
          <Segmented
            id={id}
            aria-label={t("reports.plan.period")}
            options={PERIODS.map((value) => ({ value, label: t(`reports.period.${value}`) }))}
            value={draft.period}
            onChange={(period) => change({ period })}
          />
        )}
      </Field>
      {kind === "now" ? (
        <Field label={t("reports.form.day")} help={t("reports.form.day.help")}>
          {(id) => <Input id={id} type="date" value={draft.day} onChange={(e) => change({ day: e.target.value })} />}
        </Field>
      ) : (
        <Field label={t("reports.plan.at")} help={t(`reports.when.${draft.period}`, { at: draft.at })}>
          {(id) => <Input id={id} type="time" required value={draft.at} onChange={(e) => change({ at: e.target.value.slice(0, 5) })} />}
        </Field>
      )}
      <Field label={t("reports.form.zone")}>
        {(id) => <Input id={id} maxLength={64} value={draft.zone} onChange={(e) => change({ zone: e.target.value })} />}
      </Field>
      <Field label={t("reports.form.scene")}>
        {(id) => (
          <Select
            id={id}
            value={draft.scene}
            onChange={(scene) => change({ scene })}
            options={[{ value: "", label: t("scene.all") }, ...scenes.map((value) => ({ value, label: name("scene", value) }))]}
          />
        )}
      </Field>
      <Field label={t("reports.form.channel")} help={t("reports.form.channel.help")}>
        {offered("channel", heard?.channels ?? [])}
      </Field>
      <Field label={t("reports.form.team")} help={t("reports.form.team.help")}>
        {offered("team", heard?.teams ?? [])}
      </Field>
      <Field label={t("reports.form.language")}>
        {(id) => (
          <Segmented<"zh" | "en">
            id={id}
            aria-label={t("reports.form.language")}
            options={[{ value: "zh", label: "中文" }, { value: "en", label: "English" }]}
            value={draft.language}
            onChange={(language) => change({ language })}
          />
        )}
      </Field>
      <Field label={t("reports.form.formats")}>
        {() => (
          <Checkbox.Group
            options={FORMATS.map((value) => ({ value, label: value.toUpperCase(), disabled: value === "html" }))}
            value={[...draft.formats]}
            onChange={(formats) => change({ formats: FORMATS.filter((one) => one === "html" || formats.includes(one)) })}
          />
        )}
      </Field>
    </>
  );
}

interface FieldProps {
  label: string;
  help?: string;
  wrong?: string;
  children: (id: string) => ReactNode;
}

export function Field({ label, help, wrong, children }: FieldProps) {
  const id = useId();
  return (
    <div className="reports-field">
      <label htmlFor={id}>{label}</label>
      <div>
        {children(id)}
        {wrong ? <small className="reports-bad" role="alert">{wrong}</small> : help && <small className="quiet">{help}</small>}
      </div>
    </div>
  );
}
