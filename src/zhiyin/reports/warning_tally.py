"""Warning tally: counts what became of conversations that were warned of, and of those that were not.

A tally of a month is the sum of the tallies of its days: it holds whole numbers only, so neither the order of the
conversations nor the way they are split up changes anything. Formulas are in docs/outcomes.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from zhiyin.domain.end_cell import DAY_MS, EndCell, EndRule, china_day
from zhiyin.domain.end_counts import MILLION, TENTHS, EndCounts, TenthCounts
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share, half_width, wilson
from zhiyin.domain.talk_end import TalkEnd
from zhiyin.domain.warning_report import (
    WARNING_TIERS,
    CalibrationTenth,
    GroupBy,
    Silence,
    TierFigures,
    WarningFigures,
    WarningGroup,
    WarningReport,
)
from zhiyin.reports.spread import quartiles

FINE_AFTER_DAYS = 14
"""From this age on a conversation without any outcome may count as fine, where silence means that."""
FEWEST_BAD = 20
"""Fewer known bad ends than this say nothing of recall: its interval would span 40 points and more."""
WIDEST = 0.1
"""Largest half-width of the interval of the precision that is still called enough."""
_CHINA = timezone(timedelta(hours=8))
_ORDER = {by: n for n, by in enumerate(GroupBy)}


@dataclass(frozen=True, slots=True)
class TallyRules:
    """``now`` (ms since 1970 UTC) is what the age of a silent conversation is reckoned to."""

    silence: Silence = Silence.UNKNOWN
    after_days: int = FINE_AFTER_DAYS
    now: int = 0

    @property
    def rule(self) -> EndRule:
        return EndRule(self.now - self.after_days * DAY_MS if self.silence is Silence.FINE else None)

    def known(self, past: PastConversation) -> bool:
        """Whether it counts as known how this conversation ended."""
        return self.rule.known(past.end)


@dataclass(slots=True)
class GroupTally:
    began: int = 0
    ends: EndCounts = field(default_factory=EndCounts)

    def merge(self, began: int, ends: EndCounts) -> None:
        self.began += began
        self.ends.merge(ends)

    def figures(self) -> WarningFigures:
        tiers = {tier: self._tier(tier, n) for n, tier in enumerate(WARNING_TIERS)}
        return WarningFigures(self.began, self.ends.known, self.ends.bad, tiers)

    def _tier(self, tier: Tier, place: int) -> TierFigures:
        counts, bad = self.ends.tiers[place], self.ends.bad
        precision = wilson(counts.hits, counts.warned)
        alarms = wilson(counts.warned - counts.hits, self.ends.known)
        needed = max(0, FEWEST_BAD - bad, _more_warned(precision, counts.warned))
        return TierFigures(
            tier=tier,
            warned=counts.warned,
            hits=counts.hits,
            precision=precision,
            recall=wilson(counts.hits, bad),
            false_alarms_per_1000=alarms.times(1000) if alarms else None,
            lead_turns=quartiles(Counter(counts.lead_turns)),
            lead_s=quartiles(Counter(counts.lead_s)),
            enough=needed == 0,
            needed=needed,
        )


@dataclass(slots=True)
class WarningTally:
    """Groups by place and week are kept; scenes, channels, weeks and the whole are their sums."""

    rules: TallyRules
    places: dict[tuple[str, str, str], GroupTally] = field(default_factory=dict)
    """By scene, channel, week."""

    def add(self, past: PastConversation) -> None:
        self.add_end(past.end)

    def add_end(self, end: TalkEnd) -> None:
        place = self._place(end.scene, end.channel, end.opened_at)
        place.began += 1
        if self.rules.rule.known(end):
            place.ends.add(end)

    def add_cell(self, cell: EndCell) -> None:
        """Counts of a day, made by the same rules."""
        self._place(cell.scene, cell.channel, cell.day).merge(cell.began, cell.ends)

    def merge(self, other: "WarningTally") -> None:
        """Add the counts of other conversations, tallied by the same rules."""
        for name, group in other.places.items():
            self.places.setdefault(name, GroupTally()).merge(group.began, group.ends)

    def report(self, since: int | None = None, until: int | None = None) -> WarningReport:
        whole, groups = GroupTally(), dict[tuple[GroupBy, str], GroupTally]()
        for (scene, channel, week), place in self.places.items():
            for name in ((GroupBy.SCENE, scene), (GroupBy.CHANNEL, channel), (GroupBy.WEEK, week)):
                groups.setdefault(name, GroupTally()).merge(place.began, place.ends)
            whole.merge(place.began, place.ends)
        ordered = sorted(groups.items(), key=lambda item: (_ORDER[item[0][0]], item[0][1]))
        return WarningReport(
            since=since,
            until=until,
            silence=self.rules.silence,
            whole=whole.figures(),
            groups=tuple(WarningGroup(by, key, group.figures()) for (by, key), group in ordered),
            calibration=tuple(_tenth(n, whole.ends.tenths.get(n, TenthCounts())) for n in range(TENTHS)),
        )

    def _place(self, scene: str, channel: str, at: int) -> GroupTally:
        name = (scene, channel, week_of(china_day(at)))
        place = self.places.get(name)
        if place is None:
            place = self.places[name] = GroupTally()
        return place


def tally_all(conversations: Iterable[PastConversation], rules: TallyRules) -> WarningTally:
    tally = WarningTally(rules)
    for past in conversations:
        tally.add(past)
    return tally


@lru_cache(maxsize=4_000)
def week_of(day: int) -> str:
    """ISO week in Chinese time of a moment in ms since 1970 UTC."""
    year, week, _ = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=day)).astimezone(_CHINA).isocalendar()
    return f"{year}-W{week:02}"


def _more_warned(precision: Share | None, warned: int) -> int:
    """How many more warned conversations it takes, at the precision seen so far (unknown: the widest case, 50 %)."""
    share = precision.value if precision else 0.5
    enough = max(1, warned)
    while half_width(share, enough) > WIDEST:
        enough += 1
    return enough - warned


def _tenth(n: int, tenth: TenthCounts) -> CalibrationTenth:
    predicted = tenth.predicted / tenth.known / MILLION if tenth.known else None
    return CalibrationTenth(n / TENTHS, (n + 1) / TENTHS, tenth.known, predicted, wilson(tenth.bad, tenth.known))
