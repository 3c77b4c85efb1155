/** 监控大屏: all open conversations by tier, alarms and who takes them, and the load; to be hung up or used at a desk. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { KeyPage } from "../frame/KeyPage";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { NARROW, useMedia } from "../shared/useMedia";
import { useNow } from "../shared/useNow";
import { AlarmQueue } from "./AlarmQueue";
import { EmptyWall } from "./EmptyWall";
import { filterFrom, isNarrowed, NO_WALL_FILTER, paramsOf, type WallFilter } from "./filter";
import { Loads } from "./Loads";
import { columns, queue } from "./model";
import { NarrowTabs, type Part } from "./NarrowTabs";
import { RisingLine } from "./RisingLine";
import { Stale } from "./Stale";
import { TierColumns } from "./TierColumns";
import { useChime } from "./useChime";
import { useLarge } from "./useLarge";
import { useWall } from "./useWall";
import { WallFilters } from "./WallFilters";
import { WallStrip } from "./WallStrip";
import "./wall.css";
import "./tiles.css";
import "./alarms.css";
import "./narrow.css";

export default function WallPage() {
  const { t } = useWords();
  const { store, state, restart } = useWall();
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterFrom(params), [params]);
  const navigate = useNavigate();
  const narrow = useMedia(NARROW);
  const now = useNow(1000);
  const [part, setPart] = useState<Part>("alarms");
  const [large, switchLarge] = useLarge();

  useEffect(() => store.narrow(filter), [store, filter]);
  const alarms = useMemo(() => queue(state, filter), [state, filter]);
  const byTier = useMemo(() => columns(state.tiles), [state.tiles]);
  const [loud, setLoud] = useChime(alarms);
  const open = useCallback((id: string) => void navigate(`/live/${encodeURIComponent(id)}`), [navigate]);
  const change = useCallback(
    (news: Partial<WallFilter>) => setParams((before) => paramsOf({ ...filterFrom(before), ...news }), { replace: true }),
    [setParams],
  );

  if (state.locked) return <KeyPage entered={restart} />;
  const { wall } = state;
  const empty = state.loaded && state.tiles.size === 0 && alarms.length === 0;
  const show = (which: Part) => !narrow || part === which;
  return (
    <div className={`wall${large ? " wall-large" : ""}${state.connection === "open" ? "" : " wall-stale"}`}>
      <h1 className="unseen">{t("nav.wall")}</h1>
      <WallStrip wall={wall} byTier={byTier} alarms={alarms} connection={state.connection} now={now} />
      <Stale connection={state.connection} heardAt={state.heardAt} />
      {state.error && <Failure error={state.error} retry={store.reload} />}
      <WallFilters
        filter={filter} change={change} names={wall?.names ?? {}} loud={loud} setLoud={setLoud} large={large}
        switchLarge={switchLarge}
      />
      {empty && <EmptyWall {...(isNarrowed(filter) ? { clear: () => change(NO_WALL_FILTER) } : {})} />}
      {!state.loaded && !state.error && <p className="wall-none" role="status">{t("wall.loading")}</p>}
      {state.loaded && !empty && narrow && <NarrowTabs part={part} choose={setPart} alarms={alarms} tiles={state.tiles.size} />}
      {state.loaded && !empty && (
        <div className="wall-body">
          {show("tiles") && (
            <div className="wall-main">
              <RisingLine tiles={state.tiles} open={open} />
              <TierColumns tiles={state.tiles} byTier={byTier} now={now} wall={wall} open={open} large={large} />
            </div>
          )}
          <aside className="wall-side">
            {show("alarms") && (
              <AlarmQueue
                alarms={alarms} tiles={state.tiles} wall={wall} now={now} told={store.told} look={store.look} open={open}
                switchLarge={switchLarge} large={large}
              />
            )}
            {show("loads") && wall && <Loads wall={wall} filter={filter} change={change} now={now} />}
          </aside>
        </div>
      )}
    </div>
  );
}
