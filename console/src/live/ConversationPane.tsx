/** The chosen conversation: talk and mood curve in the middle, warnings and actions at the side (tabs on a phone). */
import { Segmented } from "antd";
import { lazy, Suspense, useCallback, useRef, useState } from "react";
import type { ApiError } from "../api/client";
import type { Action, ConversationDetail } from "../api/types";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { SidePane } from "./side/SidePane";
import { Talk, turnId } from "./talk/Talk";
import { TalkHead } from "./talk/TalkHead";

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

export function ConversationPane({ chosen, detail, error, narrow, close, retry, delivered }: Props) {
  const { t } = useWords();
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

  if (chosen === null || detail === null) {
    return (
      <section className="talk talk-blank" aria-label={t("talk.label")}>
        {narrow && <button type="button" className="plain" onClick={close}>{`← ${t("talk.back")}`}</button>}
        {error?.status === 404 ? <p>{t("talk.gone")}</p> : null}
        {error && error.status !== 404 ? <Failure error={error} title={t("talk.error")} retry={retry} /> : null}
        {!error && <p className="quiet">{chosen === null ? t("talk.choose") : t("talk.loading")}</p>}
      </section>
    );
  }
  return (
    <>
      <section className={`talk${narrow && tab === "side" ? " talk-side" : ""}`} aria-label={t("talk.label")}>
        <TalkHead detail={detail} {...(narrow ? { close } : {})} />
        {narrow && (
          <Segmented<Tab>
            block
            value={tab}
            onChange={setTab}
            options={[
              { value: "talk", label: t("tab.talk") },
              { value: "side", label: t("tab.side") },
            ]}
          />
        )}
        {(!narrow || tab === "talk") && (
          <>
            <Talk turns={detail.turns_list} flash={flash} />
            <Suspense fallback={<div className="curve" />}>
              <MoodCurve turns={detail.turns_list} foresight={detail.foresight} goTo={goTo} />
            </Suspense>
          </>
        )}
      </section>
      {(!narrow || tab === "side") && <SidePane detail={detail} goTo={goTo} delivered={delivered} />}
    </>
  );
}
