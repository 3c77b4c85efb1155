"""Summing: what turns count for, and that counting them in parts is counting them at once."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.carried import Carried
from zhiyin.domain.conversation import Turn
from zhiyin.domain.ledger import Ledger
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import Entity, Masked, Origin, Role
from zhiyin.pipeline.topics import TopicFinder
from zhiyin.testing import samples
from zhiyin.testing.samples import T0
from zhiyin.testing.summed_talks import led_to, said
from zhiyin.testing.summing import summing

MINUTE = 60_000


def _turn(n: int, role: Role, at: int, *, tier: Tier = Tier.NONE, mood: float = 0.0, text: str = "嗯") -> Turn:
    masked = Masked(Origin(samples.ref(), f"e{n}", role, at), SafeText(text))
    return Turn(masked, replace(samples.outcome(masked, n), risk=Risk(0.5, tier, ()), mood=mood))


def _counted(*turns: Turn) -> Ledger:
    ledger = Ledger()
    summing().count(None, turns, ledger)
    return ledger.nonzero()


def _totals(ledger: Ledger) -> dict[str, int]:
    totals: dict[str, int] = {}
    for counts in ledger.moods.values():
        for name, count in counts.items():
            totals[name] = totals.get(name, 0) + count
    return totals


@given(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_counting_in_parts_is_counting_at_once(seed: int, sizes: list[int]) -> None:
    chance = random.Random(seed)
    events = sorted((said(chance, samples.ref(), n) for n in range(sum(sizes))), key=lambda m: m.origin.order)
    turns = [Turn(m, led_to(m, n, seed)) for n, m in enumerate(events, start=1)]
    ledger, carried, rest = Ledger(), None, turns
    for size in sizes:
        carried = summing().count(carried, rest[:size], ledger)
        rest = rest[size:]
    assert ledger.nonzero() == _counted(*turns)
    ledger.add(_counted(*turns), -1)
    assert replace(ledger.nonzero(), said=[]) == Ledger()


def test_a_conflict_that_calms_down_is_resolved_and_its_mood_improved() -> None:
    upset = _turn(1, Role.CUSTOMER, T0, tier=Tier.SEVERE, mood=-0.6)
    calmed = _turn(2, Role.CUSTOMER, T0 + MINUTE, tier=Tier.MILD, mood=0.2)
    totals = _totals(_counted(upset, calmed))
    assert [totals[name] for name in ("conflicts", "resolved", "judged", "improved", "warned")] == [1] * 5
    assert [totals[f"warned_{t}"] for t in ("mild", "moderate", "severe")] == [1, 1, 1]
    still = _totals(_counted(upset, replace(calmed, outcome=led_bad(calmed))))
    assert (still["conflicts"], still.get("resolved", 0)) == (1, 0)


def led_bad(turn: Turn) -> Outcome:
    assert turn.outcome
    return replace(turn.outcome, mood=-0.1)


def test_one_read_turn_tells_no_change() -> None:
    totals = _totals(_counted(_turn(1, Role.CUSTOMER, T0, mood=-0.6)))
    assert (totals["opened"], totals["with_customer"], totals["read"]) == (1, 1, 1)
    assert not {"judged", "improved", "worsened"} & set(totals)


def test_waits_run_from_the_first_unanswered_words_to_the_answer() -> None:
    ledger = _counted(
        _turn(1, Role.AGENT, T0),
        _turn(2, Role.CUSTOMER, T0 + MINUTE),
        _turn(3, Role.CUSTOMER, T0 + 2 * MINUTE),
        _turn(4, Role.SYSTEM, T0 + 3 * MINUTE),
        _turn(5, Role.BOT, T0 + 5 * MINUTE),
        _turn(6, Role.CUSTOMER, T0 + 6 * MINUTE),
        _turn(7, Role.AGENT, T0 + 7 * MINUTE),
    )
    kinds = sorted((key[5], key[6], count) for key, count in ledger.waits.items())
    four, one = 24, 18  # buckets that begin at 203 and 50.8 seconds
    assert kinds == [("answers", one, 1), ("answers", four, 1), ("first_answer", four, 1), ("longest", four, 1)]


def test_the_team_told_last_serves_the_conversation() -> None:
    first = _turn(1, Role.CUSTOMER, T0)
    origin = replace(first.masked.origin, event_id="e2", at=T0 + 1, facts={"team": "售后"})
    ledger = _counted(first, replace(first, masked=replace(first.masked, origin=origin)))
    opened = {key[4]: counts["opened"] for key, counts in ledger.moods.items()}
    assert opened == {"": 0, "售后": 1}


def test_words_are_folded_and_lone_signs_and_placeholders_left_out() -> None:
    turn = _turn(1, Role.CUSTOMER, T0, text="還沒到[手机号]啊")
    assert turn.outcome
    assert turn.outcome.reading
    spans = {"還沒到": (0, 3), "还没到": (0, 3), "到[手机": (2, 6), "[手机号]": (3, 8), "啊": (8, 9)}
    named = [Reason(ReasonKind.WORDS, "x", 1.0, text, span) for text, span in spans.items()]
    reading = replace(turn.outcome.reading, reasons=tuple(named))
    masked = replace(turn.masked, entities=(Entity("phone", (3, 8)),))
    ledger = _counted(Turn(masked, replace(turn.outcome, reading=reading)))
    assert [w.word for w in ledger.said] == ["还没到"]


def test_days_begin_at_midnight_of_the_site() -> None:
    evening = 1_760_023_800_000  # 2025-10-09 23:30 in China, 15:30 UTC
    day = summing().day_of(evening)
    assert (evening - day) / 3_600_000 == 23.5
    assert summing().week_hour_of(evening) == 3 * 24 + 23  # a Thursday
    assert summing().day_of(evening + 30 * MINUTE) == evening + 30 * MINUTE
    assert summing("UTC").day_of(evening) != day
    assert summing().offset_of(evening, evening + 400 * 1440 * MINUTE) == 480 * MINUTE
    assert summing("Europe/Berlin").offset_of(evening, evening + 60 * 1440 * MINUTE) is None
    assert summing("UTC").fingerprint != summing().fingerprint


def test_turns_not_worked_off_are_not_counted() -> None:
    turn = _turn(1, Role.CUSTOMER, T0)
    ledger = Ledger()
    assert summing().count(None, [replace(turn, outcome=None)], ledger) is None
    assert ledger.nonzero() == Ledger()
    assert summing().count(None, [], ledger) is None
    carried = summing().count(None, [turn], ledger)
    assert carried == replace(Carried(T0, "ecommerce", "chat"), customer=True, reads=1, waiting_since=T0)


def test_longer_words_win_and_no_words_find_nothing() -> None:
    finder = TopicFinder({"退": ("退",), "退款": ("退款", "退钱")})
    assert finder.topics_in("我要退款") == {"退款"}
    assert finder.topics_in("退一下，退钱") == {"退", "退款"}
    assert TopicFinder({}).topics_in("退款") == set()
