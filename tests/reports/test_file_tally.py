"""Tally: the whole is the sum of its parts, and it stays small."""

import itertools
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.row import Place, ReadRow, SetAside
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Entity, Masked, Origin, Role
from zhiyin.reports.analysis.finding import distinct_words, percent
from zhiyin.reports.analysis.frequent import Frequent
from zhiyin.reports.analysis.mix import Mix
from zhiyin.reports.analysis.sample import Sample
from zhiyin.reports.analysis.tally import Tally
from zhiyin.testing.text_model import FakeTextModel

TEXTS = ("物流太差了，我要投诉", "很好，谢谢", "在吗", "质量太差，失望", "怎么退款")
DAY = 86_400_000


def read_row(number: int, text: str, role: Role = Role.CUSTOMER) -> ReadRow:
    origin = Origin(ConversationRef("file", str(number)), str(number), role, 0)
    masked = Masked(origin, SafeText(text), (Entity("mobile", (0, 1)),))
    (reading,) = FakeTextModel().read([Features(masked, text, (), ())])
    return ReadRow(
        place=Place(number),
        masked=masked,
        reading=reading,
        at=1_735_693_200_000 + number * DAY // 7,
        rating=float(number % 5 + 1),
        product=SafeText(f"商品{number % 3}"),
        missing=("role",) if number % 10 == 0 else (),
    )


def tally_of(rows: Sequence[ReadRow | SetAside]) -> Tally:
    tally = Tally()
    tally.add(rows)
    return tally


def rows(count: int) -> list[ReadRow | SetAside]:
    return [SetAside(Place(n), "empty") if n % 17 == 0 else read_row(n, TEXTS[n % len(TEXTS)]) for n in range(1, count)]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 119), max_size=4))
def test_the_whole_is_the_sum_of_its_parts(cuts: list[int]) -> None:
    every = rows(120)
    merged = Tally()
    edges = [0, *sorted(cuts), len(every)]
    for start, end in itertools.pairwise(edges):
        merged.merge(tally_of(every[start:end]))
    whole = tally_of(every)
    # Samples are heaps: the same rows may lie in another order.
    for mine, theirs in zip(merged.samples.values(), whole.samples.values(), strict=True):
        assert mine.rows() == theirs.rows()
        mine.kept, theirs.kept = [], []
    for mine_rated, theirs_rated in zip(
        sorted(merged.ratings.values.items()), sorted(whole.ratings.values.items()), strict=True
    ):
        assert mine_rated[1].mix == theirs_rated[1].mix
    merged.ratings, whole.ratings = Tally().ratings, Tally().ratings
    assert merged == whole


def test_counts_what_was_read() -> None:
    tally = tally_of([*rows(120), read_row(999, "我是客服，很好", Role.AGENT)])
    assert tally.quality.rows == 120
    assert tally.quality.set_aside == {"empty": 7}
    assert tally.others == 1
    assert tally.mix.total == 112
    assert tally.emotions[Emotion.GRATEFUL] + tally.emotions[Emotion.SATISFIED] == tally.mix.positive
    assert tally.words[Polarity.NEGATIVE].counts["太差"] == sum(
        "太差" in row.masked.text for row in rows(120) if isinstance(row, ReadRow)
    )
    assert tally.entities["mobile"] == 113
    assert sum(g.mix.total for g in tally.days.groups.values()) == 112
    assert tally.topics.groups["物流配送"].mix.negative > 0


def test_unsure_rows_are_counted_apart() -> None:
    tally = Tally()
    row = read_row(1, "很好")
    (unsure,) = FakeTextModel({}).read([Features(row.masked, "很好", (), ())])
    tally.add([ReadRow(row.place, row.masked, unsure)])
    assert tally.mix == Mix(unsure=1)
    assert not tally.emotions
    assert [r.place.number for r in tally.doubtful.rows()] == [1]


def test_memory_is_bounded_whatever_comes() -> None:
    tally = Tally()
    for number in range(3000):
        row = read_row(number, "很好")
        tally.add([ReadRow(row.place, row.masked, row.reading, rating=number * 1.0, product=SafeText(f"商品{number}"))])
    assert len(tally.products.groups) <= 2 * tally.products.capacity
    assert tally.products.rest.mix.total + sum(g.mix.total for g in tally.products.groups.values()) == 3000
    assert len(tally.ratings.values) <= 101
    assert len(tally.samples[Emotion.SATISFIED].kept) == tally.samples[Emotion.SATISFIED].capacity


@given(st.lists(st.sampled_from("abcdefghij"), max_size=200))
def test_frequent_never_counts_too_much_and_says_how_much_too_little(words: list[str]) -> None:
    frequent = Frequent(capacity=3)
    for word in words:
        frequent.add(word)
    for word, count in frequent.counts.items():
        assert count <= words.count(word)
    if len(set(words)) <= 6:
        assert frequent.counts == {w: words.count(w) for w in set(words)}


def test_heavier_rows_are_drawn_more_often() -> None:
    sample = Sample(200)
    for number in range(2000):
        sample.offer(read_row(number, "在吗"), 4.0 if number % 2 else 1.0)
    odd = sum(row.place.number % 2 for row in sample.rows())
    assert odd > 130


def test_the_interval_is_wide_for_few_rows_and_holds_the_share() -> None:
    few, many = Mix(negative=3, positive=3).negative_range, Mix(negative=300, positive=300).negative_range
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert Mix().negative_range == (0.0, 1.0)


def test_words_inside_words_are_listed_once() -> None:
    words = Frequent(counts={"太差": 9, "太差了": 8, "差": 7, "失望": 6, "偶然": 1})
    assert distinct_words(words, 5) == [("太差", 9), ("失望", 6)]


def test_shares_are_rounded_as_people_read_them() -> None:
    assert [percent(x) for x in (0, 0.004, 0.0996, 0.5, 1)] == ["0%", "0.4%", "10%", "50%", "100%"]
