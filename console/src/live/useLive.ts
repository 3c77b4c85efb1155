import { useEffect, useState, useSyncExternalStore } from "react";
import { LiveStore, type LiveState } from "./LiveStore";

/** One live store for as long as the page is shown; `restart` makes a new one, after a key was typed in. */
export function useLive(): { store: LiveStore; state: LiveState; restart: () => void } {
  const [store, setStore] = useState(() => new LiveStore());
  useEffect(() => {
    store.start();
    return () => store.stop();
  }, [store]);
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  return { store, state, restart: () => setStore(new LiveStore()) };
}
