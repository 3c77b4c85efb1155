/** The reply being written in one conversation: its words, the scripts on offer, and what must not be said in it. */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ConversationDetail } from "../../api/types";
import { useAsked } from "../../shared/useAsked";
import { type Said, scriptsOf } from "../nextStep";
import { type Banned, checkReply, getSuggestions, noteUse } from "./api";
import { EMPTY, restocked, settled, SETTLE_MS, type Shelf } from "./shelf";

const PAUSE_MS = 300;

export interface Reply {
  text: string;
  write: (text: string) => void;
  shelf: Shelf;
  /** While the library is asked: what stands may still change. */
  asking: boolean;
  /** By its number from 0. A number that has just come to mean another script is only pointed out. */
  pick: (place: number) => Said | null;
  insert: (script: Said) => void;
  /** `null`: not checked. */
  banned: readonly Banned[] | null;
  /** Called when the reply leaves the desk, in whatever way. */
  left: () => void;
  focus: () => void;
  leave: () => void;
}

/** The field in which the reply is written. */
export type Box = RefObject<HTMLTextAreaElement | null>;

export function useReply(detail: ConversationDetail | null, box: Box): Reply {
  const [text, write] = useState("");
  const used = useRef<Said | null>(null);
  const { shelf, asking, pick } = useScripts(detail);
  const banned = useBanned(text, detail?.scene ?? "");
  const id = detail?.id ?? "";

  const insert = useCallback((script: Said) => {
    used.current = script;
    write((before) => (before.trim() === "" ? script.text : `${before.trimEnd()}\n${script.text}`));
    requestAnimationFrame(() => {
      const area = box.current;
      area?.focus();
      area?.setSelectionRange(area.value.length, area.value.length);
    });
  }, [box]);
  const left = useCallback(() => {
    const script = used.current;
    used.current = null;
    // A use that could not be counted must not get in the way of answering a customer.
    if (script?.id != null) noteUse(script, id, text.trim() !== script.text).catch(() => undefined);
  }, [id, text]);
  const focus = useCallback(() => box.current?.focus(), [box]);
  const leave = useCallback(() => box.current?.blur(), [box]);
  return { text, write, shelf, asking, pick, insert, banned, left, focus, leave };
}

/** From the library, asked anew after each turn; else from the actions of this conversation. Numbers stay calm. */
function useScripts(detail: ConversationDetail | null): Pick<Reply, "shelf" | "asking" | "pick"> {
  const key = detail === null ? null : `${detail.id}\n${detail.turns}`;
  const { answer, error, loading } = useAsked(key, askSuggestions);
  // Not before the library has spoken for the first time: what stood there meanwhile would change under the hand.
  const asked = answer !== null || error !== null || !loading;
  const found = useMemo(() => {
    if (detail === null || !asked) return null;
    return answer && answer.length > 0 ? answer : scriptsOf(detail);
  }, [answer, asked, detail]);
  const [held, setHeld] = useState<{ of: readonly Said[] | null; shelf: Shelf }>({ of: null, shelf: EMPTY });
  const isNew = found !== null && found !== held.of;
  const shelf = isNew ? restocked(held.shelf, found) : held.shelf;
  if (isNew) setHeld({ of: found, shelf });
  const settle = useCallback(() => setHeld((before) => ({ ...before, shelf: settled(before.shelf) })), []);
  const swapped = shelf.changed.includes(true);
  useEffect(() => {
    if (!swapped) return undefined;
    const timer = window.setTimeout(settle, SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [swapped, shelf, settle]);
  const pick = useCallback((place: number) => {
    if (!shelf.changed[place]) return shelf.scripts[place] ?? null;
    // Pressed again it counts: by then the new words have been seen.
    settle();
    return null;
  }, [shelf, settle]);
  return { shelf, asking: loading, pick };
}

function askSuggestions(key: string, signal: AbortSignal): Promise<Said[] | null> {
  return getSuggestions(key.slice(0, key.lastIndexOf("\n")), signal);
}

function useBanned(text: string, scene: string): readonly Banned[] | null {
  const [found, setFound] = useState<{ of: string; banned: Banned[] | null }>({ of: "", banned: [] });
  useEffect(() => {
    if (text.trim() === "") return undefined;
    let gone = false;
    const timer = window.setTimeout(() => {
      checkReply(text, scene).then(
        (banned) => !gone && setFound({ of: text, banned }),
        () => !gone && setFound({ of: text, banned: null }),
      );
    }, PAUSE_MS);
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [text, scene]);
  if (text.trim() === "") return [];
  // While the newest words are being checked, what was found before stays as long as it is still there.
  if (found.of === text) return found.banned;
  return found.banned?.filter(({ phrase }) => text.includes(phrase)).map((each) => ({ ...each, end: each.start })) ?? null;
}
