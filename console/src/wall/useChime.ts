/** A short sound when a severe alarm rings that nobody has taken. Off until a person switches it on. */
import { useCallback, useEffect, useRef, useState } from "react";
import { lasting } from "../shared/storage";
import type { AlarmCase } from "./types";

const KEPT = "zhiyin.wall.sound";
const TONES_HZ = [880, 660];

function chime(audio: AudioContext): void {
  TONES_HZ.forEach((hertz, n) => {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const at = audio.currentTime + n * 0.16;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.12, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.16);
  });
}

export function useChime(alarms: readonly AlarmCase[]): [boolean, (loud: boolean) => void] {
  const [loud, setLoud] = useState(() => lasting.getItem(KEPT) === "1");
  const audio = useRef<AudioContext | null>(null);
  const heard = useRef<Set<string> | null>(null);

  useEffect(() => {
    const ringing = alarms.filter(({ state, tier }) => state === "open" && tier === "severe");
    // An escalation is news of an alarm that has been heard before.
    const names = new Set(ringing.map((alarm) => `${alarm.conversation} ${alarm.escalated_at ?? ""}`));
    const before = heard.current;
    heard.current = names;
    if (!loud || before === null || ![...names].some((name) => !before.has(name))) return;
    audio.current ??= new AudioContext();
    chime(audio.current);
  }, [alarms, loud]);

  useEffect(() => () => void audio.current?.close(), []);

  const choose = useCallback((wanted: boolean) => {
    lasting.setItem(KEPT, wanted ? "1" : "0");
    setLoud(wanted);
    if (!wanted) return;
    // Browsers let a page sound after a press only: this is one.
    audio.current ??= new AudioContext();
    chime(audio.current);
  }, []);
  return [loud, choose];
}
