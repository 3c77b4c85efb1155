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
