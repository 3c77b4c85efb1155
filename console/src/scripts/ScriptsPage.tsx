/** 话术库: the wordings agents are offered, who changed them, whether they are still true, and what they did. */
import { type InputRef, Pagination, Segmented } from "antd";
import { useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { KeyPage } from "../frame/KeyPage";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { useKeys } from "../shared/useKeys";
import { getScripts, type ScriptPage } from "./api";
import { filterFrom, isNarrowed, NO_SCRIPT_FILTER, PAGE, paramsOf, queryOf, type ScriptFilter, TABS } from "./filter";
import { ImportDialog } from "./ImportDialog";
import { PhrasesTab } from "./PhrasesTab";
import { ScriptDrawer } from "./ScriptDrawer";
import { ScriptActions, ScriptFilters } from "./ScriptFilters";
import { ScriptTable } from "./ScriptTable";
import "./scripts.css";

export default function ScriptsPage() {
  const { t } = useWords();
  const editor = useMe().may("scripts:edit");
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterFrom(params), [params]);
  const { answer, error, loading, again } = useAsked(queryOf(filter), getScripts);
  const [bringing, setBringing] = useState(false);
  const search = useRef<InputRef>(null);
  const change = (part: Partial<ScriptFilter>) => setParams(paramsOf({ ...filter, ...part }), { replace: true });
  useKeys({
    "/": () => search.current?.focus(),
    n: () => editor && filter.open === "" && change({ open: "new" }),
  });

  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  return (
    <div className="report script-library" aria-busy={loading}>
      <h1 className="unseen">{t("nav.scripts")}</h1>
      <div className="script-tabs">
        <Segmented
          aria-label={t("nav.scripts")}
          options={TABS.map((value) => ({ value, label: t(`scripts.tab.${value}`) }))}
          value={filter.tab}
          onChange={(tab) => setParams(paramsOf({ ...NO_SCRIPT_FILTER, scene: filter.scene, tab }))}
        />
        <small className="quiet">{t(editor ? "scripts.keys" : "scripts.keys.reader")}</small>
        {filter.tab === "library" && (
          <ScriptActions editor={editor} add={() => change({ open: "new" })} bringIn={() => setBringing(true)} />
        )}
      </div>
      {filter.tab === "phrases" ? (
        <PhrasesTab scenes={answer?.scenes ?? []} scene={filter.scene || "ecommerce"} choose={(scene) => change({ scene })} editor={editor} />
      ) : (
        <>
          <ScriptFilters filter={filter} change={change} scenes={answer?.scenes ?? []} search={search} />
          {error && <Failure error={error} retry={again} />}
          {answer && <Library page={answer} filter={filter} change={change} editor={editor} />}
        </>
      )}
      {filter.open !== "" && answer && (
        <ScriptDrawer
          key={filter.open} name={filter.open} scenes={answer.scenes} grace={answer.grace_days} first={filter.scene}
          close={() => change({ open: "" })} saved={again} open={(open) => change({ open })}
        />
      )}
      {bringing && <ImportDialog close={() => setBringing(false)} done={again} />}
    </div>
  );
}

interface LibraryProps {
  page: ScriptPage;
  filter: ScriptFilter;
  change: (part: Partial<ScriptFilter>) => void;
  editor: boolean;
}

function Library({ page, filter, change, editor }: LibraryProps) {
  const { t } = useWords();
  const groups = new Map(page.scenes.flatMap((scene) => scene.groups.map(({ id, title }) => [id, title] as const)));
  if (page.total === 0) {
    return (
      <section className="notice" data-testid="no-scripts">
        <h2>{t(isNarrowed(filter) ? "scripts.none" : "scripts.empty")}</h2>
        <p>{t(isNarrowed(filter) ? "scripts.none.text" : "scripts.empty.text")}</p>
        <p className="script-choices">
          {isNarrowed(filter) && (
            <button type="button" className="plain" onClick={() => change({ ...NO_SCRIPT_FILTER })}>{t("list.clear")}</button>
          )}
          {editor && <button type="button" className="plain" onClick={() => change({ open: "new" })}>{t("scripts.new")}</button>}
        </p>
      </section>
    );
  }
  return (
    <>
      <ScriptTable scripts={page.scripts} groups={groups} grace={page.grace_days} open={(open) => change({ open })} />
      <div className="script-foot">
        <small className="quiet">{t("scripts.effect.note")}</small>
        <Pagination
          size="small" current={filter.page} pageSize={PAGE} total={page.total} showSizeChanger={false}
          showTotal={(n) => t("scripts.total", { n })} onChange={(at) => change({ page: at })}
        />
      </div>
    </>
  );
}
