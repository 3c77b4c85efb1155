"""WarningReport: how past warnings fared against what came of the conversations."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share

WARNING_TIERS = (Tier.MILD, Tier.MODERATE, Tier.SEVERE)


class Silence(StrEnum):
    """What a conversation without any outcome is taken for."""

    UNKNOWN = "unknown"
    """Nothing is known of it; it is left out."""
    FINE = "fine"
    """It went well, once it is old enough: for systems that report only what went wrong."""


class GroupBy(StrEnum):
    SCENE = "scene"
    CHANNEL = "channel"
    WEEK = "week"
    """ISO week of the conversation's start in Chinese time, such as ``2026-W05``."""


@dataclass(frozen=True, slots=True)
class Quartiles:
    median: float
    low_quartile: float
    high_quartile: float


@dataclass(frozen=True, slots=True)
class TierFigures:
    """Warnings of a tier *or higher*. Only conversations whose end is known count; None where nothing can be said.

    ``warned``: conversations that reached the tier; ``hits``: those of them that ended badly.
    ``false_alarms_per_1000``: warned without a bad end, per 1,000 conversations whose end is known.
    ``lead_turns``: turns from the warning to the end of the conversation, of hits; ``lead_s``: seconds from the
    warning to the first bad outcome, negative where that came first.
    """

    tier: Tier
    warned: int
    hits: int
    precision: Share | None
    recall: Share | None
    false_alarms_per_1000: Share | None
    lead_turns: Quartiles | None
    lead_s: Quartiles | None
    enough: bool
    needed: int
    """How many more known ends it takes at least until the figures mean something; 0 when ``enough``."""


@dataclass(frozen=True, slots=True)
class WarningFigures:
    """``with_outcome``: conversations whose end is known, those counted as fine by their silence included."""

    conversations: int
    with_outcome: int
    bad: int
    tiers: Mapping[Tier, TierFigures]


@dataclass(frozen=True, slots=True)
class WarningGroup:
    by: GroupBy
    key: str
    figures: WarningFigures


@dataclass(frozen=True, slots=True)
class CalibrationTenth:
    """Conversations whose final risk lies in [``low``, ``high``), the last tenth with 1. All figures in 0-1.

    ``predicted`` is the mean final risk, ``observed`` the share of bad ends.
    """

    low: float
    high: float
    conversations: int
    predicted: float | None
    observed: Share | None


@dataclass(frozen=True, slots=True)
class WarningReport:
    """``since`` and ``until`` bound the start of the conversations, in ms since 1970 UTC; None: not bounded."""

    since: int | None
    until: int | None
    silence: Silence
    whole: WarningFigures
    groups: tuple[WarningGroup, ...]
    calibration: tuple[CalibrationTenth, ...]
