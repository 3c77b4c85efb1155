/** 文件分析: drop a file, watch it being read, look at the report. */
import { useCallback, useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { ApiError } from "../api/client";
import { KeyPage } from "../frame/KeyPage";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { AnalysisTable } from "./AnalysisTable";
import { type Analysis, getAnalyses } from "./api";
import { DropZone } from "./DropZone";
import "./files.css";
import { underWay } from "./progress";
import { ReportPane } from "./ReportPane";

const LOOK_MS = 1000;

export default function FilesPage() {
  const { t } = useWords();
  const { may } = useMe();
  const [params, setParams] = useSearchParams();
  const { answer, error, again } = useAsked("all", getAnalyses);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const analyses = answer?.analyses ?? [];
  const opened = analyses.find(({ id }) => id === params.get("open"));
  const busy = analyses.some(underWay);

  useEffect(() => {
    if (!busy) return undefined;
    const timer = window.setTimeout(again, LOOK_MS);
    return () => window.clearTimeout(timer);
    // Each answer starts the next wait: a slow service is not asked twice at once.
    // oxlint-disable-next-line exhaustive-deps
  }, [busy, answer]);

  const open = useCallback((id: string) => setParams(id ? { open: id } : {}, { replace: true }), [setParams]);
  const attempt = async (deed: Promise<unknown>) => {
    setTrouble(null);
    try {
      await deed;
    } catch (cause) {
      setTrouble(cause instanceof ApiError ? cause : new ApiError(0, String(cause)));
    }
    again();
  };

  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  const sent = (analysis: Analysis) => {
    again();
    open(analysis.id);
  };
  return (
    <div className="files">
      <h1 className="unseen">{t("nav.files")}</h1>
      {error && <Failure error={error} retry={again} />}
      {trouble && <Failure error={trouble} retry={() => setTrouble(null)} />}
      {may("analyses:run") && <DropZone largest={answer?.largest_bytes ?? 0} sent={sent} />}
      {answer && (
        <AnalysisTable analyses={analyses} opened={opened?.id ?? ""} open={open} may={may("analyses:run")} attempt={attempt} />
      )}
      {opened && <ReportPane key={`${opened.id}${opened.status}`} analysis={opened} close={() => open("")} />}
    </div>
  );
}
