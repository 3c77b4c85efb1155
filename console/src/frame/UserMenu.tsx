/** Who is signed in, and what they can do about it; on an open service, the way to close it. */
import { Dropdown, type MenuProps } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { setApiKey } from "../api/client";
import { getDoor, signOut } from "../door/api";
import { useWords } from "../i18n";
import { useAsked } from "../shared/useAsked";
import { useMe } from "./useMe";

const PasswordDialog = lazy(() => import("../door/PasswordDialog"));
const SessionsDialog = lazy(() => import("../door/SessionsDialog"));

export function UserMenu() {
  const { me } = useMe();
  if (!me) return null;
  return me.how === "open" ? <OpenToAll /> : <Account name={me.name} role={me.access} session={me.how === "session"} />;
}

function OpenToAll() {
  const { t } = useWords();
  const { answer } = useAsked("", getDoor);
  if (!answer?.first_user) return null;
  return (
    <Link className="make-admin" to="/setup" title={t("user.open.help")}>
      {t("user.open")}
    </Link>
  );
}

function Account({ name: who, role, session }: { name: string; role: string; session: boolean }) {
  const { t, name } = useWords();
  const { again } = useMe();
  const [dialog, setDialog] = useState<"password" | "sessions" | null>(null);
  const close = () => setDialog(null);

  const leave = () => {
    if (!session) setApiKey("");
    void (session ? signOut() : Promise.resolve()).then(again, again);
  };
  const items: MenuProps["items"] = [
    { key: "who", disabled: true, label: `${who} · ${session ? name("access", role) : t("user.by_key")}` },
    { type: "divider" },
    ...(session
      ? [
          { key: "password", label: t("user.password") },
          { key: "sessions", label: t("user.sessions") },
          { type: "divider" as const },
        ]
      : []),
    { key: "leave", label: session ? t("user.sign_out") : t("user.forget_key") },
  ];
  const choose: MenuProps["onClick"] = ({ key }) => {
    if (key === "leave") leave();
    if (key === "password" || key === "sessions") setDialog(key);
  };
  return (
    <>
      <Dropdown menu={{ items, onClick: choose }} trigger={["click"]} placement="bottomRight">
        <button type="button" className="user" data-testid="user">
          <span className="user-mark" aria-hidden="true">
            {[...who][0]}
          </span>
          <span className="user-name">{who}</span>
          <span className="user-role">{name("access", role)}</span>
        </button>
      </Dropdown>
      <Suspense fallback={null}>
        {dialog === "password" && <PasswordDialog close={close} />}
        {dialog === "sessions" && <SessionsDialog close={close} />}
      </Suspense>
    </>
  );
}
