/** The name of the policy, and the three thresholds: one slider, three numbers, always rising. */
import { Input, InputNumber, Slider } from "antd";
import { useId } from "react";
import { useWords } from "../i18n";
import type { PolicyForm, Problem } from "./api";
import { STEPS, withThreshold } from "./form";
import { ProblemLines } from "./ProblemLines";

interface Props {
  form: PolicyForm;
  readOnly: boolean;
  change: (form: PolicyForm) => void;
  problems: readonly Problem[];
}

export function ThresholdFields({ form, readOnly, change, problems }: Props) {
  const { t } = useWords();
  const title = useId();
  const { thresholds } = form;
  const values = STEPS.map((step) => Math.round(thresholds[step] * 1000) / 10);
  const set = (place: number, value: number | null) => {
    const step = STEPS[place];
    if (step && value !== null) change({ ...form, thresholds: withThreshold(thresholds, step, value / 100) });
  };
  const slid = (next: number[]) => {
    const place = next.findIndex((value, at) => value !== values[at]);
    if (place >= 0) set(place, next[place] ?? null);
  };
  return (
    <section className="thresholds" aria-label={t("policies.thresholds")}>
      <label className="policy-title" htmlFor={title}>
        <span>{t("policies.title")}</span>
        <Input id={title} value={form.title} maxLength={100} readOnly={readOnly} onChange={(event) => change({ ...form, title: event.target.value })} />
      </label>
      <div className="threshold-row" title={t("policies.thresholds.help")}>
        {STEPS.map((step, at) => (
          <label key={step} className={`threshold tier-${step}`}>
            <span>{t("policies.threshold", { tier: t(`tier.${step}`) })}</span>
            <InputNumber size="small" min={0.1} max={100} step={1} value={values[at] ?? 0} disabled={readOnly} onChange={(value) => set(at, value)} data-testid={`threshold-${step}`} />
          </label>
        ))}
      </div>
      <Slider
        range value={values} min={0} max={100} step={0.5} disabled={readOnly} onChange={slid} tooltip={{ formatter: (value) => `${value}%` }}
        ariaLabelForHandle={STEPS.map((step) => t("policies.threshold", { tier: t(`tier.${step}`) }))}
        styles={{ track: { background: "#c98d5a" }, rail: { background: "#dfe6e3" } }}
      />
      <ProblemLines problems={problems} />
    </section>
  );
}
