/** The chosen conversation: talk and mood curve in the middle, warnings and actions at the side (tabs on a phone). */
import { Segmented } from "antd";
import { lazy, Suspense, useCallback, useRef, useState } from "react";
import type { ApiError } from "../api/client";
import type { Action, ConversationDetail } from "../api/types";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useKeys } from "../shared/useKeys";
import { HandoverDialog } from "./handover/HandoverDialog";
import type { Said } from "./nextStep";
import { Composer } from "./reply/Composer";
import { type Reply, useReply } from "./reply/useReply";
import { SidePane } from "./side/SidePane";
import { Talk, turnId } from "./talk/Talk";
import { TalkHead } from "./talk/TalkHead";
import { type Corrections, currentTurn, useCorrections } from "./talk/useCorrections";

const MoodCurve = lazy(() => import("./talk/MoodCurve"));

interface Props {
  chosen: string | null;
  detail: ConversationDetail | null;
  error: ApiError | null;
  narrow: boolean;
  close: () => void;
  retry: () => void;
  delivered: (action: Action) => void;
}

type Tab = "talk" | "side";
const FLASH_MS = 1600;

export function ConversationPane(props: Props) {
  const { chosen, detail, error, narrow, close, retry, delivered } = props;
  const { t } = useWords();
  const { tab, setTab, flash, goTo } = usePlace();
  const corrections = useCorrections(chosen);
  const box = useRef<HTMLTextAreaElement>(null);
  const reply = useReply(detail, box);
  const [handing, setHanding] = useState(false);
  const [swapped, setSwapped] = useState<number | null>(null);
  const insert = useCallback(
    (place: number) => {
      const script: Said | null = reply.pick(place);
      setSwapped(script === null && reply.shelf.scripts[place] ? place : null);
      if (script === null) return;
      setTab("talk");
      reply.insert(script);
    },
    [reply, setTab],
  );
  useTalkKeys(detail, { insert, reply, corrections, handOver: () => setHanding(true) });
  if (chosen === null || detail === null) return <Blank chosen={chosen} error={error} narrow={narrow} close={close} retry={retry} />;
  const talking = !narrow || tab === "talk";
  return (
    <>
      <section className={`talk${talking ? "" : " talk-side"}`} aria-label={t("talk.label")}>
        <TalkHead detail={detail} handOver={() => setHanding(true)} {...(narrow ? { close } : {})} />
        {narrow && <Tabs tab={tab} setTab={setTab} />}
        {talking && (
          <>
            <Talk turns={detail.turns_list} flash={flash} corrections={corrections} />
            <Suspense fallback={<div className="curve" />}>
              <MoodCurve turns={detail.turns_list} foresight={detail.foresight} goTo={goTo} />
            </Suspense>
            <Composer detail={detail} reply={reply} box={box} />
          </>
        )}
      </section>
      {(!narrow || tab === "side") && (
        <SidePane detail={detail} reply={reply} swapped={swapped} insert={insert} goTo={goTo} delivered={delivered} />
      )}
      {handing && <HandoverDialog conversation={detail.id} close={() => setHanding(false)} />}
    </>
  );
}

/** Which tab is open (on a phone), and the turn that is pointed out. */
function usePlace() {
  const [tab, setTab] = useState<Tab>("talk");
  const [flash, setFlash] = useState<string | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const goTo = useCallback((event: string) => {
    setTab("talk");
    setFlash(event);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setFlash(null), FLASH_MS);
    requestAnimationFrame(() => document.getElementById(turnId(event))?.scrollIntoView({ block: "center" }));
  }, []);
  return { tab, setTab, flash, goTo };
}

interface Deeds {
  insert: (place: number) => void;
  reply: Reply;
  corrections: Corrections;
  handOver: () => void;
}

function useTalkKeys(detail: ConversationDetail | null, { insert, reply, corrections, handOver }: Deeds): void {
  const correct = () => {
    const read = (detail?.turns_list ?? []).filter((turn) => turn.reading).map((turn) => turn.event_id);
    const event = currentTurn(read);
    if (event === undefined || !corrections.may) return;
    document.getElementById(turnId(event))?.scrollIntoView({ block: "nearest" });
    corrections.setOpen(event);
  };
  useKeys(
    detail === null
      ? {}
      : { "1": () => insert(0), "2": () => insert(1), "3": () => insert(2), r: reply.focus, c: correct, s: handOver },
  );
}

function Tabs({ tab, setTab }: { tab: Tab; setTab: (tab: Tab) => void }) {
  const { t } = useWords();
  return (
    <Segmented<Tab>
      block
      value={tab}
      onChange={setTab}
      options={[
        { value: "talk", label: t("tab.talk") },
        { value: "side", label: t("tab.side") },
      ]}
    />
  );
}

function Blank({ chosen, error, narrow, close, retry }: Pick<Props, "chosen" | "error" | "narrow" | "close" | "retry">) {
  const { t } = useWords();
  return (
    <section className="talk talk-blank" aria-label={t("talk.label")}>
      {narrow && <button type="button" className="plain" onClick={close}>{`← ${t("talk.back")}`}</button>}
      {error?.status === 404 ? <p>{t("talk.gone")}</p> : null}
      {error && error.status !== 404 ? <Failure error={error} title={t("talk.error")} retry={retry} /> : null}
      {!error && <p className="quiet">{chosen === null ? t("talk.choose") : t("talk.loading")}</p>}
    </section>
  );
}
