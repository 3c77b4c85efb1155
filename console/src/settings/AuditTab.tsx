/** 操作日志: who did what, and whether anybody has changed the log since. */
import { Button, Input, Select } from "antd";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { type AuditCheck, download, getAudit, verifyAudit } from "./api";
import { AuditLines } from "./AuditLines";
import { type AuditFilter, auditFilterFrom, auditParams, auditQuery, RIGHTS } from "./auditFilter";
import { AuditVerdict } from "./AuditVerdict";
import { useDeed } from "./useDeed";
import { Wrong } from "./Wrong";

export function AuditTab() {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => auditFilterFrom(params), [params]);
  const query = auditQuery(filter);
  const before = Math.max(0, Number(params.get("before")) || 0);
  const { answer, error, loading, again } = useAsked(before ? `${query}&before=${before}` : query, getAudit);
  const entries = answer?.entries ?? [];
  const [check, setCheck] = useState<AuditCheck | null>(null);
  const deed = useDeed();

  const change = (part: Partial<AuditFilter>) => setParams(auditParams({ ...filter, ...part }), { replace: true });
  const verify = () => void deed.run(async () => setCheck(await verifyAudit()));
  const take = (form: "csv" | "jsonl") =>
    void deed.run(() => download(`v1/audit/export?${query}&form=${form}`, `zhiyin-audit.${form}`));
  const next = answer?.next_before ?? null;
  const go = (to: number) => setParams(auditParams(filter, to));
  return (
    <section className="settings-body" aria-label={t("settings.audit")} aria-busy={loading}>
      <Filters filter={filter} change={change} people={answer?.people ?? []} />
      <div className="settings-line">
        <Button type="primary" onClick={verify} loading={deed.busy}>{t("audit.verify")}</Button>
        <Button onClick={() => take("csv")}>{t("audit.export", { form: "CSV" })}</Button>
        <Button onClick={() => take("jsonl")}>{t("audit.export", { form: "JSONL" })}</Button>
        <Button onClick={again}>{t("report.refresh")}</Button>
      </div>
      <Wrong error={deed.error} forget={deed.forget} />
      {check && <AuditVerdict check={check} />}
      {error && <Failure error={error} retry={again} />}
      {answer && entries.length === 0 && <p className="settings-empty">{t("audit.none")}</p>}
      {entries.length > 0 && <AuditLines entries={entries} broken={check?.broken_at ?? null} />}
      <div className="settings-line">
        {before > 0 && <Button onClick={() => go(0)}>{t("audit.newest")}</Button>}
        {next !== null && <Button onClick={() => go(next)}>{t("audit.more")}</Button>}
      </div>
    </section>
  );
}

interface FiltersProps {
  filter: AuditFilter;
  change: (part: Partial<AuditFilter>) => void;
  people: readonly string[];
}

function Filters({ filter, change, people }: FiltersProps) {
  const { t, name } = useWords();
  const named = [...new Set([...people.filter(Boolean), ...(filter.who ? [filter.who] : [])])];
  const day = (key: "since" | "until") => (
    <Input type="date" aria-label={t(`report.${key}`)} value={filter[key]}
      onChange={(event) => change({ [key]: event.target.value })} />
  );
  return (
    <div className="settings-line" role="search">
      <Select
        aria-label={t("audit.who")}
        value={filter.who}
        onChange={(who) => change({ who })}
        options={[{ value: "", label: t("audit.who.all") }, ...named.map((value) => ({ value, label: name("audit.name", value) }))]}
        popupMatchSelectWidth={false}
        showSearch
      />
      <Select
        aria-label={t("audit.right")}
        value={filter.right}
        onChange={(right) => change({ right })}
        options={[{ value: "", label: t("audit.right.all") }, ...RIGHTS.map((value) => ({ value, label: name("right", value) }))]}
        popupMatchSelectWidth={false}
      />
      <span className="report-days">{day("since")}<span aria-hidden="true">–</span>{day("until")}</span>
    </div>
  );
}
