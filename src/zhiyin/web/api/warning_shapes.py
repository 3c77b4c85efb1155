"""Shapes of the warning report: how past warnings fared against the outcomes that came back."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhiyin.domain.risk import Tier
from zhiyin.domain.warning_report import GroupBy, Silence
from zhiyin.web.api.shapes import Shape, Share

Count = Annotated[int, Field(ge=0)]


class IntervalShape(Shape):
    """A figure with its 95 % Wilson interval."""

    value: float
    low: float
    high: float


class QuartilesShape(Shape):
    median: float
    low_quartile: float
    high_quartile: float


class WarningTierShape(Shape):
    """Warnings of this tier or higher. ``enough`` false: too little data, ``needed`` more known ends at least.

    ``lead_turns``: turns from the warning to the end; ``lead_s``: seconds from the warning to the first bad outcome.
    """

    tier: Tier
    warned: Count
    hits: Count
    precision: IntervalShape | None
    recall: IntervalShape | None
    false_alarms_per_1000: IntervalShape | None
    lead_turns: QuartilesShape | None
    lead_s: QuartilesShape | None
    enough: bool
    needed: Count


class WarningGroupShape(Shape):
    by: GroupBy
    key: str
    conversations: Count
    with_outcome: Count
    bad: Count
    tiers: list[WarningTierShape]


class CalibrationShape(Shape):
    """One tenth of the final risk: how many, what was predicted on average, what came of it."""

    low: Share
    high: Share
    conversations: Count
    predicted: Share | None
    observed: IntervalShape | None


class WarningReportShape(Shape):
    """``with_outcome``: conversations whose end is known; with ``silence=fine`` old ones without any count as fine."""

    since: datetime | None
    until: datetime | None
    silence: Silence
    conversations: Count
    with_outcome: Count
    bad: Count
    tiers: list[WarningTierShape]
    groups: list[WarningGroupShape]
    calibration: list[CalibrationShape]
