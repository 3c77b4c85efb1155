/** Calls of the policy bench, and names for its shapes. */
import { json, send } from "../api/client";
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type PolicyForm = Schemas["PolicyFormShape"];
export type RuleForm = Schemas["RuleFormShape"];
export type ActionForm = Schemas["ActionFormShape"];
export type Param = NonNullable<ActionForm["params"]>[string];
export type Sample = PolicyForm["facts"][string];
export type Thresholds = Schemas["ThresholdsShape"];
export type Sheet = Schemas["PolicySheetShape"];
export type Checked = Schemas["CheckShape"];
export type Problem = Schemas["PolicyProblemShape"];
export type Drafts = Schemas["DraftsShape"];
export type Draft = Schemas["DraftShape"];
export type History = Schemas["PolicyHistoryShape"];
export type Difference = Schemas["DifferenceShape"];
export type EntryChange = Schemas["EntryChangeShape"];
export type FieldChange = Schemas["FieldChangeShape"];
export type Facts = Schemas["FactsShape"];
export type Trial = Schemas["TrialShape"];
export type TrialResult = Schemas["TrialResultShape"];
export type TrialSide = Schemas["TrialSideShape"];
export type TrialDifference = Schemas["TrialDifferenceShape"];
export type Part = Schemas["PartShape"];

const of = (scene: string) => `v1/policies/${encodeURIComponent(scene)}`;

/** Scenes that have a policy, in the order of the service. */
export async function getScenes(_: string, signal: AbortSignal): Promise<string[]> {
  const { policies } = await json<Schemas["PoliciesShape"]>("v1/policies", { signal });
  return policies.map(({ scene }) => scene);
}

export function getSheet(scene: string, signal?: AbortSignal): Promise<Sheet> {
  return json(of(scene), signal ? { signal } : {});
}

export function getFacts(scene: string, signal: AbortSignal): Promise<Facts> {
  return json(`v1/policies/facts?scene=${encodeURIComponent(scene)}`, { signal });
}

export function check(text: string, form: PolicyForm | null): Promise<Checked> {
  return send("POST", "v1/policies/check", { text, form });
}

export function getDrafts(scene: string, signal?: AbortSignal): Promise<Drafts> {
  return json(`${of(scene)}/draft`, signal ? { signal } : {});
}

export function saveDraft(scene: string, text: string, based_on: string, revision: number): Promise<Draft> {
  return send("PUT", `${of(scene)}/draft`, { text, based_on, revision });
}

export function dropDraft(scene: string): Promise<void> {
  return send("DELETE", `${of(scene)}/draft`);
}

export function publish(scene: string, body: Schemas["PublishRequest"]): Promise<Sheet> {
  return send("POST", `${of(scene)}/publish`, body);
}

export function goBack(scene: string, version: string, note: string): Promise<unknown> {
  return send("POST", `${of(scene)}/versions/${encodeURIComponent(version)}/activate`, { note });
}

export function getHistory(scene: string, signal: AbortSignal): Promise<History> {
  return json(`${of(scene)}/history`, { signal });
}

export function differenceOfText(scene: string, text: string): Promise<Difference> {
  return send("POST", `${of(scene)}/difference`, { text });
}

export function differenceOfVersions(scene: string, before: string, after: string): Promise<Difference> {
  return json(`${of(scene)}/difference?${new URLSearchParams({ before, after }).toString()}`);
}

export function startTrial(body: Schemas["TrialRequest"]): Promise<Trial> {
  return send("POST", "v1/policies/trials", body);
}

export async function getTrials(scene: string): Promise<Trial[]> {
  const { trials } = await json<Schemas["TrialsShape"]>(`v1/policies/trials?scene=${encodeURIComponent(scene)}`);
  return trials;
}

export function getTrial(id: string): Promise<Trial> {
  return json(`v1/policies/trials/${encodeURIComponent(id)}`);
}

export function cancelTrial(id: string): Promise<Trial> {
  return send("POST", `v1/policies/trials/${encodeURIComponent(id)}/cancel`);
}
