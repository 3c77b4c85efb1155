/** The policy as text: YAML, checked while it is written, problems marked beside the lines. */
import { indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { type Diagnostic, lintGutter } from "@codemirror/lint";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { useWords } from "../i18n";
import type { Problem } from "./api";
import { common, mark, replace } from "./editor";
import { offset, told } from "./problems";

interface Props {
  text: string;
  problems: readonly Problem[];
  /** The problems are about an earlier text. */
  stale: boolean;
  readOnly: boolean;
  change: (text: string) => void;
  /** A problem to go to; its own object each time. */
  goTo: Problem | null;
}

export default function TextEditor({ text, problems, stale, readOnly, change, goTo }: Props) {
  const { t, name } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useEffectEvent(change);
  const label = t("policies.text.label");

  useEffect(() => {
    if (!box.current) return undefined;
    const made = new EditorView({
      parent: box.current,
      extensions: [
        lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), lintGutter(), yaml(), keymap.of([indentWithTab]),
        common(label, readOnly, (now) => changed(now)),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [label, readOnly]);

  useEffect(() => {
    if (view.current) replace(view.current, text);
  }, [text, label, readOnly]);

  useEffect(() => {
    if (!view.current || stale) return;
    mark(view.current, problems.map((each) => diagnostic(text, each, told(each, t, name))));
  }, [problems, stale, text, t, name, readOnly]);

  useEffect(() => {
    if (!view.current || !goTo) return;
    const at = Math.min(offset(view.current.state.doc.toString(), goTo.line, goTo.column), view.current.state.doc.length);
    view.current.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.current.focus();
  }, [goTo]);

  return <div className="text-editor" ref={box} data-testid="text-editor" />;
}

function diagnostic(text: string, problem: Problem, message: string): Diagnostic {
  const from = offset(text, problem.line, problem.column);
  const to = offset(text, problem.end_line, problem.end_column);
  return { from, to: Math.max(from, to), severity: "error", message };
}
