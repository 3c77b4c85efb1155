import { describe, expect, it } from "vitest";
import type { Said } from "../nextStep";
import { EMPTY, restocked, settled, type Shelf } from "./shelf";

const said = (id: string): Said => ({ id, scene: "s", title: id, text: `text of ${id}`, why: "", uses: null });
const ids = ({ scripts }: Shelf) => scripts.map(({ id }) => id).join("");
const next = (shelf: Shelf, names: string) => restocked(shelf, [...names].map(said));
const shelved = (names: string) => next(EMPTY, names);

describe("restocked", () => {
  it("keeps the number of what stays and gives free numbers to what is new", () => {
    expect(shelved("abc").changed).toEqual([false, false, false]);
    expect(next(shelved("abc"), "cab")).toEqual(shelved("abc"));
    const changed = next(shelved("abc"), "dca");
    expect(ids(changed)).toBe("adc");
    expect(changed.changed).toEqual([false, true, false]);
    expect(ids(next(shelved("a"), "bac"))).toBe("abc");
  });
  it("moves up when fewer are offered, and says that the number changed", () => {
    const fewer = next(shelved("abc"), "c");
    expect(ids(fewer)).toBe("c");
    expect(fewer.changed).toEqual([true]);
    expect(ids(next(shelved("a"), ""))).toBe("");
  });
  it("keeps that a number changed until there was time to see it", () => {
    const changed = next(shelved("ab"), "ac");
    expect(next(changed, "ca")).toEqual(changed);
    expect(settled(changed)).toEqual({ ...changed, changed: [false, false] });
  });
});
