/** Who carries how much: teams, agents or channels, those with alarms first. */
import { Segmented } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { percent } from "../shared/format";
import type { WallFilter } from "./filter";
import { span } from "./span";
import type { Load, Wall } from "./types";

type By = "teams" | "agents" | "channels";

interface Props {
  wall: Wall;
  filter: WallFilter;
  change: (news: Partial<WallFilter>) => void;
  now: number;
}

export function Loads({ wall, filter, change, now }: Props) {
  const { t, name } = useWords();
  const [by, setBy] = useState<By>("teams");
  const loads = wall[by];
  const most = Math.max(1, ...loads.map((load) => load.open));
  const label = (load: Load) => (by === "channels" ? name("channel", load.key) : load.key || t("wall.noteam"));
  const narrow = (load: Load) => {
    if (by === "teams") change({ team: filter.team === load.key ? null : load.key });
    else if (by === "channels") change({ channel: filter.channel === load.key ? "" : load.key });
    else change({ team: filter.team === load.team ? null : load.team });
  };
  return (
    <section className="wall-loads" aria-label={t("wall.loads")} data-testid="loads">
      <h2>
        {t("wall.loads")}
        <span className="spring" />
        <Segmented<By>
          size="small" aria-label={t("wall.loads")} value={by} onChange={setBy}
          options={(["teams", "agents", "channels"] as const).map((value) => ({ value, label: t(`wall.loads.${value}`) }))}
        />
      </h2>
      {loads.length === 0 && <p className="wall-none">{t("wall.loads.none")}</p>}
      {loads.length > 0 && (
        <table>
          <thead>
            <tr>
              {(["name", "open", "waiting", "longest", "negative", "alarms"] as const).map((head) => (
                <th key={head} scope="col">{t(`wall.loads.${head}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {loads.map((load) => (
              <LoadRow key={`${load.team} ${load.key}`} load={load} label={label(load)} most={most} now={now} narrow={narrow} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps {
  load: Load;
  label: string;
  most: number;
  now: number;
  narrow: (load: Load) => void;
}

function LoadRow({ load, label, most, now, narrow }: RowProps) {
  const { t } = useWords();
  return (
    <tr>
      <th scope="row">
        <button type="button" className="plain" title={t("wall.loads.show", { name: label })} onClick={() => narrow(load)}>
          {label}
        </button>
      </th>
      <td className="wall-load-bar">
        <span aria-hidden="true">
          <i style={{ width: `${(load.open / most) * 100}%` }} />
          <i className="wall-load-severe" style={{ width: `${(load.severe / most) * 100}%` }} />
        </span>
        {load.open}
      </td>
      <td>{load.waiting || ""}</td>
      <td>{load.longest_since ? span(load.longest_since, now, t) : ""}</td>
      <td>{load.negative === null ? "" : `${percent(load.negative)}%`}</td>
      <td className={load.alarms > 0 ? "wall-load-alarms" : ""}>{load.alarms || ""}</td>
    </tr>
  );
}
