/** Who may sign in, as what: make, change, disable, give another password, sign out. */
import { Alert, Button, Input } from "antd";
import { useMemo, useState } from "react";
import type { User } from "../api/types";
import { type Told, told } from "../door/faults";
import { KeyPage } from "../frame/KeyPage";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { AddUser } from "./AddUser";
import { getUsers } from "./api";
import { ResetPassword } from "./ResetPassword";
import { UserRow } from "./UserRow";
import "./users.css";

type Dialog = { kind: "add" } | { kind: "reset"; user: User } | null;

export function UsersTab() {
  const { t } = useWords();
  const { me } = useMe();
  const { answer, error, loading, again } = useAsked("", getUsers);
  const [sought, setSought] = useState("");
  const [dialog, setDialog] = useState<Dialog>(null);
  const [notice, setNotice] = useState("");
  const [fault, setFault] = useState<Told | null>(null);

  const users = useMemo(() => matching(answer?.users ?? [], sought), [answer, sought]);
  /** Does something to a user, tells what came of it, and reads the list anew. */
  const act = (doing: Promise<unknown>, done: string) => {
    setFault(null);
    doing.then(
      () => setNotice(done),
      (cause: unknown) => {
        setNotice("");
        setFault(told(cause, t, "users.last_admin"));
      },
    ).finally(again);
  };

  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  return (
    <section className="users" aria-labelledby="users-title" aria-busy={loading}>
      <header className="users-head">
        <h1 id="users-title">{t("users.title")}</h1>
        <span className="users-count">{answer && t("users.count", { n: answer.users.length })}</span>
        <span className="spring" />
        {(answer?.users.length ?? 0) > 8 && (
          <Input.Search className="users-seek" placeholder={t("users.seek")} aria-label={t("users.seek")} allowClear onChange={(e) => setSought(e.target.value)} />
        )}
        <Button type="primary" onClick={() => setDialog({ kind: "add" })}>
          {t("users.add")}
        </Button>
      </header>
      {error && <Failure error={error} retry={again} />}
      {fault && <Alert type="error" showIcon role="alert" closable={{ onClose: () => setFault(null) }} title={fault.message} />}
      {notice && <Alert type="success" showIcon role="status" closable={{ onClose: () => setNotice("") }} title={notice} />}
      {answer && users.length === 0 && <p className="users-none">{sought ? t("users.none_found") : t("users.none")}</p>}
      {users.length > 0 && (
        <ul className="user-rows" data-testid="users">
          {users.map((user) => (
            <UserRow key={user.id} user={user} self={user.id === me?.user_id} act={act} reset={() => setDialog({ kind: "reset", user })} />
          ))}
        </ul>
      )}
      {dialog?.kind === "add" && (
        <AddUser close={() => setDialog(null)} added={again} />
      )}
      {dialog?.kind === "reset" && <ResetPassword user={dialog.user} close={() => setDialog(null)} />}
    </section>
  );
}

function matching(users: readonly User[], sought: string): User[] {
  const wanted = sought.trim().toLowerCase();
  return users.filter(({ login, name }) => `${login} ${name}`.toLowerCase().includes(wanted));
}
