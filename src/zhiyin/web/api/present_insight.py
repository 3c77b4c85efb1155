"""Present insight: from sums to their shapes."""

from zhiyin.domain.conversation import Turn
from zhiyin.domain.insight import FEWEST_READ, Course, HeatMap, Kpi, Rate, WaitFigures
from zhiyin.domain.mood_summary import MILLION, MoodSummary
from zhiyin.domain.share import wilson
from zhiyin.domain.themes import TopicSummary
from zhiyin.domain.waits import ERROR
from zhiyin.reports.analysis.topics import topic_name
from zhiyin.web.api.insight_shapes import (
    CoursePointShape,
    CourseShape,
    GridCellShape,
    HeatMapShape,
    KpiFiguresShape,
    KpiShape,
    MoodShape,
    PeriodShape,
    RateShape,
    TopicShape,
    WaitShape,
    WordTurnShape,
)
from zhiyin.web.api.present import moment, turn_shape
from zhiyin.web.api.present_warnings import interval_shape


def mood_shape(m: MoodSummary) -> MoodShape:
    intensity, valence = m.mean_intensity, m.mean_valence
    return MoodShape(
        conversations=m.opened,
        customer_turns=m.customer_turns,
        read=m.read,
        negative=m.negative,
        positive=m.positive,
        unsure=m.unsure,
        negative_share=interval_shape(wilson(m.negative, m.read)),
        intensity=None if intensity is None else round(intensity, 4),
        valence=None if valence is None else round(valence, 4),
        load=round(m.load / MILLION, 4),
        warnings=m.warned_mild,
        moderate=m.warned_moderate,
        severe=m.warned_severe,
        enough=m.read >= FEWEST_READ,
    )


def heat_shape(found: HeatMap, period: PeriodShape) -> HeatMapShape:
    cells = [GridCellShape(row=c.row, column=c.column, moods=mood_shape(c.moods)) for c in found.cells]
    return HeatMapShape(period=period, grid=found.grid, rows=list(found.rows), cells=cells)


def course_shape(found: Course, period: PeriodShape) -> CourseShape:
    return CourseShape(
        period=period,
        step=found.step,
        points=[CoursePointShape(at=moment(at), moods=mood_shape(moods)) for at, moods in found.points],
        total=mood_shape(found.total),
        before=mood_shape(found.before),
    )


def topic_shape(topic: TopicSummary, before: int) -> TopicShape:
    """``before``: load of the time before, in millionths."""
    return TopicShape(
        topic=topic.topic,
        english=topic_name(topic.topic, "en"),
        turns=topic.turns,
        negative=topic.negative,
        load=round(topic.load / MILLION, 4),
        mean_load=round(topic.mean_load, 4),
        before=round(before / MILLION, 4),
        enough=topic.turns >= FEWEST_READ,
    )


def word_turn_shape(turn: Turn) -> WordTurnShape:
    origin = turn.masked.origin
    return WordTurnShape(
        conversation_id=origin.conversation.id, scene=origin.scene, channel=origin.channel, turn=turn_shape(turn)
    )


def kpi_shape(now: Kpi, before: Kpi, period: PeriodShape) -> KpiShape:
    return KpiShape(period=period, now=_figures(now), before=_figures(before), wait_error=round(ERROR, 3))


def _figures(kpi: Kpi) -> KpiFiguresShape:
    return KpiFiguresShape(
        conversations=kpi.conversations,
        improved=_rate(kpi.improved),
        resolved=_rate(kpi.resolved),
        warned=_rate(kpi.warned),
        first_answer=_waits(kpi.first_answer),
        answers=_waits(kpi.answers),
    )


def _rate(rate: Rate) -> RateShape:
    return RateShape(hits=rate.hits, of=rate.of, rate=interval_shape(rate.share), enough=rate.of >= FEWEST_READ)


def _waits(waits: WaitFigures) -> WaitShape:
    return WaitShape(
        answered=waits.answered,
        median_s=None if waits.median_s is None else round(waits.median_s, 1),
        p90_s=None if waits.p90_s is None else round(waits.p90_s, 1),
    )
