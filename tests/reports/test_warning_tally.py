"""What became of warnings: counted, added up, and never told without saying how sure it is."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind, is_bad
from zhiyin.domain.end_counts import coarse, first_alarm
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import wilson
from zhiyin.domain.utterance import ConversationRef
from zhiyin.domain.warning_report import WARNING_TIERS, GroupBy, Quartiles, Silence, WarningFigures
from zhiyin.reports.spread import quartiles
from zhiyin.reports.warning_tally import TallyRules, WarningTally, tally_all

T0 = 1_769_990_400_000
"""2026-02-02 08:00 in China, a Monday."""
DAY = 86_400_000
UNKNOWN = TallyRules()


def ended(*, bad: bool, at: int = T0 + 600_000) -> BusinessOutcome:
    kind = OutcomeKind.COMPLAINT if bad else OutcomeKind.RATING
    return BusinessOutcome("t", "o", "c", None, kind, None if bad else 5.0, bad, at)


def past(
    *outcomes: BusinessOutcome,
    alarms: tuple[Alarm, ...] = (),
    risk: float = 0.1,
    channel: str = "chat",
    opened_at: int = T0,
) -> PastConversation:
    ref = ConversationRef("t", "c")
    return PastConversation(ref, "ecommerce", channel, opened_at, opened_at + 60_000, 10, alarms, risk, risk, outcomes)


def alarm(tier: Tier = Tier.MILD, turn: int = 4, at: int = T0 + 30_000) -> Alarm:
    return Alarm(tier, at, turn, 0.5)


def test_a_small_case_by_hand() -> None:
    """10 ends known: 4 bad, 3 of them warned of; 2 warned of for nothing. One more is not known and counts nowhere."""
    conversations = [
        *[past(ended(bad=True), alarms=(alarm(),), risk=0.95)] * 3,
        past(ended(bad=True), risk=0.15),
        *[past(ended(bad=False), alarms=(alarm(),), risk=0.35)] * 2,
        *[past(ended(bad=False))] * 4,
        past(alarms=(alarm(),), risk=0.99),
    ]
    report = tally_all(conversations, UNKNOWN).report()
    whole, mild = report.whole, report.whole.tiers[Tier.MILD]
    assert (whole.conversations, whole.with_outcome, whole.bad) == (11, 10, 4)
    assert (mild.warned, mild.hits) == (5, 3)
    assert mild.precision
    assert mild.recall
    assert mild.false_alarms_per_1000
    assert mild.precision.value == pytest.approx(0.6)
    # Wilson 95 % for 3 of 5, as printed in tables: 0.2307 to 0.8824.
    assert [mild.precision.low, mild.precision.high] == pytest.approx([0.2307, 0.8824], abs=1e-4)
    assert mild.recall.value == pytest.approx(0.75)
    assert mild.false_alarms_per_1000.value == pytest.approx(200)
    assert mild.lead_turns == Quartiles(6, 6, 6)
    assert mild.lead_s == Quartiles(570, 570, 570)
    assert [t.conversations for t in report.calibration] == [0, 5, 0, 2, 0, 0, 0, 0, 0, 3]
    assert [t.predicted for t in report.calibration if t.predicted] == pytest.approx([0.11, 0.35, 0.95])
    assert [t.observed.value for t in report.calibration if t.observed] == pytest.approx([0.2, 0, 1])


def test_nothing_known_is_told_as_nothing() -> None:
    mild = tally_all([past(alarms=(alarm(),))], UNKNOWN).report().whole.tiers[Tier.MILD]
    assert (mild.warned, mild.precision, mild.recall, mild.lead_s, mild.false_alarms_per_1000) == (0,) + (None,) * 4
    assert not mild.enough
    assert mild.needed > 20


def test_a_jump_to_severe_has_reached_the_tiers_below() -> None:
    report = tally_all([past(ended(bad=True), alarms=(alarm(Tier.SEVERE),))], UNKNOWN).report()
    assert [t.hits for t in report.whole.tiers.values()] == [1, 1, 1]
    both = (alarm(Tier.SEVERE, turn=6), alarm(Tier.MILD, turn=2))
    assert [a and a.turn for a in (first_alarm(both, tier) for tier in WARNING_TIERS)] == [2, 6, 6]


def test_any_bad_outcome_makes_a_bad_end_and_the_first_one_measures_the_lead() -> None:
    good, early, late = ended(bad=False, at=T0), ended(bad=True, at=T0 + 90_000), ended(bad=True, at=T0 + DAY)
    mild = tally_all([past(good, late, early, alarms=(alarm(),))], UNKNOWN).report().whole.tiers[Tier.MILD]
    assert mild.lead_s == Quartiles(60, 60, 60)


def test_a_warning_after_the_complaint_has_a_negative_lead() -> None:
    mild = tally_all([past(ended(bad=True, at=T0), alarms=(alarm(),))], UNKNOWN).report().whole.tiers[Tier.MILD]
    assert mild.lead_s == Quartiles(-30, -30, -30)


def test_silence_counts_as_fine_only_where_asked_and_only_once_old() -> None:
    silent = past()
    for rules, known in (
        (UNKNOWN, 0),
        (TallyRules(Silence.UNKNOWN, 14, T0 + 99 * DAY), 0),
        (TallyRules(Silence.FINE, 14, T0 + 14 * DAY), 0),
        (TallyRules(Silence.FINE, 14, T0 + 15 * DAY), 1),
        (TallyRules(Silence.FINE, 0, T0 + 60_000), 1),
    ):
        figures = tally_all([silent], rules).report().whole
        assert (figures.with_outcome, figures.bad) == (known, 0)


def test_groups_are_by_scene_channel_and_chinese_week() -> None:
    # Monday 00:30 in China is still Sunday in UTC.
    sunday, monday = T0 - 8 * 3_600_000 - 1, T0 - 8 * 3_600_000 + 1_800_000
    report = tally_all([past(opened_at=sunday), past(opened_at=monday, channel="app")], UNKNOWN).report()
    found = [(g.by, g.key, g.figures.conversations) for g in report.groups]
    assert found == [
        (GroupBy.SCENE, "ecommerce", 2),
        (GroupBy.CHANNEL, "app", 1),
        (GroupBy.CHANNEL, "chat", 1),
        (GroupBy.WEEK, "2026-W05", 1),
        (GroupBy.WEEK, "2026-W06", 1),
    ]


def _figures(warned: int, hits: int, missed: int) -> WarningFigures:
    conversations = [
        *[past(ended(bad=True), alarms=(alarm(),))] * hits,
        *[past(ended(bad=False), alarms=(alarm(),))] * (warned - hits),
        *[past(ended(bad=True))] * missed,
    ]
    return tally_all(conversations, UNKNOWN).report().whole


@pytest.mark.parametrize(
    ("warned", "hits", "missed", "enough"),
    [(93, 46, 0, True), (92, 46, 0, False), (200, 10, 9, False), (200, 10, 10, True), (50, 48, 0, True)],
)
def test_enough_is_twenty_bad_ends_and_an_interval_of_ten_points(
    warned: int, hits: int, missed: int, enough: bool
) -> None:
    mild = _figures(warned, hits, missed).tiers[Tier.MILD]
    assert mild.enough == enough
    assert (mild.needed == 0) == enough


def test_what_is_said_to_be_needed_is_enough_when_it_has_come() -> None:
    short = _figures(20, 15, 0).tiers[Tier.MILD]
    again = _figures(20 + short.needed, round(0.75 * (20 + short.needed)), 5).tiers[Tier.MILD]
    assert again.needed <= 2


@pytest.mark.parametrize(
    ("kind", "value", "bad"),
    [
        ("rating", 1, True),
        ("rating", 2, True),
        ("rating", 2.5, False),
        ("review", 2, True),
        ("review", None, False),
        ("complaint", None, True),
        ("churn", None, True),
        ("refund", None, False),
        ("repurchase", None, False),
    ],
)
def test_what_is_bad_by_itself(kind: str, value: float | None, bad: bool) -> None:
    assert is_bad(OutcomeKind(kind), value) == bad


outcomes = st.builds(ended, bad=st.booleans(), at=st.integers(T0, T0 + 9 * DAY))
alarms = st.builds(alarm, st.sampled_from(WARNING_TIERS), st.integers(1, 10), st.integers(T0, T0 + DAY))
pasts = st.builds(
    lambda o, a, r, c, t: replace(past(*o, alarms=tuple(a), risk=r, channel=c, opened_at=t)),
    st.lists(outcomes, max_size=3),
    st.lists(alarms, max_size=3),
    st.floats(0, 1),
    st.sampled_from(["chat", "app"]),
    st.integers(T0, T0 + 30 * DAY),
)
rules = st.sampled_from([UNKNOWN, TallyRules(Silence.FINE, 14, T0 + 20 * DAY)])


@given(st.lists(pasts, max_size=30), st.integers(0, 30), rules)
def test_a_tally_is_the_sum_of_its_parts(found: list[PastConversation], cut: int, by: TallyRules) -> None:
    parts = WarningTally(by)
    for part in (found[:cut], found[cut:]):
        parts.merge(tally_all(part, by))
    assert parts.report() == tally_all(found, by).report()


@given(st.lists(pasts, max_size=12).flatmap(lambda p: st.tuples(st.just(p), st.permutations(p))), rules)
def test_order_does_not_matter(both: tuple[list[PastConversation], list[PastConversation]], by: TallyRules) -> None:
    assert tally_all(both[0], by).report() == tally_all(both[1], by).report()


@given(st.lists(pasts, max_size=30), rules)
def test_figures_hold_together(found: list[PastConversation], by: TallyRules) -> None:
    report = tally_all(found, by).report()
    assert sum(t.conversations for t in report.calibration) == report.whole.with_outcome
    for figures in (report.whole, *(g.figures for g in report.groups)):
        assert figures.bad <= figures.with_outcome <= figures.conversations
        warned = [t.warned for t in figures.tiers.values()]
        assert warned == sorted(warned, reverse=True)
        for tier in figures.tiers.values():
            assert tier.hits <= min(tier.warned, figures.bad)
            for share in (tier.precision, tier.recall):
                assert share is None or 0 <= share.low <= share.value <= share.high <= 1
            assert tier.enough == (tier.needed == 0)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_contains_its_value_and_narrows(seen: tuple[int, int]) -> None:
    hits, of = seen
    interval, wider = wilson(hits, of), wilson(10 * hits, 10 * of)
    assert interval
    assert wider
    assert 0 <= interval.low <= interval.value <= interval.high <= 1
    assert wider.high - wider.low < interval.high - interval.low


@given(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=40))
def test_quartiles_split_the_values(values: list[int]) -> None:
    found = quartiles(Counter(values))
    assert found
    assert min(values) <= found.low_quartile <= found.median <= found.high_quartile <= max(values)
    for quartile, share in ((found.low_quartile, 0.25), (found.median, 0.5), (found.high_quartile, 0.75)):
        assert sum(v <= quartile for v in values) >= share * len(values)
        assert sum(v >= quartile for v in values) >= (1 - share) * len(values)


@given(st.integers(-(10**9), 10**9))
def test_coarse_seconds_are_at_most_five_per_cent_off(seconds: int) -> None:
    assert abs(coarse(seconds) - seconds) <= 0.05 * abs(seconds)
    assert coarse(coarse(seconds)) == coarse(seconds)
