"""Which readings people look at: drawn once, spread, within the day's room, and so that totals stay unbiased."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.conversation import Turn
from zhiyin.domain.reading import Emotion
from zhiyin.domain.review_item import Source
from zhiyin.domain.utterance import Kind
from zhiyin.pipeline.sampling import Drawn, Stratum, chance_of, item_id, item_of, lot, source_of
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref

STRATA: Sequence[Stratum] = [
    (source, scene, emotion)
    for source in (Source.UNSURE, Source.SURE)
    for scene in ("ecommerce", "travel")
    for emotion in (Emotion.ANGRY, Emotion.CALM)
]
counts = st.dictionaries(st.sampled_from(STRATA), st.integers(0, 200))


@given(counts, st.sampled_from(STRATA), st.integers(0, 500))
def test_the_chance_falls_as_the_room_fills(drawn: dict[Stratum, int], stratum: Stratum, per_day: int) -> None:
    before = chance_of(stratum, drawn, per_day)
    assert 0 <= before <= 1
    more = {**drawn, stratum: drawn.get(stratum, 0) + 1}
    assert chance_of(stratum, more, per_day) <= before
    full = {**drawn, stratum: drawn.get(stratum, 0) + per_day}
    assert chance_of(stratum, full, per_day) == 0


def test_what_is_rare_keeps_its_chance_while_what_is_common_loses_it() -> None:
    common, rare = STRATA[0], STRATA[3]
    assert common[0] is rare[0]
    drawn = {common: 12}
    assert chance_of(rare, drawn, 100) > chance_of(common, drawn, 100) > 0


@given(st.lists(st.tuples(st.sampled_from(STRATA), st.integers(0, 9)), max_size=9), st.integers(2, 20))
def test_weighing_by_the_chance_is_unbiased_though_the_chance_depends_on_the_past(
    readings: list[tuple[Stratum, int]], per_day: int
) -> None:
    """All ways the draws can fall, each with its probability: the expected weighted total is the true total.

    Readings that come when there is no room left have no chance, and belong to no total.
    """

    def expected(place: int, drawn: Counter[Stratum]) -> tuple[float, float]:
        """Of the readings from ``place`` on: expected weighted total, and expected total of those with a chance."""
        if place == len(readings):
            return 0.0, 0.0
        stratum, value = readings[place]
        chance = chance_of(stratum, drawn, per_day)
        missed = expected(place + 1, drawn)
        if chance == 0:
            return missed
        hit = expected(place + 1, drawn + Counter({stratum: 1}))
        told = chance * (value / chance + hit[0]) + (1 - chance) * missed[0]
        return told, value + chance * hit[1] + (1 - chance) * missed[1]

    told, true = expected(0, Counter())
    assert told == pytest.approx(true)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_turn_has_one_lot_and_one_name(conversation: str, event: str) -> None:
    of = ref(conversation)
    assert 0 <= lot(of, event) < 1
    assert lot(of, event) == lot(of, event)
    assert item_id(of, event) != item_id(ref(conversation, "other"), event)


def test_lots_are_even() -> None:
    drawn = [lot(ref("c1"), f"e{n}") for n in range(2_000)]
    assert abs(sum(value < 0.25 for value in drawn) / len(drawn) - 0.25) < 0.05
    assert max(drawn) > 0.99


def test_an_unsure_or_improbable_reading_is_of_the_unsure_kind() -> None:
    reading = samples.reading()
    assert source_of(reading) is Source.SURE
    assert source_of(replace(reading, unsure=True)) is Source.UNSURE
    assert source_of(replace(reading, confidence=0.49)) is Source.UNSURE


def _turns() -> list[Turn]:
    events = [samples.event(ref(), n, f"第{n}句") for n in range(1, 8)]
    events[4] = replace(events[4], origin=replace(events[4].origin, kind=Kind.SILENCE))
    return [Turn(e, samples.outcome(e, n)) for n, e in enumerate(events, start=1)]


def test_an_item_holds_the_four_messages_before_it() -> None:
    item = item_of(_turns(), Drawn(ref(), "e7", Source.SURE, 0.1), T0)
    assert item is not None
    assert [turn.text for turn in item.before] == ["第2句", "第3句", "第4句", "第6句"]
    assert (item.text, item.id, item.chance) == ("第7句", item_id(ref(), "e7"), 0.1)
    first = item_of(_turns(), Drawn(ref(), "e1", Source.SURE, 0.1), T0)
    assert first is not None
    assert first.before == ()


def test_what_was_not_read_becomes_no_item() -> None:
    assert item_of(_turns(), Drawn(ref(), "e2", Source.SURE, 0.1), T0) is None
    assert item_of(_turns(), Drawn(ref(), "e99", Source.SURE, 0.1), T0) is None
