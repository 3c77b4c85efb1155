/** 坐席台: who needs help now, what was said and felt, why, and what to do and say next. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { KeyPage } from "../frame/KeyPage";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useKeys } from "../shared/useKeys";
import { NARROW, useMedia } from "../shared/useMedia";
import { ConversationPane } from "./ConversationPane";
import { EmptyPage } from "./EmptyPage";
import { Escalations } from "./Escalations";
import { ConversationList } from "./list/ConversationList";
import { KeysDialog } from "./KeysDialog";
import { ordered, servedBy } from "./model";
import { OverviewStrip } from "./OverviewStrip";
import { UnsafeDefaults } from "./UnsafeDefaults";
import "../styles/desk.css";
import { isNarrowed, useFilter } from "./useFilter";
import { useLive } from "./useLive";

export default function LivePage() {
  const { t } = useWords();
  const { store, state, restart } = useLive();
  const { id = null } = useParams();
  const navigate = useNavigate();
  const narrow = useMedia(NARROW);
  const { filter, setFilter, search } = useFilter();
  const [keys, setKeys] = useState(false);
  useKeys({ "?": () => setKeys(true) });

  useEffect(() => store.open(id), [store, id]);
  useEffect(() => store.narrow(filter.tier, filter.scene), [store, filter.tier, filter.scene]);

  const actions = useMemo(
    () => ({
      open: (chosen: string) => void navigate({ pathname: `/live/${encodeURIComponent(chosen)}`, search }),
      close: () => void navigate({ pathname: "/live", search }),
    }),
    [navigate, search],
  );

  // On a wide screen an empty middle helps nobody: open whoever is most at risk, once, and leave the rest to the reader.
  const opened = useRef(id !== null);
  useEffect(() => {
    const worst = ordered(state.rows).find((each) => servedBy(state.rows.get(each), filter.staff));
    // While the reader is on the way to another page this one still stands: the address says where they want to be.
    if (!/^#\/live\/?(\?|$)/.test(window.location.hash)) return;
    if (opened.current || narrow || !state.loaded || worst === undefined) return;
    opened.current = true;
    void navigate({ pathname: `/live/${encodeURIComponent(worst)}`, search }, { replace: true });
  }, [narrow, state.loaded, state.rows, filter.staff, search, navigate]);

  if (state.locked) return <KeyPage entered={restart} />;
  const unreachable = state.error !== null && !state.loaded;
  const empty = state.loaded && state.rows.size === 0 && !isNarrowed(filter) && id === null;
  const showList = !narrow || id === null;
  const showTalk = !narrow || id !== null;
  return (
    <div className="live">
      <h1 className="unseen">{t("nav.live")}</h1>
      {(!narrow || id === null) && (
        <OverviewStrip
          overview={state.overview}
          connection={state.connection}
          tier={filter.tier}
          choose={(tier) => setFilter({ ...filter, tier })}
        />
      )}
      <UnsafeDefaults warnings={state.overview?.warnings ?? []} />
      {state.error && <Failure error={state.error} retry={store.reload} />}
      {empty && <EmptyPage />}
      {!empty && !unreachable && (
        <div className="columns">
          {showList && (
            <ConversationList
              rows={state.rows}
              truncated={state.truncated}
              loaded={state.loaded}
              filter={filter}
              setFilter={setFilter}
              openId={id}
              open={actions.open}
            />
          )}
          {showTalk && (
            <ConversationPane
              key={id ?? ""}
              chosen={id}
              detail={state.detail}
              error={state.detailError}
              narrow={narrow}
              close={actions.close}
              retry={store.reload}
              delivered={store.delivered}
            />
          )}
        </div>
      )}
      <Escalations rows={state.rows} />
      {keys && <KeysDialog close={() => setKeys(false)} />}
    </div>
  );
}
