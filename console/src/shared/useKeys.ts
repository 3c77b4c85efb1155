/** Single keys that do something anywhere on a page, but never while a person types. */
import { useEffect, useRef } from "react";

/** Where a key means something else already. */
export const TAKEN =
  "input, textarea, select, [contenteditable], [role=dialog], [role=tablist], [role=radiogroup], .own-keys";

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
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target.closest(TAKEN)) return;
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
