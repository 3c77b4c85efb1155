/** How a measure went, step by step. */
import { Segmented } from "antd";
import { useMemo } from "react";
import { useWords } from "../i18n";
import { STILL, useMedia } from "../shared/useMedia";
import type { Course } from "./api";
import ChartPanel from "./ChartPanel";
import { type InsightFilter, mayBeHourly, type Measure, type Step, STEPS } from "./filter";
import { figure, shown } from "./measures";
import { trendOption, when } from "./trend";

interface Props {
  course: Course;
  filter: InsightFilter;
  measure: Measure;
  about: string;
  change: (part: Partial<InsightFilter>) => void;
}

export default function TrendPanel({ course, filter, measure, about, change }: Props) {
  const { t, name, locale } = useWords();
  const still = useMedia(STILL);
  const option = useMemo(() => trendOption(course, measure, { t, name, still }, locale), [course, measure, t, name, still, locale]);
  const label = t(`insight.measure.${measure}`);
  const options = STEPS.map((value) => ({
    value, label: t(`insight.step.${value}`), disabled: value === "hour" && !mayBeHourly(filter),
  }));
  return (
    <ChartPanel
      kind="trend"
      title={`${label} · ${t("insight.trend")}`}
      about={about}
      told={t("insight.trend.aria", { measure: label, n: course.points.length })}
      option={option}
      points={course.points.length}
      switches={
        <Segmented<Step>
          size="small" aria-label={t("insight.step")} options={options} value={course.step} onChange={(step) => change({ step })}
        />
      }
    >
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line no-noninteractive-tabindex */}
      <div className="table-box" tabIndex={0} role="region" aria-label={t("insight.table")}>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t("insight.trend.when")}</th>
              <th scope="col">{label}</th>
              <th scope="col">{t("insight.trend.turns")}</th>
            </tr>
          </thead>
          <tbody>
            {course.points.map(({ at, moods }) => (
              <tr key={at}>
                <th scope="row">{when(at, course, locale)}</th>
                <td>{shown(figure(moods, measure), measure, t)}</td>
                <td>{moods.customer_turns}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ChartPanel>
  );
}
