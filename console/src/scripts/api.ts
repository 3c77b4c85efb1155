/** Calls of the script library. */
import { json, request, send } from "../api/client";
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type Script = Schemas["ScriptShape"];
export type ScriptDetail = Schemas["ScriptDetailShape"];
export type ScriptRevision = Schemas["ScriptRevisionShape"];
export type KeptScript = Schemas["KeptScriptShape"];
export type ScriptPage = Schemas["ScriptsShape"];
export type LibraryScene = Schemas["LibrarySceneShape"];
export type Effect = Schemas["EffectShape"];
export type Fault = Schemas["FaultShape"];
export type Checked = Schemas["CheckedShape"];
export type Phrase = Schemas["PhraseShape"];
export type Phrases = Schemas["PhrasesShape"];
export type Imported = Schemas["ImportedShape"];
export type ReviewState = Schemas["ReviewState"];
export type ScriptStatus = Schemas["ScriptStatus"];
export type Emotion = Schemas["Emotion"];

export function getScripts(query: string, signal: AbortSignal): Promise<ScriptPage> {
  return json(`v1/scripts?${query}`, { signal });
}

/** `name` is `scene/id`. */
export function getScript(name: string, signal: AbortSignal): Promise<ScriptDetail> {
  const [scene = "", id = ""] = name.split("/");
  return json(`v1/scripts/${encodeURIComponent(id)}?scene=${encodeURIComponent(scene)}`, { signal });
}

export function checkScript(body: unknown, signal: AbortSignal): Promise<Checked> {
  return json("v1/scripts/check", {
    method: "POST", body: JSON.stringify(body), signal, headers: { "Content-Type": "application/json" },
  });
}

export function saveScript(id: string | null, body: unknown): Promise<KeptScript> {
  return id === null ? send("POST", "v1/scripts", body) : send("PUT", `v1/scripts/${encodeURIComponent(id)}`, body);
}

export function switchScript({ id, scene }: Script, to: "retire" | "activate"): Promise<KeptScript> {
  return send("POST", `v1/scripts/${encodeURIComponent(id)}/${to}?scene=${encodeURIComponent(scene)}`);
}

export function getPhrases(scene: string, signal: AbortSignal): Promise<Phrases> {
  return json(`v1/phrases?scene=${encodeURIComponent(scene)}`, { signal });
}

export function addPhrase(body: unknown): Promise<Phrase> {
  return send("POST", "v1/phrases", body);
}

export function dropPhrase(id: string): Promise<void> {
  return send("DELETE", `v1/phrases/${encodeURIComponent(id)}`);
}

export function importScripts(file: File): Promise<Imported> {
  return json("v1/scripts/import", {
    method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" },
  });
}

/** Fetched, not linked to: a link cannot carry the key. */
export async function exportScripts(form: "xlsx" | "csv"): Promise<void> {
  const answer = await request(`v1/scripts/export?form=${form}`);
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = `scripts.${form}`;
  link.click();
  URL.revokeObjectURL(url);
}

