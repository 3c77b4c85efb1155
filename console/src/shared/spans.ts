/** Cuts a text at spans that count code points, as the service does; JavaScript strings count UTF-16 units. */
export interface Span<T> {
  start: number;
  end: number;
  value: T;
}

export interface Piece<T> {
  text: string;
  /** Where the piece begins, in code points. */
  start: number;
  /** All spans that cover the whole piece, in the order in which they were given. */
  values: T[];
}

/** The text as consecutive pieces; spans may overlap. Empty spans are dropped and ends beyond the text cut off. */
export function cut<T>(text: string, spans: readonly Span<T>[]): Piece<T>[] {
  const points = Array.from(text);
  const clipped = spans
    .map((span) => ({ ...span, start: Math.max(0, span.start), end: Math.min(points.length, span.end) }))
    .filter((span) => span.start < span.end);
  const borders = [...new Set([0, points.length, ...clipped.flatMap((span) => [span.start, span.end])])];
  borders.sort((a, b) => a - b);
  return borders.slice(0, -1).map((start, index) => {
    const end = borders[index + 1] ?? points.length;
    const covering = clipped.filter((span) => span.start <= start && span.end >= end);
    return { text: points.slice(start, end).join(""), start, values: covering.map((span) => span.value) };
  });
}

/** Where a clause ends; placeholders of masked data stand in brackets and are never quoted. */
const BREAK = /[\s，。！？；、：…,.!?;:~～()（）[\]"“”]/u;
/** Most code points of a quoted clause. */
const CLAUSE = 16;

/** The clause that holds a span (in code points), so that a quote reads as words; long ones are cut, with an ellipsis. */
export function clauseAround(text: string, start: number, end: number): string {
  const points = Array.from(text);
  let [from, to] = [start, end];
  while (from > 0 && !BREAK.test(points[from - 1] ?? "")) from -= 1;
  while (to < points.length && !BREAK.test(points[to] ?? "")) to += 1;
  if (to - from <= CLAUSE) return points.slice(from, to).join("");
  const first = Math.max(from, Math.min(start - 3, to - CLAUSE));
  const last = Math.min(to, first + CLAUSE);
  return `${first > from ? "…" : ""}${points.slice(first, last).join("")}${last < to ? "…" : ""}`;
}
