/** The editor's fields, with what is wrong shown where it stands. */
import { Input, Select } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { type ReactNode, useRef } from "react";
import { useWords } from "../i18n";
import type { Fault, LibraryScene } from "./api";
import { type Draft, insertAt, preview } from "./draft";
import { EMOTIONS, TIERS } from "./filter";
import { MarkedText } from "./MarkedText";

interface Props {
  draft: Draft;
  change: (draft: Draft) => void;
  scenes: readonly LibraryScene[];
  fresh: boolean;
  editor: boolean;
  findings: readonly Fault[];
  warnings: readonly string[];
}

const MOST = 500;

export function ScriptForm(props: Props) {
  const { draft, change, scenes, fresh, editor } = props;
  const { t, name } = useWords();
  const scene = scenes.find((each) => each.scene === draft.scene);
  const set = (part: Partial<Draft>) => change({ ...draft, ...part });
  return (
    <div className="script-form">
      {fresh && (
        <Field label={t("scripts.field.scene")}>
          <Select
            aria-label={t("scripts.field.scene")} value={draft.scene} onChange={(value: string) => set({ scene: value, groups: [] })}
            options={scenes.map((each) => ({ value: each.scene, label: name("scene", each.scene) }))}
          />
        </Field>
      )}
      <Field label={t("scripts.field.title")}>
        <Input aria-label={t("scripts.field.title")} maxLength={60} disabled={!editor} value={draft.title} placeholder={t("scripts.field.title.help")} onChange={(e) => set({ title: e.target.value })} />
      </Field>
      <Words {...props} scene={scene} set={set} />
      <div className="script-pair">
        <Field label={t("scripts.field.tiers")}>
          <Many label={t("scripts.field.tiers")} codes={TIERS} group="tier" value={draft.tiers} set={(tiers) => set({ tiers })} off={!editor} />
        </Field>
        <Field label={t("scripts.field.emotions")}>
          <Many label={t("scripts.field.emotions")} codes={EMOTIONS} group="emotion" value={draft.emotions} set={(emotions) => set({ emotions })} off={!editor} />
        </Field>
        <Field label={t("scripts.field.groups")}>
          <Select
            mode="multiple" aria-label={t("scripts.field.groups")} disabled={!editor} value={draft.groups} onChange={(groups) => set({ groups })}
            placeholder={t("scripts.field.groups.help")} options={(scene?.groups ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          />
        </Field>
        <Field label={t("scripts.field.tags")}>
          <Select mode="tags" aria-label={t("scripts.field.tags")} disabled={!editor} value={draft.tags} onChange={(tags) => set({ tags })} placeholder={t("scripts.field.tags.help")} open={false} suffixIcon={null} />
        </Field>
        <Field label={t("scripts.field.review")}>
          <Input type="date" aria-label={t("scripts.field.review")} disabled={!editor} value={draft.reviewBy} onChange={(e) => set({ reviewBy: e.target.value })} />
        </Field>
        <Field label={t("scripts.field.owner")}>
          <Input aria-label={t("scripts.field.owner")} maxLength={60} disabled={!editor} value={draft.owner} placeholder={t("scripts.field.owner.help")} onChange={(e) => set({ owner: e.target.value })} />
        </Field>
      </div>
      <Field label={t("scripts.field.when")}>
        <Input.TextArea aria-label={t("scripts.field.when")} className="script-when" autoSize={{ minRows: 1, maxRows: 4 }} maxLength={600} disabled={!editor} value={draft.when} placeholder={t("scripts.field.when.help")} onChange={(e) => set({ when: e.target.value })} />
      </Field>
      <Faults faults={props.findings.filter(({ field }) => field !== "text")} />
    </div>
  );
}

function Words({ draft, editor, findings, warnings, scene, set }: Props & { scene: LibraryScene | undefined; set: (part: Partial<Draft>) => void }) {
  const { t, name } = useWords();
  const area = useRef<TextAreaRef>(null);
  const wrong = findings.filter(({ field }) => field === "text");
  const insert = (variable: string) => {
    const box = area.current?.resizableTextArea?.textArea;
    const at = box ? [box.selectionStart, box.selectionEnd] as const : [draft.text.length, draft.text.length] as const;
    const { text, cursor } = insertAt(draft.text, `{${variable}}`, ...at);
    set({ text });
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(cursor, cursor);
    });
  };
  return (
    <Field label={t("scripts.field.text")}>
      <Input.TextArea
        ref={area} aria-label={t("scripts.field.text")} aria-invalid={wrong.length > 0} {...(wrong.length > 0 ? { status: "error" as const } : {})}
        autoSize={{ minRows: 3, maxRows: 9 }} showCount={{ formatter: ({ count }) => `${count} / ${MOST}` }} disabled={!editor} value={draft.text}
        placeholder={t("scripts.field.text.help")} onChange={(e) => set({ text: e.target.value })}
      />
      {editor && (
        <p className="script-variables">
          <span className="quiet">{t("scripts.insert")}</span>
          {Object.keys(scene?.variables ?? {}).map((variable) => (
            <button key={variable} type="button" className="script-variable" onClick={() => insert(variable)}>
              {name("fact", variable) === variable ? variable : `${name("fact", variable)} ${variable}`}
            </button>
          ))}
        </p>
      )}
      {wrong.some(({ end }) => end > 0) && <p className="script-marked" data-testid="marked"><MarkedText text={draft.text} faults={wrong} /></p>}
      <Faults faults={wrong} />
      {warnings.length > 0 && <p className="script-warning" role="status">{warnings.join("；")}</p>}
      {wrong.length === 0 && draft.text.includes("{") && (
        <p className="script-preview"><span className="quiet">{t("scripts.preview")}</span>{preview(draft.text, scene)}</p>
      )}
    </Field>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const { t } = useWords();
  if (faults.length === 0) return null;
  return (
    <ul className="script-faults" role="alert" data-testid="faults">
      {faults.map((fault) => (
        <li key={`${fault.start} ${fault.what}`}>
          <b>{fault.what}</b> <span>{t("scripts.mend", { mend: fault.mend })}</span>
        </li>
      ))}
    </ul>
  );
}

interface ManyProps<T extends string> {
  label: string;
  codes: readonly T[];
  group: string;
  value: T[];
  set: (value: T[]) => void;
  off: boolean;
}

function Many<T extends string>({ label, codes, group, value, set, off }: ManyProps<T>) {
  const { t, name } = useWords();
  return (
    <Select<T[]>
      mode="multiple" aria-label={label} disabled={off} value={value} onChange={set} placeholder={t("scripts.any")}
      options={codes.map((code) => ({ value: code, label: name(group, code) }))} optionFilterProp="label"
    />
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="script-field">
      <span className="script-label">{label}</span>
      {children}
    </div>
  );
}
