/** A script's text: variables as chips, faults underlined where they stand. */
import { cut, type Span } from "../shared/spans";
import type { Fault } from "./api";

const VARIABLE = /\{(\w+)\}/gu;

type Mark = { kind: "variable" } | { kind: "fault"; fault: Fault };

export function MarkedText({ text, faults = [] }: { text: string; faults?: readonly Fault[] }) {
  const variables: Span<Mark>[] = [...text.matchAll(VARIABLE)].map((found) => {
    const start = Array.from(text.slice(0, found.index)).length;
    return { start, end: start + found[0].length, value: { kind: "variable" } };
  });
  const wrong: Span<Mark>[] = faults.map((fault) => ({ start: fault.start, end: fault.end, value: { kind: "fault", fault } }));
  return (
    <>
      {cut(text, [...variables, ...wrong]).map((piece) => {
        const fault = piece.values.find((mark) => mark.kind === "fault");
        if (fault?.kind === "fault") {
          return <mark key={piece.start} className="script-fault" title={fault.fault.what}>{piece.text}</mark>;
        }
        if (piece.values.length > 0) return <span key={piece.start} className="script-variable">{piece.text}</span>;
        return <span key={piece.start}>{piece.text}</span>;
      })}
    </>
  );
}
