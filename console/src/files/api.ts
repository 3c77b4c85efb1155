import { json, request, send } from "../api/client";
import type { components } from "../api/schema";

export type Analysis = components["schemas"]["AnalysisShape"];
export type Analyses = components["schemas"]["AnalysesShape"];

export interface FileOptions {
  readonly lang: "zh" | "en";
  readonly reader: Analysis["reader"];
  readonly textColumn: string;
  readonly sheet: string;
}

export function getAnalyses(_query: string, signal: AbortSignal): Promise<Analyses> {
  return json("v1/analyses", { signal });
}

/** The file's bytes as they are; rows are masked while the service takes them in. */
export async function sendFile(file: File, options: FileOptions): Promise<Analysis> {
  const query = new URLSearchParams({
    name: file.name.slice(-200), lang: options.lang, reader: options.reader,
    text_column: options.textColumn.trim(), sheet: options.sheet.trim(),
  });
  const headers = { "Content-Type": "application/octet-stream" };
  return json(`v1/analyses?${query.toString()}`, { method: "POST", headers, body: file });
}

export function cancelAnalysis(id: string): Promise<Analysis> {
  return send("POST", `v1/analyses/${id}/cancel`);
}

export function resumeAnalysis(id: string): Promise<Analysis> {
  return send("POST", `v1/analyses/${id}/resume`);
}

export function forgetAnalysis(id: string): Promise<void> {
  return send("DELETE", `v1/analyses/${id}`);
}

/** The report, or the enriched rows, as the browser saves or shows them. */
export async function fetchMade(id: string, part: "report" | "rows.csv" | "rows.jsonl", signal?: AbortSignal): Promise<Blob> {
  const answer = await request(`v1/analyses/${id}/${part}`, signal ? { signal } : {});
  return answer.blob();
}
