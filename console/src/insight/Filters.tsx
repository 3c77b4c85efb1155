/** Which time and which conversations are looked at. */
import { Button, Input, Segmented, Select } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../i18n";
import type { Choices } from "./api";
import { type InsightFilter, isBackwards, type Measure, MEASURES, type Period, PERIODS } from "./filter";

interface Props {
  filter: InsightFilter;
  change: (part: Partial<InsightFilter>) => void;
  choices: Choices | null;
  loading: boolean;
  children: ReactNode;
}

export function Filters({ filter, change, choices, loading, children }: Props) {
  const { t, name } = useWords();
  const pick = (key: "scene" | "channel" | "team", all: string, codes: readonly string[]) => (
    <Select
      aria-label={all}
      value={filter[key]}
      onChange={(value) => change({ [key]: value })}
      options={[
        { value: "", label: all },
        // What is chosen is offered too, should it not have been heard in this time.
        ...[...new Set([...codes, filter[key]])].filter((code) => code !== "").map((code) => ({ value: code, label: name(key, code) })),
      ]}
      popupMatchSelectWidth={false}
    />
  );
  return (
    <div className="report-filters" role="search">
      <Segmented<Period>
        aria-label={t("insight.period")}
        options={PERIODS.map((value) => ({ value, label: t(`insight.period.${value}`) }))}
        value={filter.period}
        onChange={(period) => change({ period })}
      />
      {filter.period === "own" && <OwnPeriod filter={filter} change={change} />}
      {pick("scene", t("scene.all"), choices?.scenes ?? [])}
      {pick("channel", t("insight.channel.all"), choices?.channels ?? [])}
      {(choices?.teams.length || filter.team) ? pick("team", t("insight.team.all"), choices?.teams ?? []) : null}
      <Segmented<Measure>
        aria-label={t("insight.measure")}
        options={MEASURES.map((value) => ({ value, label: t(`insight.measure.${value}`) }))}
        value={filter.measure}
        onChange={(measure) => change({ measure })}
      />
      <span className="spring" />
      <span role="status" className="quiet">
        {loading ? t("insight.loading") : ""}
      </span>
      {children}
    </div>
  );
}

function OwnPeriod({ filter, change }: Pick<Props, "filter" | "change">) {
  const { t } = useWords();
  const wrong = isBackwards(filter);
  const day = (key: "since" | "until") => (
    <Input
      type="date"
      aria-label={t(`insight.${key}`)}
      aria-invalid={wrong}
      {...(wrong ? { status: "error" as const } : {})}
      value={filter[key]}
      onChange={(event) => change({ [key]: event.target.value })}
    />
  );
  return (
    <span className="report-days">
      {day("since")}
      <span aria-hidden="true">–</span>
      {day("until")}
    </span>
  );
}

/** Saves the workbook; a slow one says so, a failed one gives the reason to `failed`. */
export function ExportButton({ busy, start }: { busy: boolean; start: () => void }) {
  const { t } = useWords();
  return (
    <Button onClick={start} loading={busy}>
      {busy ? t("insight.exporting") : t("insight.export")}
    </Button>
  );
}
