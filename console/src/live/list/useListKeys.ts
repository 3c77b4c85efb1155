import { type RefObject, useEffect } from "react";
import { isTaken } from "../../shared/useKeys";

interface Keys {
  move: (step: number) => void;
  enter: () => void;
  search: RefObject<{ focus(): void } | null>;
}

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const PRESSABLE = "button, a, summary";

/** j, k and the arrows move through the list from anywhere on the page, Enter opens, / goes to the search. */
export function useListKeys({ move, enter, search }: Keys): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event, target)) return;
      // Arrows scroll whatever else has the focus.
      if (event.key.startsWith("Arrow") && target !== document.body && !target.closest("[role=listbox]")) return;
      const step = STEPS[event.key];
      if (step !== undefined) move(step);
      else if (event.key === "Enter" && !target.closest(PRESSABLE)) enter();
      else if (event.key === "/") search.current?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [move, enter, search]);
}
