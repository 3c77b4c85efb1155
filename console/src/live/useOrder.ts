import { useEffect, useRef, useState } from "react";
import { held, ordered, type Rows } from "./model";

const SORT_MS = 500;

/** Ids in the order to show; sorted at most twice a second, and not at all while `hold` (a person points at the list). */
export function useOrder(rows: Rows, hold: boolean): readonly string[] {
  const [order, setOrder] = useState<readonly string[]>(() => ordered(rows));
  const latest = useRef(rows);
  const timer = useRef<number | undefined>(undefined);
  const [sorted, setSorted] = useState(rows);

  useEffect(() => {
    latest.current = rows;
    if (timer.current !== undefined || rows === sorted) return;
    const wait = rows.size === sorted.size ? SORT_MS : 0;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      setOrder((before) => (hold ? held(before, latest.current) : ordered(latest.current)));
      setSorted(latest.current);
    }, wait);
  }, [rows, sorted, hold]);

  useEffect(() => () => window.clearTimeout(timer.current), []);
  return order;
}
