/** Single keys that do something anywhere on a page, but never while a person types. */
import { useEffect, useRef } from "react";

const TAKEN =
  "input, textarea, select, [contenteditable], [role=dialog], [role=tablist], [role=radiogroup], [role=combobox], .own-keys";

/** Whether a key means something else already where the focus is. */
export function isTaken(event: KeyboardEvent, target: Element): boolean {
  if (!target.closest(TAKEN)) return false;
  // Radios take arrows and the space bar but no letters: after a choice of language the keys of the page go on.
  const letter = event.key.length === 1 && event.key !== " ";
  return !(letter && target.matches("input[type=radio], [role=radiogroup]") && !target.closest("[role=dialog], .own-keys"));
}

/** Where Enter presses what has the focus. A choice is only marked by it, so Enter may mean "done" there. */
const PRESSABLE = "button:not(.choice), a, summary";

/** Key (as the browser names it) -> what to do. */
export type Keys = Readonly<Record<string, () => void>>;

export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  }, [keys]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event, target)) return;
      if (event.key === "Enter" && target.closest(PRESSABLE)) return;
      const deed = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!deed) return;
      event.preventDefault();
      deed();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
