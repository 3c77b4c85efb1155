import { expect, test } from "vitest";
import { unsafeText } from "./unsafe";

const told = { code: "text_leaves", text: "文字会发送到 llm.example.com", values: { host: "llm.example.com" } } as const;

test("what is set unsafely is said in the language of the console, with what it names", () => {
  expect(unsafeText(told, (group, code) => `${group}.${code}: goes to {host}`)).toBe("unsafe.text_leaves: goes to llm.example.com");
});

test("what the console does not know yet is said in the service's words", () => {
  expect(unsafeText(told, (_, code) => code)).toBe(told.text);
});
