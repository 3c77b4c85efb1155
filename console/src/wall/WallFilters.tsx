/** What is looked at, and how: filters in the address, sound, larger type. */
import { Button, Select, Switch } from "antd";
import { useWords } from "../i18n";
import type { WallFilter } from "./filter";

interface Props {
  filter: WallFilter;
  change: (news: Partial<WallFilter>) => void;
  names: Record<string, string[]>;
  loud: boolean;
  setLoud: (loud: boolean) => void;
  large: boolean;
  switchLarge: () => void;
}

/** `Select` knows no `null` as a value. */
const ALL = "\u0000";

export function WallFilters({ filter, change, names, loud, setLoud, large, switchLarge }: Props) {
  const { t, name } = useWords();
  const known = (group: string, chosen: string) => [...new Set([...(names[group] ?? []), ...(chosen ? [chosen] : [])])];
  const coded = (group: "channel" | "scene", all: string) => [
    { value: "", label: all },
    ...known(group, filter[group]).map((code) => ({ value: code, label: name(group, code) })),
  ];
  const teams = known("team", filter.team ?? "").map((team) => ({ value: team, label: team || t("wall.noteam") }));
  return (
    <div className="wall-filters" role="search">
      <Select
        size="small" aria-label={t("wall.team.all")} value={filter.team ?? ALL} popupMatchSelectWidth={false}
        options={[{ value: ALL, label: t("wall.team.all") }, ...teams]}
        onChange={(team) => change({ team: team === ALL ? null : team })}
      />
      <Select
        size="small" aria-label={t("wall.channel.all")} value={filter.channel} popupMatchSelectWidth={false}
        options={coded("channel", t("wall.channel.all"))} onChange={(channel) => change({ channel })}
      />
      <Select
        size="small" aria-label={t("scene.all")} value={filter.scene} popupMatchSelectWidth={false}
        options={coded("scene", t("scene.all"))} onChange={(scene) => change({ scene })}
      />
      <label>
        <Switch size="small" checked={filter.mild} onChange={(mild) => change({ mild })} />
        {t("wall.mild")}
      </label>
      <span className="spring" />
      <label>
        <Switch size="small" checked={loud} onChange={setLoud} />
        {t("wall.sound")}
      </label>
      <Button size="small" onClick={switchLarge} aria-pressed={large}>
        {t(large ? "wall.small" : "wall.large")} <kbd>F</kbd>
      </Button>
    </div>
  );
}
