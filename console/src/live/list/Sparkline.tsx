import { useWords } from "../../i18n";
import { signed } from "../../shared/format";

const WIDTH = 68;
const HEIGHT = 22;

/** Mood over the customer's turns, -1 at the bottom to 1 at the top; the line across is 0. */
export function Sparkline({ moods }: { moods: readonly number[] }) {
  const { t } = useWords();
  const last = moods.at(-1);
  if (last === undefined) return <span className="spark" />;
  const step = moods.length > 1 ? (WIDTH - 6) / (moods.length - 1) : 0;
  const y = (mood: number) => HEIGHT / 2 - mood * (HEIGHT / 2 - 3);
  const x = (index: number) => (moods.length > 1 ? 3 + index * step : WIDTH - 3);
  const points = moods.map((mood, index) => `${x(index).toFixed(1)},${y(mood).toFixed(1)}`).join(" ");
  return (
    <svg
      className="spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t("list.spark", { n: signed(last) })}
    >
      <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className="spark-zero" />
      <polyline points={points} className="spark-line" />
      <circle cx={x(moods.length - 1)} cy={y(last)} r="2.5" className={last < 0 ? "spark-low" : "spark-high"} />
    </svg>
  );
}
