/** What changed between two short texts, character by character. Pure. */
export interface Change {
  kind: "same" | "gone" | "new";
  text: string;
}

/** By the longest common subsequence; texts of some hundred characters, so the square of their length is little work. */
export function diff(before: string, after: string): Change[] {
  const [a, b] = [Array.from(before), Array.from(after)];
  const length = lengths(a, b);
  const found: Change[] = [];
  const put = (kind: Change["kind"], text: string) => {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put("same", a[i] ?? "");
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(length, i + 1, j) >= at(length, i, j + 1))) {
      put("gone", a[i] ?? "");
      i += 1;
    } else {
      put("new", b[j] ?? "");
      j += 1;
    }
  }
  return found;
}

function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row) row[j] = a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly number[][], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
