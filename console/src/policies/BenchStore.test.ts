import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/client";
import type { Checked, Draft, PolicyForm, Sheet } from "./api";
import { type BenchApi, BenchStore } from "./BenchStore";

const FORM: PolicyForm = { scene: "shop", version: "1", title: "t", thresholds: { mild: 0.2, moderate: 0.5, severe: 0.8 }, facts: {}, rules: [] };
const SHEET = { scene: "shop", version: "1", active: true, by: "", at: null, text: "old", form: FORM, scripts: 0, facts: {} } as Sheet;

function made(part: Partial<BenchApi> = {}) {
  const asked: { text: string; form: PolicyForm | null }[] = [];
  const saved: { text: string; revision: number }[] = [];
  const api: BenchApi = {
    sheet: () => Promise.resolve(SHEET),
    drafts: () => Promise.resolve({ mine: null, others: [] }),
    check: (text, form) => {
      asked.push({ text, form });
      return Promise.resolve({ text: form ? `${text}+${form.title}` : text, form: form ?? FORM, problems: [], lost: [], scripts: 0, facts: {} } as Checked);
    },
    save: (_scene, text, based_on, revision) => {
      saved.push({ text, revision });
      return Promise.resolve({ by: "li", at: "2026-01-01T00:00:00Z", based_on, revision: revision + 1, text } as Draft);
    },
    drop: () => Promise.resolve(),
    ...part,
  };
  return { store: new BenchStore("shop", true, api), asked, saved };
}

describe("the bench", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("window", globalThis);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("checks once after several keys, then saves the draft", async () => {
    const { store, asked, saved } = made();
    await store.open();
    for (const text of ["o", "on", "one"]) store.editText(text);
    expect(store.unsaved).toBe(true);
    await vi.advanceTimersByTimeAsync(3000);
    expect(asked.map(({ text }) => text)).toEqual(["one"]);
    expect(saved).toEqual([{ text: "one", revision: 0 }]);
    expect(store.snapshot().saving).toBe("saved");
  });

  it("lets the form speak of the text it was read from, however often it is edited", async () => {
    const { store, asked } = made();
    await store.open();
    store.editForm({ ...FORM, title: "a" });
    await vi.advanceTimersByTimeAsync(400);
    store.editForm({ ...FORM, title: "b" });
    await vi.advanceTimersByTimeAsync(400);
    expect(asked.map(({ text }) => text)).toEqual(["old", "old"]);
    expect(store.snapshot().text).toBe("old+b");
    store.editText("new");
    await vi.advanceTimersByTimeAsync(400);
    store.editForm({ ...FORM, title: "c" });
    await vi.advanceTimersByTimeAsync(400);
    expect(asked.at(-1)?.text).toBe("new");
  });

  it("saves over nothing that was changed in another window", async () => {
    const { store } = made({ save: () => Promise.reject(new ApiError(409, "conflict")) });
    await store.open();
    store.editText("mine");
    await vi.advanceTimersByTimeAsync(3000);
    expect(store.snapshot()).toMatchObject({ saving: "conflict", text: "mine" });
  });

  it("goes on with a draft, and saves at once on leaving", async () => {
    const mine = { by: "li", at: "2026-01-01T00:00:00Z", based_on: "0", revision: 4, text: "draft" } as Draft;
    const { store, asked, saved } = made({ drafts: () => Promise.resolve({ mine, others: [] }) });
    await store.open();
    expect(asked).toEqual([{ text: "draft", form: null }]);
    expect(store.snapshot()).toMatchObject({ text: "draft", basedOn: "0", saving: "saved" });
    store.editText("further");
    store.close();
    await vi.advanceTimersByTimeAsync(3000);
    expect(saved).toEqual([{ text: "further", revision: 4 }]);
  });
});
