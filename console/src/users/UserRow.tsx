import { Button, Popconfirm, Select } from "antd";
import type { Access, User } from "../api/types";
import { useWords } from "../i18n";
import { changeUser, endSessions } from "./api";
import { ROLES } from "./roles";
import { StaffNumber } from "./StaffNumber";

interface Props {
  user: User;
  self: boolean;
  act: (doing: Promise<unknown>, done: string) => void;
  reset: () => void;
}

export function UserRow({ user, self, act, reset }: Props) {
  const { t, name, locale } = useWords();
  const disabled = user.disabled_at !== null;
  const seen = user.signed_in_at
    ? t("users.seen", { at: new Date(user.signed_in_at).toLocaleString(locale, { dateStyle: "short", timeStyle: "short" }) })
    : t("users.never");
  return (
    <li className={disabled ? "user-row user-off" : "user-row"} data-user={user.login}>
      <div className="user-who">
        <strong>{user.name}</strong>
        <span className="user-login">{user.login}</span>
        {self && <span className="tag">{t("users.self")}</span>}
        {disabled && <span className="tag tag-off">{t("users.disabled")}</span>}
        {user.single_sign_on && <span className="tag">{t("users.single")}</span>}
        <p>
          {seen}
          {user.access === "agent" && (
            <StaffNumber
              user={user}
              save={(staff) => act(changeUser(user.id, { staff }), t("users.staff.changed", { name: user.name }))}
            />
          )}
        </p>
      </div>
      <Select<Access>
        className="user-access"
        aria-label={t("users.role_of", { name: user.name })}
        value={user.access}
        options={ROLES.map((role) => ({ value: role, label: name("access", role) }))}
        onChange={(access) => act(changeUser(user.id, { access }), t("users.changed", { name: user.name, role: name("access", access) }))}
      />
      <div className="user-deeds">
        {!user.single_sign_on && (
          <Button size="small" onClick={reset}>
            {t("users.reset")}
          </Button>
        )}
        <Button size="small" onClick={() => act(endSessions(user.id), t("users.ended", { name: user.name }))}>
          {t("users.end")}
        </Button>
        {disabled ? (
          <Button size="small" onClick={() => act(changeUser(user.id, { disabled: false }), t("users.is_enabled", { name: user.name }))}>
            {t("users.enable")}
          </Button>
        ) : (
          <Popconfirm
            title={t("users.disable.sure", { name: user.name })}
            description={t("users.disable.what")}
            okText={t("users.disable")}
            onConfirm={() => act(changeUser(user.id, { disabled: true }), t("users.is_disabled", { name: user.name }))}
          >
            <Button size="small" danger>
              {t("users.disable")}
            </Button>
          </Popconfirm>
        )}
      </div>
    </li>
  );
}
