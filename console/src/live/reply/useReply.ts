/** The reply being written in one conversation: its words, the scripts on offer, and what must not be said in it. */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ConversationDetail } from "../../api/types";
import { useAsked } from "../../shared/useAsked";
import { type Said, scriptsOf } from "../nextStep";
import { type Banned, checkReply, getSuggestions, noteUse } from "./api";

const PAUSE_MS = 300;

export interface Reply {
  text: string;
  write: (text: string) => void;
  scripts: readonly Said[];
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
  const scripts = useScripts(detail);
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
  return { text, write, scripts, insert, banned, left, focus, leave };
}

/** From the library, asked anew after each turn; else from the actions of this conversation. */
function useScripts(detail: ConversationDetail | null): readonly Said[] {
  const key = detail === null ? null : `${detail.id}\n${detail.turns}`;
  const { answer } = useAsked(key, askSuggestions);
  return useMemo(() => {
    if (detail === null) return [];
    return answer && answer.length > 0 ? answer : scriptsOf(detail);
  }, [answer, detail]);
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
