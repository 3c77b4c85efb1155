"""Deletion: named words are taken out, random ones in their place, and the difference is measured."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.models.ngrams import Passage
from zhiyin.testing.ear import FakeEar
from zhiyin.training.answers import Answers
from zhiyin.training.deletion import DRAWS, deletion, deletion_json, deletion_table, sample, without
from zhiyin.training.evaluation_plan import Measure, Task
from zhiyin.training.question import Item, Question


def item(text: str) -> Item:
    return Item(Passage(text), (), "negative")


def silent(_: str) -> None:
    pass


def test_words_that_carry_the_reading_beat_random_ones() -> None:
    sampled = [("a", item("这个东西真差啊")), ("b", item("物流很好谢谢你")), ("b", item("几点发货")), ("b", item("差"))]
    found = deletion(Answers(FakeEar(), silent), "fake-1", sampled, seed=1)
    everything, *by_set = found.results
    assert (everything.set, everything.texts, everything.untested) == ("all", 2, 2)
    assert everything.beats.value == 1.0
    assert everything.flipped.value == 1.0
    assert everything.named.value > 1.0
    assert everything.random.value == 0.0
    assert everything.difference.low > 0
    assert [r.set for r in by_set] == ["a", "b"]
    assert "| all | 2 | 2 |" in deletion_table(found)
    assert b'"draws"' in deletion_json(found)


@settings(max_examples=50)
@given(st.text(alphabet="abcd好差", min_size=1, max_size=20), st.data())
def test_taking_out_moves_the_holes_that_stay(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    hole, cut = (tuple(sorted((data.draw(place), data.draw(place)))) for _ in range(2))
    passage = Passage(text, ((hole[0], hole[1]),) if hole[0] < hole[1] else ())
    left = without(passage, [(cut[0], cut[1])])
    assert left.folded == text[: cut[0]] + text[cut[1] :]
    for start, end in left.holes:
        assert left.folded[start:end] == text[hole[0] : hole[1]]
    apart = cut[0] == cut[1] or cut[1] <= hole[0] or hole[1] <= cut[0]
    assert len(left.holes) == (len(passage.holes) if apart else 0)


def test_the_sample_is_even_over_sets_and_takes_each_text_once() -> None:
    task = Task("polarity", Measure.ACCURACY)
    many = Question("many", "dev", task, [item(f"文本{i}") for i in range(50)], 0)
    few = Question("few", "dev", task, [item("一"), item("二"), item("一")], 0)
    chosen = sample([many, many, few], 20, seed=3)
    counts = {name: sum(s == name for s, _ in chosen) for name in ("many", "few")}
    assert counts == {"many": 10, "few": 2}
    assert chosen == sample([many, many, few], 20, seed=3)
    assert DRAWS > 1
    assert len({i.passage.folded for _, i in chosen}) == 12
