/** What people said of the readings of the open conversation, and saying so oneself. */
import { useCallback, useMemo, useState } from "react";
import { json, send } from "../../api/client";
import type { Correction, Emotion } from "../../api/types";
import { useMe } from "../../frame/useMe";
import { useAsked } from "../../shared/useAsked";

export interface Corrections {
  /** Turn -> its newest correction. */
  of: ReadonlyMap<string, Correction>;
  may: boolean;
  /** The turn whose correction is being chosen. */
  open: string | null;
  setOpen: (event: string | null) => void;
  save: (event: string, emotion: Emotion, note: string) => Promise<void>;
  withdraw: (event: string) => Promise<void>;
}

export function useCorrections(conversation: string | null): Corrections {
  const { may } = useMe();
  const [open, setOpen] = useState<string | null>(null);
  const { answer, again } = useAsked(conversation, ask);
  const of = useMemo(
    () => new Map((answer?.corrections ?? []).map((each) => [each.event_id, each])),
    [answer],
  );
  const id = conversation ?? "";
  const save = useCallback(
    async (event: string, emotion: Emotion, note: string) => {
      await send("POST", path(id, event), { emotion, note });
      setOpen(null);
      again();
    },
    [id, again],
  );
  const withdraw = useCallback(
    async (event: string) => {
      await send("DELETE", path(id, event));
      again();
    },
    [id, again],
  );
  return { of, may: may("readings:correct"), open, setOpen, save, withdraw };
}

function ask(id: string, signal: AbortSignal): Promise<{ corrections: Correction[] }> {
  return json(`v1/conversations/${encodeURIComponent(id)}/corrections`, { signal });
}

function path(conversation: string, event: string): string {
  return `v1/conversations/${encodeURIComponent(conversation)}/turns/${encodeURIComponent(event)}/corrections`;
}

/** The turn that a key means: the one with the focus or the pointer, else the customer's last one that was read. */
export function currentTurn(readTurns: readonly string[]): string | undefined {
  const pointed = document.activeElement?.closest<HTMLElement>("[data-event]") ?? document.querySelector<HTMLElement>("[data-event]:hover");
  const event = pointed?.dataset["event"];
  return event !== undefined && readTurns.includes(event) ? event : readTurns.at(-1);
}
