import { useEffect } from "react";
import { isTaken } from "../shared/useKeys";

interface Keys {
  move: (step: number) => void;
  open: () => void;
  large: () => void;
  /** Missing where the person may not handle alarms. */
  acknowledge?: () => void;
  handOver?: () => void;
  close?: () => void;
}

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const PRESSABLE = "button, a, summary";

/** A, H and C act on the chosen alarm, j, k and the arrows choose, Enter opens, F makes it large; from anywhere. */
export function useWallKeys(keys: Keys): void {
  useEffect(() => {
    const deeds: Record<string, (() => void) | undefined> = {
      a: keys.acknowledge, h: keys.handOver, c: keys.close, f: keys.large,
    };
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !STEPS[event.key]) return;
      if (isTaken(event, target) || document.querySelector("[role=dialog]")) return;
      const [step, deed] = [STEPS[event.key], deeds[event.key.toLowerCase()]];
      if (step !== undefined) keys.move(step);
      else if (deed) deed();
      else if (event.key === "Enter" && !target.closest(PRESSABLE)) keys.open();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [keys]);
}
