/** How events name this person, changed on the spot: without it an agent is known by login or display name. */
import { Button, Input } from "antd";
import { useState } from "react";
import type { User } from "../api/types";
import { useWords } from "../i18n";

const LONGEST = 128;

export function StaffNumber({ user, save }: { user: User; save: (staff: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  if (typed === null) {
    return (
      <Button type="link" size="small" className="user-staff" onClick={() => setTyped(user.staff)}>
        {user.staff ? t("users.staff.is", { staff: user.staff }) : t("users.staff.none")}
      </Button>
    );
  }
  const done = () => {
    if (typed.trim() !== user.staff) save(typed.trim());
    setTyped(null);
  };
  return (
    <Input
      size="small" className="user-staff" autoFocus value={typed} maxLength={LONGEST} placeholder={t("users.staff.hint")}
      aria-label={t("users.staff.of", { name: user.name })} onChange={(event) => setTyped(event.target.value)}
      onPressEnter={done} onBlur={done} onKeyDown={(event) => event.key === "Escape" && setTyped(null)}
    />
  );
}
