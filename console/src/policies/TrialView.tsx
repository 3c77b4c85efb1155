/** 试算: the policy being edited on past conversations, beside the one in force. */
import { Alert, Button, Progress, Segmented, Select } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { useNow } from "../shared/useNow";
import type { Trial } from "./api";
import type { Bench, BenchStore } from "./BenchStore";
import { STEPS, type Step } from "./form";
import { isOver, LIMITS, type Period, PERIODS, secondsLeft, since, spoken } from "./trial";
import { TrialChanges } from "./TrialChanges";
import { TrialFigures } from "./TrialFigures";
import { type Tried, useTrial } from "./useTrial";

interface Props {
  scene: string;
  bench: Bench;
  store: BenchStore;
  last: Tried | null;
  keep: (tried: Tried) => void;
}

export function TrialView({ scene, bench, store, last, keep }: Props) {
  const { t } = useWords();
  const { start, cancel, failure } = useTrial(scene, last, keep);
  const [period, setPeriod] = useState<Period>("30");
  const [limit, setLimit] = useState<number>(LIMITS[1]);
  const [tier, setTier] = useState<Step>("moderate");
  const [asking, setAsking] = useState(false);
  const running = last !== null && !isOver(last.trial);
  const broken = bench.problems.length;

  const go = async () => {
    await store.settled();
    const { text, problems } = store.snapshot();
    if (problems.length > 0) return;
    setAsking(true);
    await start({ scene, text, since: since(period, Date.now()), until: null, limit, warn_tier: tier });
    setAsking(false);
  };
  return (
    <div className="trial">
      <p className="quiet">{t("policies.trial.what")}</p>
      <div className="trial-ask">
        <Segmented<Period>
          aria-label={t("policies.trial.period")} value={period} onChange={setPeriod}
          options={PERIODS.map((value) => ({ value, label: t(`policies.trial.period.${value}`) }))}
        />
        <label>
          {t("policies.trial.limit")}
          <Select aria-label={t("policies.trial.limit")} value={limit} onChange={setLimit} options={LIMITS.map((value) => ({ value, label: value.toLocaleString("en") }))} />
        </label>
        <label>
          {t("policies.trial.warn")}
          <Select
            aria-label={t("policies.trial.warn")} value={tier} onChange={setTier} popupMatchSelectWidth={false}
            options={STEPS.map((value) => ({ value, label: t("policies.trial.warn.from", { tier: t(`tier.${value}`) }) }))}
          />
        </label>
        <Button type="primary" loading={asking} disabled={running || broken > 0} onClick={() => void go()}>{t("policies.trial.start")}</Button>
        {running && <Button onClick={() => void cancel()}>{t("policies.trial.cancel")}</Button>}
        {broken > 0 && <span className="draft-failed">{t("policies.trial.problems", { n: broken })}</span>}
      </div>
      {failure !== "" && <Alert type="error" showIcon role="alert" title={t("policies.trial.failed", { why: failure })} />}
      {last === null && <p className="quiet bench-wait">{t("policies.trial.none")}</p>}
      {last && <TrialBody scene={scene} tried={last} stale={last.text !== null && last.text !== bench.text} titles={titlesOf(bench)} />}
    </div>
  );
}

/** Names of the rules in force and of those being edited, by id. */
function titlesOf({ sheet, form }: Bench): ReadonlyMap<string, string> {
  return new Map([...(sheet?.form.rules ?? []), ...(form?.rules ?? [])].map(({ id, title }) => [id, title]));
}

function TrialBody({ scene, tried, stale, titles }: { scene: string; tried: Tried; stale: boolean; titles: ReadonlyMap<string, string> }) {
  const { t, name } = useWords();
  const { trial } = tried;
  const { result } = trial;
  if (!isOver(trial)) return <TrialProgress trial={trial} />;
  if (trial.status === "cancelled") return <p className="quiet bench-wait">{t("policies.trial.cancelled")}</p>;
  if (trial.status === "failed" || !result) return <Alert type="error" showIcon role="alert" title={t("policies.trial.failed", { why: trial.error })} />;
  if (result.conversations === 0) return <p className="quiet bench-wait">{t("policies.trial.nothing", { scene: name("scene", scene) })}</p>;
  return (
    <div className="trial-result" data-testid="trial-result">
      {stale && <Alert banner type="warning" title={t("policies.trial.stale")} />}
      <TrialFigures result={result} titles={titles} />
      <TrialChanges result={result} titles={titles} />
    </div>
  );
}

function TrialProgress({ trial }: { trial: Trial }) {
  const { t } = useWords();
  const now = useNow(1000);
  const left = secondsLeft(trial, now);
  const percent = Math.floor((trial.share ?? 0) * 100);
  const words = trial.status === "waiting" ? t("policies.trial.waiting")
    : trial.total === null ? t("policies.trial.starting")
    : t("policies.trial.running", { done: trial.done, total: trial.total });
  return (
    <div className="trial-progress" role="status" data-testid="trial-progress">
      <Progress percent={percent} status="active" aria-label={words} />
      <p>{words}{left === null ? "" : ` · ${t("policies.trial.left", { time: spoken(left, t) })}`}</p>
    </div>
  );
}
