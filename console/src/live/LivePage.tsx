/** 实时看板: who needs help now, what was said, why it is judged so, and what was done. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { KeyPage } from "../frame/KeyPage";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { NARROW, useMedia } from "../shared/useMedia";
import { ConversationPane } from "./ConversationPane";
import { EmptyPage } from "./EmptyPage";
import { Escalations } from "./Escalations";
import { ConversationList } from "./list/ConversationList";
import { type Filter, NO_FILTER, ordered } from "./model";
import { OverviewStrip } from "./OverviewStrip";
import { UnsafeDefaults } from "./UnsafeDefaults";
import { useLive } from "./useLive";

export default function LivePage() {
  const { t } = useWords();
  const { store, state, restart } = useLive();
  const { id = null } = useParams();
  const navigate = useNavigate();
  const narrow = useMedia(NARROW);
  const [filter, setFilter] = useState<Filter>(NO_FILTER);

  useEffect(() => store.open(id), [store, id]);
  useEffect(() => store.narrow(filter.tier, filter.scene), [store, filter.tier, filter.scene]);

  const actions = useMemo(
    () => ({
      open: (chosen: string) => void navigate(`/live/${encodeURIComponent(chosen)}`),
      close: () => void navigate("/live"),
    }),
    [navigate],
  );

  // On a wide screen an empty middle helps nobody: open whoever is most at risk, once, and leave the rest to the reader.
  const opened = useRef(id !== null);
  useEffect(() => {
    const worst = ordered(state.rows)[0];
    // While the reader is on the way to another page this one still stands: the address says where they want to be.
    if (!/^#\/live\/?$/.test(window.location.hash)) return;
    if (opened.current || narrow || !state.loaded || worst === undefined) return;
    opened.current = true;
    void navigate(`/live/${encodeURIComponent(worst)}`, { replace: true });
  }, [narrow, state.loaded, state.rows, navigate]);

  if (state.locked) return <KeyPage entered={restart} />;
  const unreachable = state.error !== null && !state.loaded;
  const empty = state.loaded && state.rows.size === 0 && filter.tier === "" && filter.scene === "" && id === null;
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
          choose={(tier) => setFilter((before) => ({ ...before, tier }))}
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
    </div>
  );
}
