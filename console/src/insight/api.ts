import { json, request } from "../api/client";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Choices = Schemas["InsightChoicesShape"];
export type Course = Schemas["CourseShape"];
export type Grid = Schemas["Grid"];
export type HeatMap = Schemas["HeatMapShape"];
export type Kpi = Schemas["KpiShape"];
export type KpiFigures = Schemas["KpiFiguresShape"];
export type Mood = Schemas["MoodShape"];
export type Rate = Schemas["RateShape"];
export type Topic = Schemas["TopicShape"];
export type Topics = Schemas["TopicsShape"];
export type Wait = Schemas["WaitShape"];
export type Word = Schemas["WordShape"];
export type Words = Schemas["WordsShape"];
export type WordTurns = Schemas["WordTurnsShape"];

export function getChoices(query: string, signal: AbortSignal): Promise<Choices> {
  return json(`v1/insight/choices?${query}`, { signal });
}

export function getHeat(query: string, signal: AbortSignal): Promise<HeatMap> {
  return json(`v1/insight/heat?${query}`, { signal });
}

export function getTrend(query: string, signal: AbortSignal): Promise<Course> {
  return json(`v1/insight/trend?${query}`, { signal });
}

export function getTopics(query: string, signal: AbortSignal): Promise<Topics> {
  return json(`v1/insight/topics?${query}`, { signal });
}

export function getWords(query: string, signal: AbortSignal): Promise<Words> {
  return json(`v1/insight/words?${query}`, { signal });
}

/** `asked` is `word?query`. */
export function getWordTurns(asked: string, signal: AbortSignal): Promise<WordTurns> {
  const [word = "", query = ""] = asked.split("?");
  return json(`v1/insight/words/${word}/turns?${query}`, { signal });
}

export function getKpi(query: string, signal: AbortSignal): Promise<Kpi> {
  return json(`v1/kpi?${query}`, { signal });
}

/** The workbook, with the name that the service gave it. */
export async function getWorkbook(query: string): Promise<{ content: Blob; name: string }> {
  const answer = await request(`v1/insight/export.xlsx?${query}`);
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
  return { content: await answer.blob(), name: named?.[1] ? decodeURIComponent(named[1]) : "insight.xlsx" };
}
