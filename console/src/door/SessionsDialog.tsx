import { Button } from "antd";
import { useState } from "react";
import type { Session } from "../api/types";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { endMyOtherSessions, endMySession, getMySessions } from "./api";
import { deviceOf } from "./device";
import "./door.css";

/** 我的登录: where one is signed in; one can sign out elsewhere from here. */
export default function SessionsDialog({ close }: { close: () => void }) {
  const { t } = useWords();
  const { answer, error, again } = useAsked("", getMySessions);
  const sessions = answer?.sessions ?? [];
  return (
    <Dialog open title={t("user.sessions")} footer={null} onCancel={close} width={520}>
      {error && <Failure error={error} retry={again} />}
      <ul className="sessions">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} ended={again} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button onClick={() => void endMyOtherSessions().then(again, again)}>{t("sessions.end_others")}</Button>
      )}
    </Dialog>
  );
}

function SessionRow({ session, ended }: { session: Session; ended: () => void }) {
  const { t, locale } = useWords();
  const [busy, setBusy] = useState(false);
  const time = (at: string) => new Date(at).toLocaleString(locale, { dateStyle: "short", timeStyle: "short" });
  return (
    <li>
      <div>
        <strong>{deviceOf(session.agent) || t("sessions.unknown")}</strong>
        {session.current && <span className="session-here">{t("sessions.here")}</span>}
        <p>{t("sessions.detail", { address: session.address, begun: time(session.created_at), seen: time(session.seen_at) })}</p>
      </div>
      {!session.current && (
        <Button
          size="small"
          loading={busy}
          onClick={() => {
            setBusy(true);
            void endMySession(session.id).then(ended, ended);
          }}
        >
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}
