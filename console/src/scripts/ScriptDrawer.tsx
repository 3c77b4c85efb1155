/** One script beside the list: written, or only read by those who may not change it. */
import { Alert, Button } from "antd";
import { useState } from "react";
import { ApiError } from "../api/client";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { SideSheet } from "../shared/Dialog";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { getScript, type LibraryScene, saveScript, type ScriptDetail, switchScript } from "./api";
import { bodyOf, type Draft, draftOf, emptyDraft } from "./draft";
import { Revisions } from "./Revisions";
import { ScriptForm } from "./ScriptForm";
import { ScriptStanding } from "./ScriptStanding";
import { useFindings } from "./useFindings";

interface Props {
  /** `scene/id`, or `new`. */
  name: string;
  scenes: readonly LibraryScene[];
  grace: number;
  /** Scene of a new script. */
  first: string;
  close: () => void;
  saved: () => void;
  open: (name: string) => void;
}

export function ScriptDrawer(props: Props) {
  const { name, close } = props;
  const { t } = useWords();
  const { answer, error, again } = useAsked(name === "new" ? null : name, getScript);
  const title = name === "new" ? t("scripts.new") : (answer?.title ?? t("scripts.head.script"));
  return (
    <SideSheet open onClose={close} size={720} title={title} className="script-drawer" destroyOnHidden>
      {error && <Failure error={error} title={t("scripts.missing")} retry={again} />}
      {name === "new" && <Editor {...props} script={null} again={again} />}
      {answer && name !== "new" && <Editor key={answer.revision} {...props} script={answer} again={again} />}
    </SideSheet>
  );
}

function Editor({ scenes, grace, first, close, saved, open, script, again }: Props & { script: ScriptDetail | null; again: () => void }) {
  const { t } = useWords();
  const editor = useMe().may("scripts:edit");
  const [draft, setDraft] = useState<Draft>(() =>
    script ? draftOf(script) : emptyDraft(first || (scenes[0]?.scene ?? ""), Date.now()),
  );
  const [failed, setFailed] = useState<ApiError | null>(null);
  const [told, setTold] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const { findings, warnings, checking } = useFindings(draft, script?.id ?? "", editor);

  const work = async (deed: () => Promise<{ scene: string; id: string; warnings: string[] }>) => {
    setBusy(true);
    setFailed(null);
    try {
      const kept = await deed();
      setTold(kept.warnings);
      saved();
      if (script) again();
      else open(`${kept.scene}/${kept.id}`);
    } catch (cause) {
      setFailed(cause instanceof ApiError ? cause : new ApiError(0, String(cause)));
    } finally {
      setBusy(false);
    }
  };
  const save = (status: "draft" | "active") =>
    void work(() => saveScript(script?.id ?? null, bodyOf(draft, status, script?.revision ?? null)));
  const changed = script === null || JSON.stringify(draftOf(script)) !== JSON.stringify(draft);
  const wrong = findings.length > 0;
  return (
    <>
      {script && (
        <ScriptStanding script={script} grace={grace} take={editor ? (text) => setDraft({ ...draft, text }) : null} />
      )}
      <ScriptForm draft={draft} change={setDraft} scenes={scenes} fresh={script === null} editor={editor} findings={findings} warnings={warnings} />
      {failed && <Alert type="error" showIcon role="alert" title={t(failed.status === 409 ? "scripts.conflict" : "scripts.refused")} description={failed.status === 409 ? "" : failed.message} />}
      {told.length > 0 && <Alert type="warning" showIcon title={told.join("；")} />}
      {editor && (
        <div className="script-deeds">
          <Button type="primary" loading={busy} disabled={wrong || checking || draft.text.trim() === "" || (!changed && script?.status === "active")} onClick={() => save("active")}>
            {t(script?.status === "active" ? "scripts.save" : "scripts.save.active")}
          </Button>
          {script?.status !== "active" && (
            <Button disabled={busy || wrong || !changed || draft.text.trim() === ""} onClick={() => save("draft")}>{t("scripts.save.draft")}</Button>
          )}
          {script && script.status !== "retired" && (
            <Button disabled={busy} onClick={() => void work(() => switchScript(script, "retire"))}>{t("scripts.retire")}</Button>
          )}
          {script?.status === "retired" && !changed && (
            <Button disabled={busy} onClick={() => void work(() => switchScript(script, "activate"))}>{t("scripts.activate")}</Button>
          )}
          <Button type="text" onClick={close}>{t("scripts.close")}</Button>
        </div>
      )}
      {script && <Revisions revisions={script.revisions} />}
    </>
  );
}
