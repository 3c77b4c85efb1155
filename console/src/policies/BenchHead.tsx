/** What is in force, how the draft stands, and the way to publish it. */
import { Button, Popconfirm, Popover } from "antd";
import { useState } from "react";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { clock } from "../shared/format";
import type { Problem } from "./api";
import type { Bench, BenchStore } from "./BenchStore";
import { told } from "./problems";
import { PublishDialog } from "./PublishDialog";

interface Props {
  bench: Bench;
  store: BenchStore;
  scene: string;
  mayEdit: boolean;
  tried: boolean;
  toProblem: (problem: Problem) => void;
}

export function BenchHead({ bench, store, scene, mayEdit, tried, toProblem }: Props) {
  const { t, locale } = useWords();
  const { may } = useMe();
  const [publishing, setPublishing] = useState(false);
  const { sheet } = bench;
  if (!sheet) return null;
  const same = bench.text === sheet.text;
  const who = sheet.at === null ? t("policies.shipped") : t("policies.by", { by: sheet.by, at: clock(sheet.at, locale) });
  return (
    <header className="bench-head">
      <span className="bench-in-force">
        <strong data-testid="in-force">{t("policies.in_force", { version: sheet.version })}</strong>
        <span className="quiet"> {who} · {t("policies.rules.count", { rules: bench.form?.rules.length ?? "–", scripts: sheet.scripts })}</span>
      </span>
      <span className="spring" />
      {!mayEdit && <span className="quiet" data-testid="readonly">{t("policies.readonly")}</span>}
      {mayEdit && <DraftState bench={bench} same={same} />}
      <Problems bench={bench} go={toProblem} />
      {mayEdit && bench.savedAt !== null && (
        <Popconfirm title={t("policies.draft.discard.sure")} okText={t("policies.draft.discard")} cancelText={t("policies.cancel")} onConfirm={() => void store.discard()}>
          <Button>{t("policies.draft.discard")}</Button>
        </Popconfirm>
      )}
      {may("policies:publish") && (
        <Button type="primary" disabled={same || bench.problems.length > 0 || bench.checking} onClick={() => setPublishing(true)}>
          {t("policies.publish")}
        </Button>
      )}
      {publishing && <PublishDialog bench={bench} scene={scene} tried={tried} close={() => setPublishing(false)} published={() => void store.open()} />}
    </header>
  );
}

function DraftState({ bench, same }: { bench: Bench; same: boolean }) {
  const { t, locale } = useWords();
  const words = {
    none: t("policies.draft.none"),
    unsaved: t("policies.draft.unsaved"),
    saving: t("policies.draft.saving"),
    saved: same ? t("policies.draft.none") : t("policies.draft.saved", { at: bench.savedAt ? clock(bench.savedAt, locale) : "" }),
    conflict: t("policies.draft.failed"),
    failed: t("policies.draft.failed"),
  };
  return <span className={`quiet draft-${bench.saving}`} role="status" data-testid="draft">{words[bench.saving]}</span>;
}

function Problems({ bench, go }: { bench: Bench; go: (problem: Problem) => void }) {
  const { t, name } = useWords();
  const [open, setOpen] = useState(false);
  if (bench.checking) return <span className="quiet">{t("policies.checking")}</span>;
  if (bench.problems.length === 0) return <span className="bench-sound">✓ {t("policies.problems.none")}</span>;
  const list = (
    <ul className="problem-list" aria-label={t("policies.problems.list")}>
      {bench.problems.map((each) => (
        <li key={`${each.path} ${each.code} ${each.what}`}>
          <button type="button" className="plain" onClick={() => { setOpen(false); go(each); }}>
            <span className="quiet">{t("policies.problem.line", { line: each.line })}</span> {told(each, t, name)}
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <Popover trigger="click" content={list} placement="bottomRight" open={open} onOpenChange={setOpen}>
      <Button className="danger" data-testid="problems">{t("policies.problems", { n: bench.problems.length })}</Button>
    </Popover>
  );
}
