/** Before a policy counts: what differs, under which version, and why. */
import { Alert, Input } from "antd";
import { useEffect, useId, useState } from "react";
import { ApiError } from "../api/client";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { type Difference, differenceOfText, publish } from "./api";
import type { Bench } from "./BenchStore";
import { DifferenceView } from "./DifferenceView";
import { nextVersion } from "./form";

interface Props {
  bench: Bench;
  scene: string;
  tried: boolean;
  close: () => void;
  published: () => void;
}

export function PublishDialog({ bench, scene, tried, close, published }: Props) {
  const { t, name } = useWords();
  const [difference, setDifference] = useState<Difference | null>(null);
  const [version, setVersion] = useState(() => suggested(bench));
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const [versionId, noteId] = [useId(), useId()];
  const { text } = bench;

  useEffect(() => {
    let left = false;
    differenceOfText(scene, text).then(
      (found) => { if (!left) setDifference(found); },
      (cause: unknown) => { if (!left) setFailure(cause instanceof ApiError ? cause.message : String(cause)); },
    );
    return () => { left = true; };
  }, [scene, text]);

  const go = async () => {
    setBusy(true);
    setFailure("");
    try {
      await publish(scene, { text, version: version.trim(), note: note.trim(), based_on: bench.basedOn });
      published();
      close();
    } catch (cause) {
      setFailure(cause instanceof ApiError ? cause.message : String(cause));
      setBusy(false);
    }
  };
  const ready = version.trim() !== "" && note.trim() !== "" && !busy;
  return (
    <Dialog
      open centered width={720} title={t("policies.publish.title", { scene: name("scene", scene) })} onCancel={close} onOk={() => void go()} confirmLoading={busy}
      okText={t("policies.publish.ok")} cancelText={t("policies.cancel")} okButtonProps={{ disabled: !ready }}
    >
      <div className="publish">
        {failure !== "" && <Alert type="error" showIcon role="alert" title={t("policies.publish.failed")} description={failure} />}
        {!tried && <Alert type="info" showIcon title={t("policies.publish.untried")} />}
        {difference && <div className="publish-difference"><DifferenceView difference={difference} /></div>}
        <label htmlFor={versionId}>{t("policies.publish.version")}</label>
        <Input id={versionId} value={version} maxLength={64} onChange={(event) => setVersion(event.target.value)} />
        <label htmlFor={noteId}>{t("policies.publish.note")}</label>
        <Input.TextArea id={noteId} value={note} maxLength={500} showCount rows={2} placeholder={t("policies.publish.note.hint")} onChange={(event) => setNote(event.target.value)} />
        <p className="quiet">{t("policies.publish.effect")}</p>
      </div>
    </Dialog>
  );
}

/** A version that a person set in the text counts; else the one after that in force. */
function suggested({ form, sheet }: Bench): string {
  const now = sheet?.version ?? "";
  return form && form.version !== now ? form.version : nextVersion(now);
}
