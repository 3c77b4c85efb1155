/** What both editors share: look, keys, and how problems are marked. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";

const LOOK = EditorView.theme({
  "&": { fontSize: "12.5px", backgroundColor: "var(--panel)", border: "1px solid #d3dbd8", borderRadius: "5px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace', lineHeight: "1.6" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--ink-3)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "#eef4f299" },
  ".cm-tooltip": { border: "1px solid var(--line)", backgroundColor: "var(--panel)", maxWidth: "460px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "#fff" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", opacity: "0.75" },
  // The library draws these as data: images, which the content security policy does not let in.
  ".cm-lintRange-error, .cm-lintRange-active": { backgroundImage: "none", textDecoration: "underline wavy #a8131f", textUnderlineOffset: "3px" },
  ".cm-lint-marker-error": { content: "normal", width: "9px", height: "9px", margin: "5px auto 0", borderRadius: "50%", backgroundColor: "#a8131f" },
  ".cm-diagnostic": { padding: "3px 8px", fontFamily: "inherit" },
});

export function common(label: string, readOnly: boolean, changed: (text: string) => void): Extension[] {
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    syntaxHighlighting(defaultHighlightStyle),
    LOOK,
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorState.readOnly.of(readOnly),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((each) => each.isUserEvent("zhiyin"))) changed(update.state.doc.toString());
    }),
  ];
}

/** Puts another text into the editor without telling anybody that it changed. */
export function replace(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "zhiyin" });
}

export function mark(view: EditorView, found: readonly Diagnostic[]): void {
  const length = view.state.doc.length;
  const within = found.map((each) => ({ ...each, from: Math.min(each.from, length), to: Math.min(each.to, length) }));
  view.dispatch(setDiagnostics(view.state, within));
}
