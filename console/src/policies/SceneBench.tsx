/** The bench of one scene: what is in force, what is being edited, and the four views of it. */
import { Button, Segmented } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { getFacts, type Problem } from "./api";
import { BenchHead } from "./BenchHead";
import { BenchNotices } from "./BenchNotices";
import { FormView } from "./FormView";
import { HistoryView } from "./HistoryView";
import { TrialView } from "./TrialView";
import { useBench } from "./useBench";
import type { Tried } from "./useTrial";

const TextEditor = lazy(() => import("./TextEditor"));
const VIEWS = ["form", "text", "trial", "history"] as const;
type View = (typeof VIEWS)[number];

export function SceneBench({ scene }: { scene: string }) {
  const { t } = useWords();
  const { may } = useMe();
  const mayEdit = may("policies:edit");
  const { bench, store } = useBench(scene, mayEdit);
  const { answer: facts } = useAsked(scene, getFacts);
  const [params, setParams] = useSearchParams();
  const [goTo, setGoTo] = useState<Problem | null>(null);
  const [trial, setTrial] = useState<Tried | null>(null);
  const views = VIEWS.filter((each) => each !== "trial" || mayEdit);
  const view = views.find((each) => each === params.get("view")) ?? "form";

  const show = (next: View, rule = params.get("rule") ?? "") =>
    setParams({ ...(next === "form" ? {} : { view: next }), ...(rule === "" ? {} : { rule }) }, { replace: true });
  const toProblem = (problem: Problem) => {
    setGoTo({ ...problem });
    show("text");
  };
  if (bench.sheet === null) {
    return bench.error ? <Failure error={bench.error} retry={() => void store.open()} /> : <p className="quiet bench-wait">{t("policies.loading")}</p>;
  }
  return (
    <>
      <BenchHead bench={bench} store={store} scene={scene} mayEdit={mayEdit} tried={trial?.text === bench.text} toProblem={toProblem} />
      <BenchNotices bench={bench} store={store} showHistory={() => show("history")} />
      <Segmented<View>
        className="bench-views" aria-label={t("policies.views")} value={view} onChange={(next) => show(next)}
        options={views.map((value) => ({ value, label: t(`policies.view.${value}`) }))}
      />
      {view === "form" && (bench.form ? (
        <FormView
          bench={bench} form={bench.form} facts={facts} readOnly={!mayEdit} change={(form) => store.editForm(form)}
          chosen={params.get("rule") ?? ""} choose={(rule) => show("form", rule)}
        />
      ) : (
        <div className="bench-noform">
          <p>{t("policies.noform")}</p>
          <Button type="primary" onClick={() => show("text")}>{t("policies.noform.go")}</Button>
        </div>
      ))}
      {view === "text" && (
        <Suspense fallback={<p className="quiet bench-wait">{t("policies.loading")}</p>}>
          <p className="quiet bench-help">{t("policies.text.help")}</p>
          <TextEditor
            text={bench.text} problems={bench.problems} stale={bench.checking} readOnly={!mayEdit} goTo={goTo}
            change={(text) => store.editText(text)}
          />
        </Suspense>
      )}
      {view === "trial" && <TrialView scene={scene} bench={bench} store={store} last={trial} keep={setTrial} />}
      {view === "history" && <HistoryView scene={scene} sheet={bench.sheet} switched={() => void store.open()} />}
    </>
  );
}
