/** What a person does about the chosen alarm, and what came of it: done, or somebody else was first. */
import { useCallback, useMemo, useState } from "react";
import { ApiError } from "../api/client";
import { useWords } from "../i18n";
import { acknowledge, close, handOver, type Receiver } from "./api";
import { shortId } from "./span";
import type { AlarmCase, Resolution } from "./types";

interface Said {
  text: string;
  wrong: boolean;
}

export interface Deeds {
  busy: boolean;
  said: Said | null;
  dialog: "hand-over" | "close" | null;
  leave: () => void;
  handOver: (to: Receiver) => Promise<void>;
  close: (resolution: Resolution, note: string) => Promise<void>;
  keys: { acknowledge: () => void; handOver: () => void; close: () => void };
}

export function useDeeds(
  alarm: AlarmCase | null,
  told: (alarm: AlarmCase) => void,
  look: (id: string) => Promise<AlarmCase | null>,
): Deeds {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  // A dialog belongs to the alarm for which it was opened, whatever is chosen meanwhile.
  const [asking, setAsking] = useState<{ dialog: "hand-over" | "close"; of: string } | null>(null);
  const dialog = asking && asking.of === alarm?.conversation ? asking.dialog : null;

  const run = useCallback(
    async (of: AlarmCase, deed: () => Promise<AlarmCase>, words: string) => {
      setBusy(true);
      try {
        told(await deed());
        setSaid({ text: words, wrong: false });
      } catch (cause) {
        if (!(cause instanceof ApiError)) throw cause;
        const now = cause.status === 409 ? await look(of.conversation) : null;
        const who = now ? now.person || now.team || now.by : "";
        setSaid({ text: who ? t("wall.first", { name: who }) : t("wall.failed", { why: cause.message }), wrong: true });
      } finally {
        setBusy(false);
        setAsking(null);
      }
    },
    [told, look, t],
  );

  return useMemo(() => {
    const ask = (wanted: "hand-over" | "close") => () => {
      if (alarm && !busy) setAsking({ dialog: wanted, of: alarm.conversation });
    };
    const id = alarm ? shortId(alarm.conversation) : "";
    return {
      busy,
      said,
      dialog,
      leave: () => setAsking(null),
      handOver: async (to) => {
        const name = [to.team, to.person].filter(Boolean).join(" ");
        if (alarm) await run(alarm, () => handOver(alarm, to), t("wall.done.given", { id, name }));
      },
      close: async (resolution, note) => {
        if (alarm) await run(alarm, () => close(alarm, resolution, note), t("wall.done.closed", { id }));
      },
      keys: {
        acknowledge: () => {
          if (alarm?.state === "open" && !busy) void run(alarm, () => acknowledge(alarm), t("wall.done.taken", { id }));
        },
        handOver: ask("hand-over"),
        close: ask("close"),
      },
    };
  }, [alarm, busy, said, dialog, run, t]);
}
