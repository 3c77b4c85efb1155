import { describe, expect, it } from "vitest";
import { auditFilterFrom, auditParams, auditQuery } from "./auditFilter";

describe("the filter of the operation log", () => {
  it("comes back out of its address", () => {
    const filter = { who: "李雷", right: "keys:manage", since: "2026-01-01", until: "2026-01-31" } as const;
    expect(auditFilterFrom(auditParams(filter))).toEqual(filter);
    expect(auditParams(filter).get("tab")).toBe("audit");
  });

  it("ignores what it does not know", () => {
    const filter = auditFilterFrom(new URLSearchParams("right=everything&since=gestern&until=2026-13"));
    expect(filter).toEqual({ who: "", right: "", since: "", until: "" });
    expect(auditQuery(filter)).toBe("limit=100");
  });

  it("asks for the last day as well", () => {
    const query = new URLSearchParams(auditQuery({ who: "", right: "", since: "2026-01-31", until: "2026-01-31" }));
    expect([query.get("since"), query.get("until")]).toEqual(["2026-01-31", "2026-02-01"]);
  });
});
