/** A form for a schedule, or for one report now. */
import { Button } from "antd";
import { useState } from "react";
import { ApiError } from "../api/client";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { Failure } from "../shared/Failure";
import type { Schedules } from "./api";
import { type Draft, wrongMails } from "./draft";
import { Recipients } from "./Recipients";
import { PlanFields } from "./PlanFields";

interface Props {
  first: Draft;
  ways: Schedules;
  kind: "new" | "edit" | "now";
  keep: (draft: Draft) => Promise<void>;
  close: () => void;
}

export function PlanForm({ first, ways, kind, keep, close }: Props) {
  const { t } = useWords();
  const [draft, setDraft] = useState(first);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const lacking = kind !== "now" && draft.name.trim() === "";
  const send = async () => {
    setBusy(true);
    setTrouble(null);
    try {
      await keep(draft);
      close();
    } catch (cause) {
      setTrouble(cause instanceof ApiError ? cause : new ApiError(0, String(cause)));
      setBusy(false);
    }
  };
  return (
    <Dialog open title={t(`reports.form.${kind}`)} onCancel={close} footer={null} width={560} destroyOnHidden>
      <form
        className="reports-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <PlanFields draft={draft} change={change} kind={kind} />
        <Recipients draft={draft} change={change} ways={ways} />
        {trouble && <Failure error={trouble} retry={() => void send()} />}
        <div className="reports-form-foot">
          <Button onClick={close}>{t("reports.form.cancel")}</Button>
          <Button type="primary" htmlType="submit" loading={busy} disabled={lacking || wrongMails(draft.mailTo).length > 0}>
            {t(kind === "now" ? "reports.form.make" : "reports.form.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
