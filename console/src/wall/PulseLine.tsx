import { memo } from "react";

const WIDTH = 64;
const HEIGHT = 20;

/** How many stood at a tier over the last hour; the height is that of the most. */
export const PulseLine = memo(function PulseLine({ beats, now }: { beats: readonly number[]; now: number }) {
  const counts = [...beats, now];
  const most = Math.max(1, ...counts);
  const step = counts.length > 1 ? (WIDTH - 2) / (counts.length - 1) : 0;
  const points = counts.map((n, i) => `${(1 + i * step).toFixed(1)},${(HEIGHT - 2 - (n / most) * (HEIGHT - 4)).toFixed(1)}`);
  return (
    <svg className="pulse" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {counts.length > 1 && <polyline points={points.join(" ")} />}
    </svg>
  );
}, (before, after) => before.now === after.now && before.beats.join() === after.beats.join());
