import { expect, it } from "vitest";
import { deviceOf } from "./device";

it("names browser and system, the more special one first", () => {
  const edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
  expect(deviceOf(edge)).toBe("Edge · Windows");
  expect(deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604")).toBe("Safari · iOS");
  expect(deviceOf("curl/8")).toBe("");
});
