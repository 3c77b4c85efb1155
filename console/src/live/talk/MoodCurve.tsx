/** The mood over the customer's turns, with the tier as background and a pin where a warning was given. */
import { useEffect, useMemo } from "react";
import type { Foresight, Turn } from "../../api/types";
import { useWords } from "../../i18n";
import { signed } from "../../shared/format";
import { useChart } from "../../shared/useChart";
import { STILL, useMedia } from "../../shared/useMedia";
import { TIERS } from "../model";
import { BAND, curveOption } from "./curve";

interface Props {
  turns: readonly Turn[];
  foresight: Foresight | null;
  goTo: (event: string) => void;
}

export default function MoodCurve({ turns, foresight, goTo }: Props) {
  const { t, name } = useWords();
  const still = useMedia(STILL);
  const read = useMemo(() => turns.filter((turn) => turn.reading && turn.mood != null), [turns]);

  const option = useMemo(() => curveOption(read, foresight, { t, name, still }), [read, foresight, t, name, still]);
  const { box, chart } = useChart(option);

  useEffect(() => {
    const made = chart.current;
    if (!made) return undefined;
    const clicked = (event: { dataIndex?: number }) => {
      const turn = event.dataIndex === undefined ? undefined : read[event.dataIndex];
      if (turn) goTo(turn.event_id);
    };
    made.on("click", { seriesIndex: 0 }, clicked);
    return () => {
      made.off("click", clicked);
    };
  }, [chart, read, goTo]);

  const moods = read.map((turn) => turn.mood ?? 0);
  const described =
    moods.length === 0
      ? t("curve.empty")
      : t("curve.aria", { n: moods.length, last: signed(moods.at(-1) ?? 0), low: signed(Math.min(...moods)) });
  return (
    <figure className="curve">
      <figcaption>
        {t("curve.label")}
        {moods.length === 0 ? <span className="quiet">{t("curve.empty")}</span> : <Legend ahead={(foresight?.ahead.length ?? 0) > 0} />}
      </figcaption>
      <div ref={box} className="curve-box" role="img" aria-label={described} data-points={moods.length} />
    </figure>
  );
}

function Legend({ ahead }: { ahead: boolean }) {
  const { t } = useWords();
  return (
    <span className="curve-legend">
      <span>{t("curve.tier")}</span>
      {TIERS.filter((tier) => tier !== "none")
        .toReversed()
        .map((tier) => (
          <span key={tier}>
            <i style={{ background: BAND[tier] }} />
            {t(`tier.${tier}`)}
          </span>
        ))}
      <span>
        <i className="hollow" />
        {t("curve.unsure")}
      </span>
      {ahead && (
        <span title={t("foresight.ahead.help")}>
          <i className="dashed" />
          {t("foresight.ahead")}
        </span>
      )}
      <span className="curve-across">{t("curve.turns")}</span>
    </span>
  );
}
