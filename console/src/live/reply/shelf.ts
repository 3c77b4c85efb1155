/** Shelf: the scripts on offer under the number keys, kept calm while news comes in. Pure. */
import type { Said } from "../nextStep";

/** Milliseconds for which a number whose script has just changed asks to be pressed again: time to see the new one. */
export const SETTLE_MS = 1500;

export interface Shelf {
  readonly scripts: readonly Said[];
  /** Whether the script of each number has just taken the place of another. */
  readonly changed: readonly boolean[];
}

export const EMPTY: Shelf = { scripts: [], changed: [] };

/** What stays on offer keeps its number; what is new takes the numbers that became free, in the order it came. */
export function restocked(shelf: Shelf, found: readonly Said[]): Shelf {
  const offered = new Map(found.map((script) => [nameOf(script), script]));
  const kept = shelf.scripts.map((script) => offered.get(nameOf(script)));
  const standing = new Set(kept.map((script) => (script ? nameOf(script) : "")));
  const fresh = found.filter((script) => !standing.has(nameOf(script)));
  const scripts: Said[] = [];
  const changed: boolean[] = [];
  for (let place = 0; scripts.length < found.length; place += 1) {
    const stays = kept[place];
    const next = stays ?? fresh.shift();
    if (next === undefined) {
      // Fewer are offered than before: those further down move up.
      if (place >= kept.length) break;
      continue;
    }
    const moved = stays === undefined || scripts.length !== place;
    const before = shelf.scripts[scripts.length];
    changed.push(moved ? before !== undefined : shelf.changed[place] ?? false);
    scripts.push(next);
  }
  return { scripts, changed };
}

/** The same scripts once there was time to see them. */
export function settled(shelf: Shelf): Shelf {
  return { scripts: shelf.scripts, changed: shelf.scripts.map(() => false) };
}

function nameOf({ id, text }: Said): string {
  return id === null ? `text:${text}` : `id:${id}\n${text}`;
}
