/** What stands in the editor, and what of it is sent. Pure. */
import type { Tier } from "../api/types";
import type { Emotion, LibraryScene, Script } from "./api";

export interface Draft {
  scene: string;
  title: string;
  text: string;
  tiers: Tier[];
  emotions: Emotion[];
  groups: string[];
  tags: string[];
  when: string;
  /** `YYYY-MM-DD` in Chinese time; empty: none. */
  reviewBy: string;
  owner: string;
}

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;
export const REVIEW_DAYS = 180;

export function emptyDraft(scene: string, now: number): Draft {
  return {
    scene, title: "", text: "", tiers: [], emotions: [], groups: [], tags: [], when: "", owner: "",
    reviewBy: chineseDay(now + REVIEW_DAYS * DAY_MS),
  };
}

export function draftOf(script: Omit<Script, "effect"> | Script): Draft {
  const { scene, title, text, tiers, emotions, groups, tags, when, owner } = script;
  return {
    scene, title, text, tiers: [...tiers], emotions: [...emotions], groups: [...groups], tags: [...tags], when, owner,
    reviewBy: script.review_by === null ? "" : chineseDay(Date.parse(script.review_by)),
  };
}

/** `YYYY-MM-DD` of a moment in milliseconds, in Chinese time. */
export function chineseDay(at: number): string {
  return new Date(at + CHINA_MS).toISOString().slice(0, 10);
}

export function bodyOf(draft: Draft, status: "draft" | "active", revision: number | null) {
  const { reviewBy, ...rest } = draft;
  const told = { ...rest, status, review_by: reviewBy === "" ? null : `${reviewBy}T00:00:00+08:00` };
  return revision === null ? told : { ...told, revision };
}

/** The text with `{name}` filled with the samples of the scene; unknown names stay. */
export function preview(text: string, scene: LibraryScene | undefined): string {
  const samples = scene?.variables ?? {};
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in samples ? String(samples[name]) : whole));
}

/** `text` with a piece put in place of what is selected, and where the cursor then stands (in UTF-16 units). */
export function insertAt(text: string, piece: string, start: number, end: number): { text: string; cursor: number } {
  return { text: text.slice(0, start) + piece + text.slice(end), cursor: start + piece.length };
}
