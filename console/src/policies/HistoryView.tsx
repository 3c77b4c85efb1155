/** The versions of a policy: who published or switched which when and why, what differs, and the way back. */
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { ApiError } from "../api/client";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { Failure } from "../shared/Failure";
import { clock } from "../shared/format";
import { useAsked } from "../shared/useAsked";
import { differenceOfVersions, getHistory, goBack, type History, type Sheet } from "./api";
import { DifferenceView } from "./DifferenceView";

interface Props {
  scene: string;
  sheet: Sheet;
  switched: () => void;
}

export function HistoryView({ scene, sheet, switched }: Props) {
  const { t } = useWords();
  const { may } = useMe();
  const { answer: history, error, again } = useAsked(scene, getHistory);
  const [compared, setCompared] = useState<{ before: string; after: string } | null>(null);
  const [back, setBack] = useState<string | null>(null);
  if (error) return <Failure error={error} retry={again} />;
  if (!history) return <p className="quiet bench-wait">{t("policies.loading")}</p>;
  return (
    <div className="bench-history">
      <section>
        <h2>{t("policies.history.versions")}</h2>
        <Versions history={history} now={sheet.version} mayBack={may("policies:publish")} compare={(before) => setCompared({ before, after: sheet.version })} back={setBack} />
        <Compare history={history} now={sheet.version} compared={compared} choose={setCompared} />
        {compared && <Compared key={`${compared.before} ${compared.after}`} scene={scene} {...compared} />}
      </section>
      <section>
        <h2>{t("policies.history.changes")}</h2>
        <Changes history={history} />
      </section>
      {back !== null && (
        <BackDialog scene={scene} version={back} close={() => setBack(null)} done={() => { setBack(null); again(); switched(); }} />
      )}
    </div>
  );
}

interface VersionsProps {
  history: History;
  now: string;
  mayBack: boolean;
  compare: (version: string) => void;
  back: (version: string) => void;
}

function Versions({ history, now, mayBack, compare, back }: VersionsProps) {
  const { t, locale } = useWords();
  return (
    <div className="table-box">
      <table className="figures versions">
        <thead>
          <tr>
            {(["version", "note", "by", "at"] as const).map((head) => <th key={head} scope="col">{t(`policies.history.${head}`)}</th>)}
            <th scope="col"><span className="unseen">{t("policies.history.show")}</span></th>
          </tr>
        </thead>
        <tbody>
          {history.versions.map((each) => (
            <tr key={each.version} data-version={each.version}>
              <th scope="row">{each.version}{each.active && <span className="badge tier-none"> {t("policies.history.active")}</span>}</th>
              <td className="version-note">{each.shipped ? t("policies.history.shipped") : each.note}</td>
              <td>{each.by || "–"}</td>
              <td>{each.at ? clock(each.at, locale) : "–"}</td>
              <td className="version-tools">
                {each.version !== now && <Button size="small" onClick={() => compare(each.version)}>{t("policies.history.show")}</Button>}
                {!each.active && mayBack && <Button size="small" onClick={() => back(each.version)}>{t("policies.history.back")}</Button>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CompareProps {
  history: History;
  now: string;
  compared: { before: string; after: string } | null;
  choose: (compared: { before: string; after: string }) => void;
}

/** Any two versions. */
function Compare({ history, now, compared, choose }: CompareProps) {
  const { t } = useWords();
  const options = history.versions.map(({ version }) => ({ value: version, label: version }));
  if (options.length < 2) return null;
  const { before, after } = compared ?? { before: options.find(({ value }) => value !== now)?.value ?? now, after: now };
  return (
    <div className="compare">
      <span className="quiet">{t("policies.history.compare")}</span>
      <Select size="small" aria-label={t("policies.history.version")} value={before} options={options} onChange={(value) => choose({ before: value, after })} popupMatchSelectWidth={false} />
      <span aria-hidden="true">→</span>
      <Select size="small" aria-label={t("policies.history.version")} value={after} options={options} onChange={(value) => choose({ before, after: value })} popupMatchSelectWidth={false} />
    </div>
  );
}

function Compared({ scene, before, after }: { scene: string; before: string; after: string }) {
  const { t } = useWords();
  const { answer, error, again } = useAsked(JSON.stringify([scene, before, after]), askDifference);
  return (
    <div className="compared">
      <h3>{t("policies.history.diff", { before, after })}</h3>
      {error && <Failure error={error} title={t("policies.diff.failed")} retry={again} />}
      {answer && <DifferenceView difference={answer} />}
    </div>
  );
}

function askDifference(query: string): ReturnType<typeof differenceOfVersions> {
  const [scene = "", before = "", after = ""] = JSON.parse(query) as string[];
  return differenceOfVersions(scene, before, after);
}

function Changes({ history }: { history: History }) {
  const { t, locale } = useWords();
  if (history.changes.length === 0) return <p className="quiet">{t("policies.history.none")}</p>;
  return (
    <ol className="policy-changes" data-testid="changes">
      {history.changes.map((each) => (
        <li key={`${each.at} ${each.version}`}>
          <time dateTime={each.at}>{clock(each.at, locale)}</time>
          <strong>{t("policies.history.change", { before: each.before || t("policies.shipped"), version: each.version })}</strong>
          <span>{each.by}</span>
          <p>{each.note}</p>
        </li>
      ))}
    </ol>
  );
}

function BackDialog({ scene, version, close, done }: { scene: string; version: string; close: () => void; done: () => void }) {
  const { t } = useWords();
  const [note, setNote] = useState("");
  const [failure, setFailure] = useState("");
  const go = () => goBack(scene, version, note.trim()).then(done, (cause: unknown) => setFailure(cause instanceof ApiError ? cause.message : String(cause)));
  return (
    <Dialog open centered title={t("policies.history.back.title", { version })} okText={t("policies.history.back.ok")} cancelText={t("policies.cancel")} onCancel={close} onOk={() => void go()}>
      <div className="publish">
        {failure !== "" && <p role="alert" className="problem-lines">{failure}</p>}
        <label htmlFor="back-note">{t("policies.history.back.note")}</label>
        <Input.TextArea id="back-note" value={note} maxLength={500} rows={2} onChange={(event) => setNote(event.target.value)} />
      </div>
    </Dialog>
  );
}
