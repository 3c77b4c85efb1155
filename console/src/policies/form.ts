/** Changes of a policy's form: pure. */
import type { ActionForm, Param, PolicyForm, RuleForm, Sample, Thresholds } from "./api";

export const RULE_TIERS = ["none", "mild", "moderate", "severe"] as const;
export const STEPS = ["mild", "moderate", "severe"] as const;
export type Step = (typeof STEPS)[number];
/** Between two thresholds, and from the ends of the scale. */
const GAP = 0.01;

/** The form with one threshold set; the others give way so that they go on rising. Shares, rounded to a thousandth. */
export function withThreshold(thresholds: Thresholds, step: Step, value: number): Thresholds {
  const place = STEPS.indexOf(step);
  const values = STEPS.map((each) => thresholds[each]);
  const least = GAP * (place + 1);
  const most = 1 - GAP * (STEPS.length - 1 - place);
  values[place] = Math.min(most, Math.max(least, value));
  for (let at = place + 1; at < values.length; at += 1) values[at] = Math.max(values[at] ?? 0, (values[at - 1] ?? 0) + GAP);
  for (let at = place - 1; at >= 0; at -= 1) values[at] = Math.min(values[at] ?? 0, (values[at + 1] ?? 0) - GAP);
  const [mild = 0, moderate = 0, severe = 0] = values.map((each) => Math.round(each * 1000) / 1000);
  return { mild, moderate, severe };
}

export function withRule(form: PolicyForm, place: number, part: Partial<RuleForm>): PolicyForm {
  return { ...form, rules: form.rules.map((rule, at) => (at === place ? { ...rule, ...part } : rule)) };
}

/** The rule at `from` stands at `to` afterwards. */
export function moved(form: PolicyForm, from: number, to: number): PolicyForm {
  const rule = form.rules[from];
  if (rule === undefined || to < 0 || to >= form.rules.length || from === to) return form;
  const others = form.rules.filter((_, at) => at !== from);
  return { ...form, rules: [...others.slice(0, to), rule, ...others.slice(to)] };
}

export function without(form: PolicyForm, place: number): PolicyForm {
  return { ...form, rules: form.rules.filter((_, at) => at !== place) };
}

/** An id that no rule has: `wanted`, else with a number behind it. */
export function freeId(form: PolicyForm, wanted: string): string {
  const taken = new Set(form.rules.map(({ id }) => id));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

/** A rule that checks, right behind `place`; `-1`: in front of all. */
export function withNewRule(form: PolicyForm, place: number, title: string, action: string): PolicyForm {
  const rule: RuleForm = {
    id: freeId(form, "new-rule"), title, when: "role == 'customer' && risk >= 0.9", tier: "mild", cooldown: 4, limit: 3,
    actions: [{ kind: "alert", title: action, params: { to: "agent" } }], origin: null,
  };
  return { ...form, rules: [...form.rules.slice(0, place + 1), rule, ...form.rules.slice(place + 1)] };
}

export function withCopy(form: PolicyForm, place: number): PolicyForm {
  const rule = form.rules[place];
  if (rule === undefined) return form;
  const copy = { ...rule, id: freeId(form, rule.id), origin: null };
  return { ...form, rules: [...form.rules.slice(0, place + 1), copy, ...form.rules.slice(place + 1)] };
}

export function withAction(rule: RuleForm, place: number, part: Partial<ActionForm>): RuleForm {
  return { ...rule, actions: rule.actions.map((each, at) => (at === place ? { ...each, ...part } : each)) };
}

/** What was typed, as the kind of value that was meant: `true`, `12`, `0.5`, else a text. */
export function typed(text: string): Sample {
  const trimmed = text.trim();
  if (trimmed === "true" || trimmed === "false") return trimmed === "true";
  if (/^[+-]?\d{1,15}$/.test(trimmed) || /^[+-]?\d{1,15}\.\d{1,15}$/.test(trimmed)) return Number(trimmed);
  return trimmed;
}

export function shown(value: Param | Sample): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** The version after this one: its last number counted on; `1.0.0` becomes `1.0.1`, `v` becomes `v.1`. */
export function nextVersion(version: string, taken: readonly string[] = []): string {
  const found = /^(.*?)(\d+)([^\d]*)$/.exec(version);
  let next = found ? `${found[1]}${Number(found[2]) + 1}${found[3]}` : `${version}.1`;
  while (taken.includes(next)) next = nextVersion(next);
  return next;
}
