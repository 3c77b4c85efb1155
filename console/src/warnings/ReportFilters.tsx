/** Which conversations count: when, where, and what silence means. */
import { Button, Input, Segmented, Select, Switch } from "antd";
import { useWords } from "../i18n";
import { isBackwards, type Period, PERIODS, type ReportFilter } from "./filter";

interface Props {
  filter: ReportFilter;
  change: (change: Partial<ReportFilter>) => void;
  scenes: readonly string[];
  channels: readonly string[];
  loading: boolean;
  refresh: () => void;
}

export function ReportFilters({ filter, change, scenes, channels, loading, refresh }: Props) {
  const { t, name } = useWords();
  const options = (group: string, all: string, codes: readonly string[]) => [
    { value: "", label: all },
    ...codes.map((code) => ({ value: code, label: name(group, code) })),
  ];
  return (
    <div className="report-filters" role="search">
      <Segmented<Period>
        aria-label={t("report.period")}
        options={PERIODS.map((value) => ({ value, label: t(`report.period.${value}`) }))}
        value={filter.period}
        onChange={(period) => change({ period })}
      />
      {filter.period === "own" && <OwnPeriod filter={filter} change={change} />}
      <Select
        aria-label={t("scene.all")}
        value={filter.scene}
        onChange={(scene) => change({ scene })}
        options={options("scene", t("scene.all"), scenes)}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t("report.channel.all")}
        value={filter.channel}
        onChange={(channel) => change({ channel })}
        options={options("channel", t("report.channel.all"), channels)}
        popupMatchSelectWidth={false}
      />
      <label className="report-fine" title={t("report.fine.help")}>
        <Switch size="small" checked={filter.fine} onChange={(fine) => change({ fine })} />
        {t("report.fine")}
      </label>
      <span className="spring" />
      <span role="status" className="quiet">
        {loading ? t("report.loading") : ""}
      </span>
      <Button onClick={refresh}>{t("report.refresh")}</Button>
    </div>
  );
}

function OwnPeriod({ filter, change }: Pick<Props, "filter" | "change">) {
  const { t } = useWords();
  const wrong = isBackwards(filter);
  const day = (key: "since" | "until") => (
    <Input
      type="date"
      aria-label={t(`report.${key}`)}
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
