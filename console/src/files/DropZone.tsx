/** Where a file is dropped or chosen, with what may be said about it beforehand. */
import { Alert, Button, Input, Select, Spin } from "antd";
import { type DragEvent, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { useWords } from "../i18n";
import { type Analysis, type FileOptions, sendFile } from "./api";

const READERS = ["auto", "full", "fast"] as const;
const ENDINGS = ".csv,.tsv,.xlsx,.jsonl,.ndjson,.txt";

interface Props {
  /** Bytes; 0 while not known. */
  readonly largest: number;
  readonly sent: (analysis: Analysis) => void;
}

export function DropZone({ largest, sent }: Props) {
  const { t, language } = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [going, setGoing] = useState("");
  const [why, setWhy] = useState("");
  const [options, setOptions] = useState<FileOptions>({ lang: language, reader: "auto", textColumn: "", sheet: "" });

  const take = async (file: File | undefined) => {
    if (!file || going) return;
    setWhy("");
    if (largest > 0 && file.size > largest) {
      setWhy(t("files.large", { name: file.name, mb: Math.floor(largest / 1_000_000) }));
      return;
    }
    setGoing(file.name);
    try {
      sent(await sendFile(file, { ...options, lang: language }));
    } catch (cause) {
      setWhy(cause instanceof ApiError && cause.status !== 0 ? cause.message : t("error.unreachable"));
    } finally {
      setGoing("");
    }
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <section className="files-new" aria-label={t("files.new")}>
      <div
        className={over ? "files-drop files-drop-over" : "files-drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={dropped}
        data-testid="drop"
      >
        {going ? (
          <p role="status"><Spin size="small" /> {t("files.going", { name: going })}</p>
        ) : (
          <>
            <p>{t("files.drop")}</p>
            <Button type="primary" onClick={() => picker.current?.click()}>{t("files.choose")}</Button>
            <small className="quiet">{t("files.kinds", { mb: Math.floor(largest / 1_000_000) })}</small>
          </>
        )}
        <input
          ref={picker}
          type="file"
          hidden
          accept={ENDINGS}
          data-testid="file"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      <Options options={options} change={(part) => setOptions((before) => ({ ...before, ...part }))} />
      {why && <Alert type="error" showIcon role="alert" title={why} closable={{ onClose: () => setWhy("") }} />}
    </section>
  );
}

function Options({ options, change }: { options: FileOptions; change: (part: Partial<FileOptions>) => void }) {
  const { t } = useWords();
  return (
    <div className="files-options">
      <label>
        {t("files.reader")}
        <Select
          value={options.reader}
          aria-label={t("files.reader")}
          popupMatchSelectWidth={false}
          options={READERS.map((reader) => ({ value: reader, label: t(`files.reader.${reader}`) }))}
          onChange={(reader) => change({ reader })}
        />
      </label>
      <label>
        {t("files.column")}
        <Input
          value={options.textColumn}
          placeholder={t("files.column.auto")}
          onChange={(event) => change({ textColumn: event.target.value })}
        />
      </label>
      <label>
        {t("files.sheet")}
        <Input
          value={options.sheet}
          placeholder={t("files.sheet.all")}
          onChange={(event) => change({ sheet: event.target.value })}
        />
      </label>
      <p className="quiet">{t("files.private")}</p>
    </div>
  );
}
