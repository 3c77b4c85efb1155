/** What can be put into a condition, in groups, with what it means: pure. */
import type { Translate } from "../i18n";
import type { Facts, Sheet } from "./api";

export interface Insertable {
  kind: "fact" | "own" | "cue" | "value";
  name: string;
  meaning: string;
  /** Range and unit, where there are any. */
  note: string;
  insert: string;
}

export interface InsertGroup {
  kind: Insertable["kind"];
  title: string;
  entries: Insertable[];
}

const SOURCES = ["risk", "reading", "course", "words", "rhythm", "event", "business"] as const;

export function insertables(
  facts: Facts | null, business: Sheet["facts"], t: Translate, name: (group: string, code: string) => string,
): InsertGroup[] {
  const groups: InsertGroup[] = SOURCES.map((source) => ({
    kind: "fact",
    title: t(`source.${source}`),
    entries: (facts?.facts ?? []).filter((fact) => fact.source === source).map((fact) => ({
      kind: "fact", name: fact.name, meaning: meaningOf(fact.name, fact.meaning, name), insert: fact.name,
      note: rangeOf(fact.range, t),
    })),
  }));
  groups.push({
    kind: "own",
    title: t("policies.insert.own"),
    entries: Object.entries(business).map(([fact, sample]) => ({
      kind: "own", name: `facts.${fact}`, note: "", insert: `has(facts.${fact}) && facts.${fact}`,
      meaning: t("policies.insert.own.meaning", { sample: String(sample) }),
    })),
  });
  groups.push({
    kind: "value", title: "",
    entries: Object.values(facts?.values ?? {}).flat().map((value) => ({ kind: "value", name: value, meaning: "", note: "", insert: `'${value}'` })),
  });
  groups.push({
    kind: "cue",
    title: "",
    entries: (facts?.cues ?? []).map((cue) => ({
      kind: "cue", name: cue.name, note: "", insert: `'${cue.name}' in cues`,
      meaning: t("policies.cue.words", { words: cue.examples.slice(0, 4).join("、"), n: cue.count }),
    })),
  });
  return groups.filter(({ entries }) => entries.length > 0);
}

/** Ranges of numbers as they are; the values of a name are in its meaning, or offered while it is typed. */
function rangeOf(range: string, t: Translate): string {
  if (range === "bool") return `${t("value.true")} / ${t("value.false")}`;
  return /^[-\d>]/.test(range) ? range : "";
}

function meaningOf(fact: string, own: string, name: (group: string, code: string) => string): string {
  const told = name("meaning", fact);
  return told === fact ? own : told;
}

/** Those whose name or meaning holds the words. */
export function matching(groups: readonly InsertGroup[], words: string): InsertGroup[] {
  const wanted = words.trim().toLowerCase();
  return groups
    .map((group) => ({ ...group, entries: group.entries.filter((each) => `${each.name} ${each.meaning}`.toLowerCase().includes(wanted)) }))
    .filter(({ kind, entries }) => kind !== "value" && entries.length > 0);
}
