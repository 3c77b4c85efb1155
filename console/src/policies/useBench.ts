/** The policy of a scene as it is being edited. What is not saved yet is saved on leaving, or asked about. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { check, dropDraft, getDrafts, getSheet, saveDraft } from "./api";
import { type Bench, BenchStore } from "./BenchStore";

const API = { sheet: getSheet, drafts: getDrafts, check, save: saveDraft, drop: dropDraft };

export function useBench(scene: string, mayEdit: boolean): { bench: Bench; store: BenchStore } {
  const store = useMemo(() => new BenchStore(scene, mayEdit, API), [scene, mayEdit]);

  useEffect(() => {
    void store.open();
    const leaving = (event: BeforeUnloadEvent) => {
      if (store.unsaved) event.preventDefault();
    };
    window.addEventListener("beforeunload", leaving);
    return () => {
      window.removeEventListener("beforeunload", leaving);
      store.close();
    };
  }, [store]);

  return { bench: useSyncExternalStore(store.subscribe, store.snapshot), store };
}
