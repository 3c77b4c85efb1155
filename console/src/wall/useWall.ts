import { useEffect, useState, useSyncExternalStore } from "react";
import { type WallState, WallStore } from "./WallStore";

/** One store for as long as the wall is shown; `restart` makes a new one, after a key was typed in. */
export function useWall(): { store: WallStore; state: WallState; restart: () => void } {
  const [store, setStore] = useState(() => new WallStore());
  useEffect(() => {
    store.start();
    return () => store.stop();
  }, [store]);
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  return { store, state, restart: () => setStore(new WallStore()) };
}
