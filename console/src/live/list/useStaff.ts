/** Who serves the listed conversations, as choices: oneself first, then agents, then teams. */
import { useMemo } from "react";
import { useMe } from "../../frame/useMe";
import { useWords } from "../../i18n";
import type { Rows } from "../model";
import type { StaffGroup } from "./FilterBar";

export function useStaff(rows: Rows): StaffGroup[] {
  const { t } = useWords();
  const { me } = useMe();
  return useMemo(() => {
    const names = (of: "agent" | "team") =>
      [...new Set([...rows.values()].map((row) => row[of]))].filter((name) => name !== "").sort();
    const group = (label: string, of: "agent" | "team", found: readonly string[]) =>
      found.length === 0 ? [] : [{ label, options: found.map((name) => ({ value: `${of}:${name}`, label: name })) }];
    const agents = names("agent");
    const own = agents.filter((name) => name === me?.name);
    const mine = own.map((name) => ({
      label: t("desk.mine"), options: [{ value: `agent:${name}`, label: t("desk.mine.me", { name }) }],
    }));
    const others = agents.filter((name) => !own.includes(name));
    return [...mine, ...group(t("desk.agents"), "agent", others), ...group(t("desk.teams"), "team", names("team"))];
  }, [rows, me, t]);
}
