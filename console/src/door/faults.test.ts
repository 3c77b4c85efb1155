import { describe, expect, it } from "vitest";
import { ApiError } from "../api/client";
import { fill, type Translate } from "../i18n";
import { zh } from "../i18n/zh";
import { told } from "./faults";

const t: Translate = (key, values = {}) => fill(zh[key], values);

describe("what went wrong with an account", () => {
  it("names the field and what is wrong with it", () => {
    const error = new ApiError(422, "Wrong input", [{ where: "password", what: "length" }]);
    expect(told(error, t, "fault.taken")).toEqual({ field: "password", message: t("fault.password.length") });
  });
  it("tells how long to wait, rounded up to minutes", () => {
    expect(told(new ApiError(429, "", [], 61), t, "fault.taken").message).toContain("2 分钟");
    expect(told(new ApiError(429, "", [], 3), t, "fault.taken").message).toContain("3 秒");
  });
  it("says what a conflict means here, and gives the service's own words for what it does not know", () => {
    expect(told(new ApiError(409, "x"), t, "fault.taken").message).toBe(t("fault.taken"));
    expect(told(new ApiError(422, "Wrong input: z", [{ where: "z", what: "z" }]), t, "fault.taken").message).toBe("Wrong input: z");
  });
});
