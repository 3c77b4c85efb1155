import { Radio } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { Note } from "./HandOverDialog";
import { shortId } from "./span";
import type { AlarmCase, Resolution } from "./types";

interface Props {
  alarm: AlarmCase;
  send: (resolution: Resolution, note: string) => Promise<void>;
  leave: () => void;
}

const RESOLUTIONS: readonly Resolution[] = ["soothed", "false_alarm", "complaint", "other"];

export function CloseDialog({ alarm, send, leave }: Props) {
  const { t } = useWords();
  const [resolution, setResolution] = useState<Resolution>("soothed");
  const [note, setNote] = useState("");
  return (
    <Dialog
      open title={`${t("wall.close.title")} · ${shortId(alarm.conversation)}`} onCancel={leave}
      onOk={() => void send(resolution, note)} okText={t("wall.close")} cancelText={t("wall.cancel")} width={420}
    >
      <div className="wall-form">
        <Radio.Group
          aria-label={t("wall.close.how")} value={resolution}
          onChange={(event) => setResolution(event.target.value as Resolution)}
          options={RESOLUTIONS.map((value) => ({ value, label: t(`resolution.${value}`) }))}
        />
        <Note value={note} change={setNote} />
      </div>
    </Dialog>
  );
}
