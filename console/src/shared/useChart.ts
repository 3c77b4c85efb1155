import { type RefObject, useEffect, useRef } from "react";
import { type Chart, type ChartOption, createChart } from "./chart";

/** A chart in a box, drawn anew when the option changes, and as large as the box. */
export function useChart(option: ChartOption): { box: RefObject<HTMLDivElement | null>; chart: RefObject<Chart | null> } {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);

  useEffect(() => {
    if (!box.current) return undefined;
    const made = createChart(box.current);
    chart.current = made;
    const sizes = new ResizeObserver(() => made.resize());
    sizes.observe(box.current);
    return () => {
      sizes.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);

  return { box, chart };
}
