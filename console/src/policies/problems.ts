/** Problems of a policy in words, and where they belong: pure. */
import type { MessageKey } from "../i18n/zh";
import type { Translate } from "../i18n";
import type { Problem } from "./api";

type Name = (group: string, code: string) => string;

/** The sentence for a problem; what the service says itself where the console has no words for it. */
export function told(problem: Problem, t: Translate, name: Name): string {
  const key = `flaw.${problem.code}`;
  const sentence = name("flaw", problem.code);
  if (sentence === problem.code) return problem.what;
  const { near, hint, kind } = problem.values;
  const values = kind !== undefined && problem.code.endsWith("type") ? { ...problem.values, kind: name("flaw.type", kind) } : problem.values;
  const parts = [t(key as MessageKey, values)];
  if (near) parts.push(t("flaw.near", { near }));
  if (hint) parts.push(name("flaw.hint", hint));
  return parts.join(t("flaw.join"));
}

/** Problems at a path or below it: `rules[3]` holds `rules[3].when`. */
export function under(problems: readonly Problem[], path: string): Problem[] {
  return problems.filter((each) => each.path === path || each.path.startsWith(`${path}.`) || each.path.startsWith(`${path}[`));
}

/** Problems whose place is none of the `paths` or below them. */
export function beside(problems: readonly Problem[], paths: readonly string[]): Problem[] {
  const there = new Set(paths.flatMap((path) => under(problems, path)));
  return problems.filter((each) => !there.has(each));
}

/** Where line and column (from 1, in code points) lie in the text, as JavaScript counts. */
export function offset(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  const row = text.slice(start, end < 0 ? text.length : end);
  return start + [...row].slice(0, column - 1).join("").length;
}
