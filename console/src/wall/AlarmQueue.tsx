/** The alarm queue: one alarm a conversation; A takes it, H hands it over, C closes it, Enter opens the conversation. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { useAsked } from "../shared/useAsked";
import { AlarmBar } from "./AlarmBar";
import { AlarmRow, alarmRowId } from "./AlarmRow";
import { getReceivers } from "./api";
import { CloseDialog } from "./CloseDialog";
import { HandOverDialog } from "./HandOverDialog";
import { moved, type Tiles, untaken } from "./model";
import { shortId, span } from "./span";
import type { AlarmCase, Wall } from "./types";
import { useDeeds } from "./useDeeds";
import { useWallKeys } from "./useWallKeys";

const ROW_PX = 62;
const LARGE_PX = 84;

interface Props {
  alarms: AlarmCase[];
  tiles: Tiles;
  wall: Wall | null;
  now: number;
  told: (alarm: AlarmCase) => void;
  look: (id: string) => Promise<AlarmCase | null>;
  open: (id: string) => void;
  large: boolean;
  switchLarge: () => void;
}

export function AlarmQueue({ alarms, tiles, wall, now, told, look, open, large, switchLarge }: Props) {
  const { t } = useWords();
  const { me, may } = useMe();
  const { answer: receivers } = useAsked(may("alarms:handle") ? "" : null, getReceivers);
  const [chosen, setChosen] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const ids = useMemo(() => alarms.map(({ conversation }) => conversation), [alarms]);
  const cursor = chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? null);
  const current = alarms.find(({ conversation }) => conversation === cursor) ?? null;
  const deeds = useDeeds(current, told, look);
  const height = large ? LARGE_PX : ROW_PX;
  const list = useVirtualizer({
    count: alarms.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 3,
  });

  // Once chosen, an alarm stays chosen while others come in above it.
  const move = useCallback(
    (step: number) => {
      const next = moved(ids, cursor, step);
      setChosen(next);
      if (next !== null) list.scrollToIndex(ids.indexOf(next));
    },
    [ids, cursor, list],
  );
  const openCurrent = useCallback(() => cursor !== null && open(cursor), [cursor, open]);
  useWallKeys({ move, open: openCurrent, large: switchLarge, ...(may("alarms:handle") ? deeds.keys : {}) });

  return (
    <section className="wall-queue" aria-label={t("wall.queue")}>
      <h2>
        {t("wall.queue")}
        <span className="number">{untaken(alarms)}</span>
        <small>{t("wall.of", { n: alarms.length })}</small>
      </h2>
      <Rang alarms={alarms} />
      <p className={`wall-said${deeds.said?.wrong ? " wall-said-wrong" : ""}`} role="status" data-testid="said">
        {deeds.said?.text ?? ""}
      </p>
      <div
        ref={scroller} className="wall-alarms" role="listbox" tabIndex={0} aria-label={t("wall.queue")}
        {...(cursor === null ? {} : { "aria-activedescendant": alarmRowId(cursor) })}
      >
        <div role="presentation" className="wall-space" style={{ height: alarms.length * height }} />
        {list.getVirtualItems().map((item) => {
          const alarm = alarms[item.index];
          return alarm ? (
            <AlarmRow
              key={alarm.conversation} alarm={alarm} firings={tiles.get(alarm.conversation)?.firings ?? 0}
              rising={tiles.get(alarm.conversation)?.rising ?? false} since={span(alarm.at, now, t)}
              chosen={alarm.conversation === cursor} place={item.index} total={alarms.length} me={receivers?.me ?? me?.name ?? ""}
              top={item.index * height} height={height} choose={setChosen}
            />
          ) : null;
        })}
        {alarms.length === 0 && <p className="wall-none">{t("wall.queue.none")}</p>}
      </div>
      {current && <AlarmBar alarm={current} may={may("alarms:handle")} deeds={deeds} open={openCurrent} />}
      {deeds.dialog === "hand-over" && current && (
        <HandOverDialog alarm={current} wall={wall} receivers={receivers} send={deeds.handOver} leave={deeds.leave} />
      )}
      {deeds.dialog === "close" && current && <CloseDialog alarm={current} send={deeds.close} leave={deeds.leave} />}
    </section>
  );
}

/** Tells screen readers of a severe alarm that has just rung; the list shows it to everybody else. */
function Rang({ alarms }: { alarms: readonly AlarmCase[] }) {
  const { t } = useWords();
  const before = useRef<ReadonlySet<string> | null>(null);
  const [told, setTold] = useState("");
  useEffect(() => {
    const severe = alarms.filter(({ state, tier }) => state === "open" && tier === "severe").map((a) => a.conversation);
    const rang = before.current === null ? undefined : severe.findLast((id) => !before.current?.has(id));
    before.current = new Set(severe);
    if (rang) setTold(t("wall.rang", { id: shortId(rang), tier: t("tier.severe") }));
  }, [alarms, t]);
  return <div className="unseen" role="status" aria-live="polite">{told}</div>;
}
