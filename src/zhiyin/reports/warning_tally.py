"""Warning tally: counts what became of conversations that were warned of, and of those that were not.

A tally of a month is the sum of the tallies of its days: it holds whole numbers only, so neither the order of the
conversations nor the way they are split up changes anything. Formulas are in docs/outcomes.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share, half_width, wilson
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
from zhiyin.reports.spread import coarse, quartiles

FINE_AFTER_DAYS = 14
"""From this age on a conversation without any outcome may count as fine, where silence means that."""
FEWEST_BAD = 20
"""Fewer known bad ends than this say nothing of recall: its interval would span 40 points and more."""
WIDEST = 0.1
"""Largest half-width of the interval of the precision that is still called enough."""
_DAY_MS = 86_400_000
_CHINA = timezone(timedelta(hours=8))
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class TallyRules:
    """``now`` (ms since 1970 UTC) is what the age of a silent conversation is reckoned to."""

    silence: Silence = Silence.UNKNOWN
    after_days: int = FINE_AFTER_DAYS
    now: int = 0

    def known(self, past: PastConversation) -> bool:
        """Whether it counts as known how this conversation ended."""
        if past.outcomes:
            return True
        return self.silence is Silence.FINE and past.last_at <= self.now - self.after_days * _DAY_MS


@dataclass(slots=True)
class TierTally:
    warned: int = 0
    hits: int = 0
    lead_turns: Counter[int] = field(default_factory=Counter)
    lead_s: Counter[int] = field(default_factory=Counter)

    def merge(self, other: "TierTally") -> None:
        self.warned += other.warned
        self.hits += other.hits
        self.lead_turns.update(other.lead_turns)
        self.lead_s.update(other.lead_s)


@dataclass(slots=True)
class GroupTally:
    conversations: int = 0
    known: int = 0
    bad: int = 0
    tiers: dict[Tier, TierTally] = field(default_factory=lambda: {tier: TierTally() for tier in WARNING_TIERS})

    def add(self, past: PastConversation, known: bool) -> None:
        self.conversations += 1
        if not known:
            return
        ended = past.ended_badly_at
        self.known += 1
        self.bad += ended is not None
        for tier, tally in self.tiers.items():
            alarm = first_alarm(past.alarms, tier)
            if alarm is None:
                continue
            tally.warned += 1
            if ended is not None:
                tally.hits += 1
                tally.lead_turns[past.turns - alarm.turn] += 1
                tally.lead_s[coarse((ended - alarm.at) // 1000)] += 1

    def merge(self, other: "GroupTally") -> None:
        self.conversations += other.conversations
        self.known += other.known
        self.bad += other.bad
        for tier, tally in self.tiers.items():
            tally.merge(other.tiers[tier])

    def figures(self) -> WarningFigures:
        tiers = {tier: self._tier(tier, tally) for tier, tally in self.tiers.items()}
        return WarningFigures(self.conversations, self.known, self.bad, tiers)

    def _tier(self, tier: Tier, tally: TierTally) -> TierFigures:
        precision = wilson(tally.hits, tally.warned)
        alarms = wilson(tally.warned - tally.hits, self.known)
        needed = max(0, FEWEST_BAD - self.bad, _more_warned(precision, tally.warned))
        return TierFigures(
            tier=tier,
            warned=tally.warned,
            hits=tally.hits,
            precision=precision,
            recall=wilson(tally.hits, self.bad),
            false_alarms_per_1000=alarms.times(1000) if alarms else None,
            lead_turns=quartiles(tally.lead_turns),
            lead_s=quartiles(tally.lead_s),
            enough=needed == 0,
            needed=needed,
        )


@dataclass(slots=True)
class TenthTally:
    """``predicted`` is the sum of final risks, in millionths: whole numbers add up alike in any order."""

    known: int = 0
    bad: int = 0
    predicted: int = 0

    def merge(self, other: "TenthTally") -> None:
        self.known += other.known
        self.bad += other.bad
        self.predicted += other.predicted


@dataclass(slots=True)
class WarningTally:
    rules: TallyRules
    whole: GroupTally = field(default_factory=GroupTally)
    groups: dict[tuple[GroupBy, str], GroupTally] = field(default_factory=dict)
    tenths: list[TenthTally] = field(default_factory=lambda: [TenthTally() for _ in range(10)])

    def add(self, past: PastConversation) -> None:
        known = self.rules.known(past)
        self.whole.add(past, known)
        for name in _groups_of(past):
            self.groups.setdefault(name, GroupTally()).add(past, known)
        if known:
            tenth = self.tenths[min(9, int(past.risk * 10))]
            tenth.known += 1
            tenth.bad += past.ended_badly_at is not None
            tenth.predicted += round(past.risk * _MILLION)

    def merge(self, other: "WarningTally") -> None:
        """Add the counts of other conversations, tallied by the same rules."""
        self.whole.merge(other.whole)
        for name, group in other.groups.items():
            self.groups.setdefault(name, GroupTally()).merge(group)
        for mine, theirs in zip(self.tenths, other.tenths, strict=True):
            mine.merge(theirs)

    def report(self, since: int | None = None, until: int | None = None) -> WarningReport:
        groups = sorted(self.groups.items(), key=lambda item: (list(GroupBy).index(item[0][0]), item[0][1]))
        return WarningReport(
            since=since,
            until=until,
            silence=self.rules.silence,
            whole=self.whole.figures(),
            groups=tuple(WarningGroup(by, key, group.figures()) for (by, key), group in groups),
            calibration=tuple(_tenth(n, tenth) for n, tenth in enumerate(self.tenths)),
        )


def tally_all(conversations: Iterable[PastConversation], rules: TallyRules) -> WarningTally:
    tally = WarningTally(rules)
    for past in conversations:
        tally.add(past)
    return tally


def first_alarm(alarms: Iterable[Alarm], tier: Tier) -> Alarm | None:
    """The first alarm of this tier or a higher one: what jumps to severe has reached the tiers below too."""
    reached = [a for a in alarms if a.tier.level >= tier.level]
    return min(reached, key=lambda a: (a.turn, a.at, a.tier.level), default=None)


def _groups_of(past: PastConversation) -> tuple[tuple[GroupBy, str], ...]:
    year, week, _ = (
        (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=past.opened_at)).astimezone(_CHINA).isocalendar()
    )
    return (
        (GroupBy.SCENE, past.scene),
        (GroupBy.CHANNEL, past.channel),
        (GroupBy.WEEK, f"{year}-W{week:02}"),
    )


def _more_warned(precision: Share | None, warned: int) -> int:
    """How many more warned conversations it takes, at the precision seen so far (unknown: the widest case, 50 %)."""
    share = precision.value if precision else 0.5
    enough = max(1, warned)
    while half_width(share, enough) > WIDEST:
        enough += 1
    return enough - warned


def _tenth(n: int, tally: TenthTally) -> CalibrationTenth:
    predicted = tally.predicted / tally.known / _MILLION if tally.known else None
    return CalibrationTenth(n / 10, (n + 1) / 10, tally.known, predicted, wilson(tally.bad, tally.known))
