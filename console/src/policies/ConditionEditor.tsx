/** A condition in CEL: names are completed with what they mean, and what is wrong stands below. */
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { EditorView } from "@codemirror/view";
import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useWords } from "../i18n";
import type { Facts, Problem, Sheet } from "./api";
import { common, replace } from "./editor";
import { InsertMenu } from "./InsertMenu";
import { type Insertable, insertables } from "./insertables";
import { ProblemLines } from "./ProblemLines";

interface Props {
  value: string;
  problems: readonly Problem[];
  facts: Facts | null;
  business: Sheet["facts"];
  readOnly: boolean;
  change: (value: string) => void;
}

export function ConditionEditor({ value, problems, facts, business, readOnly, change }: Props) {
  const { t, name } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useEffectEvent(change);
  const groups = useMemo(() => insertables(facts, business, t, name), [facts, business, t, name]);
  const complete = useEffectEvent((context: CompletionContext) => completions(context, groups.flatMap(({ entries }) => entries)));
  const label = t("policies.rule.when");

  useEffect(() => {
    if (!box.current) return undefined;
    const made = new EditorView({
      parent: box.current,
      extensions: [
        common(label, readOnly, (now) => changed(now)),
        autocompletion({ override: [(context: CompletionContext) => complete(context)], icons: false }),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [label, readOnly]);

  useEffect(() => {
    if (view.current) replace(view.current, value);
  }, [value, label, readOnly]);

  const insert = (entry: Insertable) => {
    const made = view.current;
    if (!made) return;
    const { from, to } = made.state.selection.main;
    made.dispatch({ changes: { from, to, insert: entry.insert }, selection: { anchor: from + entry.insert.length } });
    made.focus();
  };
  return (
    <div className="condition">
      <div className={problems.length > 0 ? "condition-box condition-wrong" : "condition-box"} ref={box} data-testid="condition" />
      <ProblemLines problems={problems} />
      {!readOnly && (
        <div className="condition-tools">
          <InsertMenu label={t("policies.insert.fact")} groups={groups.filter(({ kind }) => kind !== "cue")} choose={insert} />
          <InsertMenu label={t("policies.insert.cue")} groups={groups.filter(({ kind }) => kind === "cue")} choose={insert} />
          <span className="quiet">{t("policies.rule.when.hint")}</span>
        </div>
      )}
    </div>
  );
}

function completions(context: CompletionContext, entries: readonly Insertable[]): CompletionResult | null {
  const quoted = context.matchBefore(/'[\w-]*$/);
  if (quoted) {
    const cues = entries.filter(({ kind }) => kind === "cue" || kind === "value");
    return { from: quoted.from, options: cues.map(option), validFor: /^'[\w-]*$/ };
  }
  const word = context.matchBefore(/[A-Za-z_][\w.]*/);
  if (!word && !context.explicit) return null;
  const names = entries.filter(({ kind }) => kind !== "cue" && kind !== "value");
  return { from: word ? word.from : context.pos, options: names.map(option), validFor: /^[\w.]*$/ };
}

function option(entry: Insertable): Completion {
  return { label: entry.kind === "cue" || entry.kind === "value" ? `'${entry.name}'` : entry.name, detail: entry.meaning };
}
