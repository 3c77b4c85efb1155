import { expect, it } from "vitest";
import { queryString, toldOf } from "./query";

it("asks only for what is given", () => {
  expect(queryString({ scene: "a b", team: "", limit: 50, all: false, day: null, none: undefined })).toBe("scene=a+b&limit=50&all=false");
  expect(queryString({})).toBe("");
});

it("keeps in the address only what is not at its default", () => {
  expect(toldOf({ period: "30", page: 2, tab: "x" }, { period: "30", page: 1, tab: "" }).toString()).toBe("page=2&tab=x");
});
