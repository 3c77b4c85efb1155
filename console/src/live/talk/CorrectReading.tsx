/** 情绪不对？ The way to say in one click what a turn was really like; what was said stands beside the reading. */
import { Input, Popover } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Correction, Emotion, Turn } from "../../api/types";
import { useWords } from "../../i18n";
import { EMOTION_KEYS } from "../../shared/emotions";
import { clock } from "../../shared/format";
import type { Corrections } from "./useCorrections";

interface Props {
  turn: Turn;
  corrections: Corrections;
}

export function CorrectReading({ turn, corrections }: Props) {
  const { t } = useWords();
  const event = turn.event_id;
  const made = corrections.of.get(event);
  const open = corrections.open === event;
  return (
    <span className="correct">
      {made && <Made made={made} withdraw={() => corrections.withdraw(event)} />}
      {corrections.may && !made?.mine && (
        <Popover
          trigger="click"
          open={open}
          onOpenChange={(next) => corrections.setOpen(next ? event : null)}
          placement="topLeft"
          destroyOnHidden
          content={<Choice turn={turn} corrections={corrections} />}
        >
          <button type="button" className="correct-ask" aria-expanded={open}>{t("correct.ask")}</button>
        </Popover>
      )}
    </span>
  );
}

function Made({ made, withdraw }: { made: Correction; withdraw: () => Promise<void> }) {
  const { t, name, locale } = useWords();
  const who = t("correct.by", { by: made.by, time: clock(made.at, locale) });
  return (
    <span className="corrected" title={made.note ? `${who}：${made.note}` : who}>
      {t("correct.done", { emotion: name("emotion", made.emotion) })} · {made.by}
      {made.mine && (
        <button type="button" className="plain" aria-label={t("correct.undo")} title={t("correct.undo")} onClick={() => void withdraw()}>
          ✕
        </button>
      )}
    </span>
  );
}

function Choice({ turn, corrections }: Props) {
  const { t, name } = useWords();
  const [note, setNote] = useState("");
  const [why, setWhy] = useState("");
  const first = useRef<HTMLButtonElement>(null);
  // After the popover has been placed: focusing what is not yet on the page would scroll it away.
  useEffect(() => {
    const frame = requestAnimationFrame(() => first.current?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const choose = (emotion: Emotion) => {
    corrections.save(turn.event_id, emotion, note).catch((error: unknown) => setWhy(error instanceof Error ? error.message : String(error)));
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape") corrections.setOpen(null);
    const chosen = EMOTION_KEYS.find(([, key]) => key === event.key);
    if (!chosen || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    choose(chosen[0]);
  };
  const read = turn.reading?.emotion;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the buttons inside take the focus
    <div className="correct-choice own-keys" onKeyDown={pressed} data-testid="correct-choice">
      <h4>{t("correct.title")}</h4>
      {read && <p className="quiet">{t("correct.was", { emotion: name("emotion", read) })}</p>}
      <Input size="small" maxLength={500} value={note} placeholder={t("correct.note")} aria-label={t("correct.note")} onChange={(e) => setNote(e.target.value)} />
      <div className="emotion-keys">
        {EMOTION_KEYS.filter(([emotion]) => emotion !== read).map(([emotion, key], index) => (
          <button key={emotion} ref={index === 0 ? first : undefined} type="button" onClick={() => choose(emotion)}>
            <kbd>{key}</kbd> {name("emotion", emotion)}
          </button>
        ))}
      </div>
      {why !== "" && <p role="alert" className="failed">{t("correct.failed", { why })}</p>}
      <p className="quiet">{t("correct.help")}</p>
    </div>
  );
}
