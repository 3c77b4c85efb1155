import { Segmented } from "antd";
import { useWords } from "../i18n";
import { untaken } from "./model";
import type { AlarmCase } from "./types";

export type Part = "alarms" | "tiles" | "loads";

interface Props {
  part: Part;
  choose: (part: Part) => void;
  alarms: readonly AlarmCase[];
  tiles: number;
}

/** On a phone the wall comes in three parts. */
export function NarrowTabs({ part, choose, alarms, tiles }: Props) {
  const { t } = useWords();
  return (
    <Segmented<Part>
      block
      className="wall-tabs"
      aria-label={t("wall.parts")}
      value={part}
      onChange={choose}
      options={[
        { value: "alarms", label: t("wall.tab.alarms", { n: untaken(alarms) }) },
        { value: "tiles", label: t("wall.tab.tiles", { n: tiles }) },
        { value: "loads", label: t("wall.tab.loads") },
      ]}
    />
  );
}
