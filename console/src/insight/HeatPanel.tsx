/** When and where customers are upset: one measure over two axes. */
import { Segmented } from "antd";
import { useMemo } from "react";
import { useWords } from "../i18n";
import { STILL, useMedia } from "../shared/useMedia";
import type { Grid, HeatMap } from "./api";
import ChartPanel from "./ChartPanel";
import { GRIDS, type InsightFilter, type Measure } from "./filter";
import { at, columnName, columnsOf, heatOption, type Look, rowName } from "./heat";
import { details, figure, shown } from "./measures";

interface Props {
  map: HeatMap;
  measure: Measure;
  about: string;
  change: (part: Partial<InsightFilter>) => void;
}

export default function HeatPanel({ map, measure, about, change }: Props) {
  const { t, name } = useWords();
  const still = useMedia(STILL);
  const look = useMemo(() => ({ t, name, still }), [t, name, still]);
  const option = useMemo(() => heatOption(map, measure, look), [map, measure, look]);
  const names = { grid: t(`insight.grid.${map.grid}`), measure: t(`insight.measure.${measure}`) };
  return (
    <ChartPanel
      kind="heat"
      title={`${names.measure} · ${names.grid}`}
      about={about}
      told={t("insight.heat.aria", { ...names, n: map.cells.length })}
      option={option}
      points={map.cells.length}
      switches={
        <Segmented<Grid>
          size="small"
          aria-label={t("insight.heat")}
          options={GRIDS.map((value) => ({ value, label: t(`insight.grid.${value}`) }))}
          value={map.grid}
          onChange={(grid) => change({ grid })}
        />
      }
    >
      <HeatTable map={map} measure={measure} look={look} />
      <p className="quiet">{t("insight.heat.few")}</p>
    </ChartPanel>
  );
}

function HeatTable({ map, measure, look }: { map: HeatMap; measure: Measure; look: Look }) {
  const { t } = look;
  const columns = columnsOf(map.grid);
  return (
    // A box that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line no-noninteractive-tabindex
    <div className="table-box" tabIndex={0} role="region" aria-label={t("insight.table")}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t(`insight.grid.${map.grid}`)}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {columnName(map.grid, column, look)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.rows.map((row) => (
            <tr key={row}>
              <th scope="row">{rowName(map.grid, row, look)}</th>
              {columns.map((column) => {
                const moods = at(map, row, column);
                return (
                  <td key={column} data-cell={`${row}/${column}`} title={moods ? details(moods, t).join("\n") : undefined}>
                    {moods ? shown(figure(moods, measure), measure, t) : ""}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
