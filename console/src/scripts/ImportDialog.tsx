/** Brings in a table of scripts; says which rows were not kept, and why. */
import { Alert } from "antd";
import { useState } from "react";
import { ApiError } from "../api/client";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { type Imported, importScripts } from "./api";

const MOST_BYTES = 4_000_000;

export function ImportDialog({ close, done }: { close: () => void; done: () => void }) {
  const { t } = useWords();
  const [imported, setImported] = useState<Imported | null>(null);
  const [failed, setFailed] = useState("");
  const [busy, setBusy] = useState(false);

  const take = async (file: File | undefined) => {
    if (!file) return;
    setImported(null);
    setFailed(file.size > MOST_BYTES ? t("scripts.import.large") : "");
    if (file.size > MOST_BYTES) return;
    setBusy(true);
    try {
      setImported(await importScripts(file));
      done();
    } catch (cause) {
      setFailed(cause instanceof ApiError ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open title={t("scripts.import")} onCancel={close} footer={null} width={640} destroyOnHidden>
      <div className="script-import" aria-busy={busy}>
        <p>{t("scripts.import.text")}</p>
        <label className="script-upload">
          {t("scripts.import.file")}
          <input type="file" accept=".xlsx,.csv" disabled={busy} onChange={(event) => void take(event.target.files?.[0])} />
        </label>
        {busy && <p role="status">{t("scripts.import.busy")}</p>}
        {failed !== "" && <Alert type="error" showIcon role="alert" title={failed} />}
        {imported && (
          <Alert
            type={imported.problems.length > 0 ? "warning" : "success"} showIcon role="status"
            title={t("scripts.import.done", { added: imported.added, changed: imported.changed, unchanged: imported.unchanged, problems: imported.problems.length })}
          />
        )}
        {imported && imported.problems.length > 0 && (
          <ol className="script-faults">
            {imported.problems.map(({ row, id, what }) => (
              <li key={row}><b>{t("scripts.import.row", { row })}</b> {id} <span>{what}</span></li>
            ))}
          </ol>
        )}
      </div>
    </Dialog>
  );
}
