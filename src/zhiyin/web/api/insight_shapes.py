"""Shapes of the page Insight and of the KPI."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhiyin.domain.insight import Grid, Step
from zhiyin.web.api.shapes import Shape, Share, Signed, TurnShape
from zhiyin.web.api.warning_shapes import Count, IntervalShape


class PeriodShape(Shape):
    """``until`` is not included. ``uncounted``: conversations of the past that are not in the sums yet."""

    since: datetime
    until: datetime
    time_zone: str
    uncounted: Count


class MoodShape(Shape):
    """``enough`` false: too few readings for a share to say anything. ``warnings``: first reached any tier, then
    moderate and severe. Conversations count where they began, all else when it was said."""

    conversations: Count
    customer_turns: Count
    read: Count
    negative: Count
    positive: Count
    unsure: Count
    negative_share: IntervalShape | None
    intensity: Share | None
    valence: Signed | None
    load: Annotated[float, Field(ge=0, description="sum of the intensity of negative turns")]
    warnings: Count
    moderate: Count
    severe: Count
    enough: bool


class GridCellShape(Shape):
    """``column``: hour of the day, or weekday (0 is Monday); ``row``: channel, scene or weekday, as the grid says."""

    row: str
    column: Count
    moods: MoodShape


class HeatMapShape(Shape):
    period: PeriodShape
    grid: Grid
    rows: list[str]
    cells: list[GridCellShape]


class CoursePointShape(Shape):
    at: datetime
    moods: MoodShape


class CourseShape(Shape):
    """``before``: over the time of the same length just before."""

    period: PeriodShape
    step: Step
    points: list[CoursePointShape]
    total: MoodShape
    before: MoodShape


class TopicShape(Shape):
    """``english``: what it is called in English, where that is known; else as it is."""

    topic: str
    english: str
    turns: Count
    negative: Count
    load: float
    mean_load: Share
    before: Annotated[float, Field(ge=0, description="load over the time of the same length just before")]
    enough: bool


class TopicsShape(Shape):
    """By emotional load, heaviest first. Kept by day and scene."""

    period: PeriodShape
    topics: list[TopicShape]
    compared: bool = Field(description="false: the time before holds no turns, so that nothing can be said of a change")


class WordShape(Shape):
    word: str
    turns: Count
    negative: Count


class WordsShape(Shape):
    period: PeriodShape
    words: list[WordShape]


class WordTurnShape(Shape):
    conversation_id: str
    scene: str
    channel: str
    turn: TurnShape


class WordTurnsShape(Shape):
    word: str
    turns: list[WordTurnShape]


class InsightChoicesShape(Shape):
    """What there is to filter by."""

    scenes: list[str]
    channels: list[str]
    teams: list[str]


class RateShape(Shape):
    """``hits`` of ``of``; ``enough`` false: too few for the rate to say anything."""

    hits: Count
    of: Count
    rate: IntervalShape | None
    enough: bool


class WaitShape(Shape):
    """Seconds."""

    answered: Count
    median_s: float | None
    p90_s: float | None


class KpiFiguresShape(Shape):
    conversations: Count
    improved: RateShape
    resolved: RateShape
    warned: RateShape
    first_answer: WaitShape
    answers: WaitShape


class KpiShape(Shape):
    """``before``: over the time of the same length just before. Waits are off by ``wait_error`` at most."""

    period: PeriodShape
    now: KpiFiguresShape
    before: KpiFiguresShape
    wait_error: Share
