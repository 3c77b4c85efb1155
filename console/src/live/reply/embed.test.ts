import { describe, expect, it } from "vitest";
import { hostOrigin } from "./embed";

describe("hostOrigin", () => {
  const origins = ["https://crm.example", "https://desk.example:8443"];
  it("is told only when a configured page holds the desk", () => {
    expect(hostOrigin(origins, "https://crm.example/tickets/7?x=1", true)).toBe("https://crm.example");
    expect(hostOrigin(origins, "https://desk.example:8443/", true)).toBe("https://desk.example:8443");
    expect(hostOrigin(origins, "https://crm.example/", false)).toBeNull();
    expect(hostOrigin(origins, "https://crm.example.evil.test/", true)).toBeNull();
    expect(hostOrigin([], "https://crm.example/", true)).toBeNull();
    expect(hostOrigin(origins, "", true)).toBeNull();
  });
});
