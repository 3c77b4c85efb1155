import { AutoComplete, Input, Select } from "antd";
import { useMemo, useState } from "react";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import type { Receiver } from "./api";
import { shortId } from "./span";
import type { AlarmCase, Receivers, Wall } from "./types";

interface Props {
  alarm: AlarmCase;
  wall: Wall | null;
  /** Users who may get alarms; null while they are not known. */
  receivers: Receivers | null;
  send: (to: Receiver) => Promise<void>;
  leave: () => void;
}

const NAME = 64;
const NOTE = 500;

/** To whom, and why. Users are chosen; where there are none to choose from, those who serve are offered and anybody can be typed in. */
export function HandOverDialog({ alarm, wall, receivers, send, leave }: Props) {
  const { t } = useWords();
  const [user, setUser] = useState("");
  const [team, setTeam] = useState("");
  const [person, setPerson] = useState("");
  const [note, setNote] = useState("");
  const teams = (wall?.names["team"] ?? []).filter(Boolean).map((value) => ({ value }));
  const people = useMemo(() => {
    const serving = (wall?.agents ?? []).filter((agent) => team === "" || agent.team === team);
    return [...new Set(serving.map(({ key }) => key))].map((value) => ({ value }));
  }, [wall, team]);
  const typed = receivers?.typed ?? true;
  const users = receivers?.receivers ?? [];
  const given = user ? (users.find(({ id }) => id === user)?.name ?? "") : person.trim();
  const nobody = team.trim() === "" && given === "";
  const field = (label: string, value: string, set: (value: string) => void, options: { value: string }[], first = false) => (
    <label className="wall-field">
      <span>{label}</span>
      <AutoComplete
        autoFocus={first} value={value} onChange={(told: string) => set(told.slice(0, NAME))} options={options}
        showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) ?? false }}
      >
        <Input aria-label={label} />
      </AutoComplete>
    </label>
  );
  return (
    <Dialog
      open title={`${t("wall.handover.title")} · ${shortId(alarm.conversation)}`} onCancel={leave}
      onOk={() => void send({ user, team: team.trim(), person: given, note })}
      okText={t("wall.handover")} cancelText={t("wall.cancel")} okButtonProps={{ disabled: nobody }} width={420}
    >
      <div className="wall-form">
        {field(t("wall.handover.team"), team, setTeam, teams, true)}
        {users.length > 0 && (
          <label className="wall-field">
            <span>{t("wall.handover.user")}</span>
            <Select
              aria-label={t("wall.handover.user")} value={user || null} allowClear showSearch={{ optionFilterProp: "label" }}
              placeholder={t("wall.handover.user.hint")} onChange={(id: string | undefined) => setUser(id ?? "")}
              options={users.map(({ id, name, access }) => ({ value: id, label: `${name} · ${t(`access.${access}`)}` }))}
            />
          </label>
        )}
        {typed && user === "" && field(t("wall.handover.person"), person, setPerson, people)}
        <p className="quiet">{t(typed ? "wall.handover.hint" : "wall.handover.hint.users")}</p>
        <Note value={note} change={setNote} />
      </div>
    </Dialog>
  );
}

export function Note({ value, change }: { value: string; change: (value: string) => void }) {
  const { t } = useWords();
  return (
    <label className="wall-field">
      <span>{t("wall.note")}</span>
      <Input.TextArea
        aria-label={t("wall.note")} value={value} maxLength={NOTE} rows={2} placeholder={t("wall.note.hint")}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  );
}
