"""Pairs of the question model: honest parts, made pairs that mean what they claim, figures that count what they say."""

import gzip
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from zhiyin.domain.errors import SetupError
from zhiyin.training.same_question.config import QUESTION_CONFIG, load_question_config
from zhiyin.training.same_question.made import Maker
from zhiyin.training.same_question.measure import alarm_threshold, best_threshold, f1, measured, table
from zhiyin.training.same_question.pairs import LEARNED, MEASURED, Pair, own_pairs, set_pairs
from zhiyin.training.same_question.rivals import joined, overlap
from zhiyin.training.same_question.taught import curve, taught_pairs


def texts(part: str) -> set[str]:
    return {text for pair in own_pairs(part) for text in (pair.a, pair.b)}


def test_what_measures_was_never_learned() -> None:
    assert not texts(LEARNED) & texts(MEASURED)
    assert len(own_pairs(MEASURED)) >= 200
    assert sum(p.same for p in own_pairs(MEASURED)) >= 200
    assert {p.trade for p in own_pairs(MEASURED)} >= {"ecommerce", "travel", "government", "medical", "finance"}


def test_a_pair_is_not_both_same_and_different() -> None:
    for part in (LEARNED, MEASURED):
        found: dict[frozenset[str], bool] = {}
        for pair in own_pairs(part):
            assert found.setdefault(frozenset((pair.a, pair.b)), pair.same) == pair.same
            assert pair.a != pair.b


def test_made_pairs_mean_what_they_claim() -> None:
    plan = load_question_config().made
    own = own_pairs(LEARNED)
    wordings = {frozenset((p.a, p.b)) for p in own if p.same}
    maker = Maker(plan, own, ["花呗分3期怎么还"])
    made = [p for p in maker.epoch(random.Random(1)) if p.trade == "made"]
    assert {p.same for p in made} == {True, False}
    for pair in made:
        if pair.same:
            assert pair.a.strip("?!。, ") in pair.b
        else:
            assert pair.a != pair.b
            assert frozenset((pair.a, pair.b)) not in wordings
    assert maker.epoch(random.Random(2)) == maker.epoch(random.Random(2))


def test_a_set_without_pairs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="not in the data folder"):
        set_pairs(tmp_path, "nothing", "train")
    path = tmp_path / "text" / "odd.train.jsonl.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(b'{"text": "a", "text2": "b", "label": "perhaps"}'))
    with pytest.raises(SetupError, match="row 1"):
        set_pairs(tmp_path, "odd", "train")


def test_a_wrong_configuration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(QUESTION_CONFIG.read_text("utf-8").replace("held: 3500", "held: many"), "utf-8")
    with pytest.raises(SetupError, match=r"mine\.yaml"):
        load_question_config(path)


SAME = np.array([True, False, True, False, False, True, False, False])
SCORES = np.array([0.9, 0.2, 0.8, 0.85, 0.1, 0.4, 0.3, 0.05])


def test_the_best_threshold_is_the_best() -> None:
    found = best_threshold(SAME, SCORES)
    assert f1(SAME, found <= SCORES) == max(f1(SAME, t <= SCORES) for t in np.linspace(0, 1, 101))
    assert 0.3 < found < 0.4


def test_the_alarm_threshold_keeps_its_promise() -> None:
    for most in (0.0, 0.2, 0.5):
        said = alarm_threshold(SAME, SCORES, most) <= SCORES
        assert said[~SAME].mean() <= most
    shares = [(alarm_threshold(SAME, SCORES, most)) for most in (0.0, 0.2, 0.5)]
    assert all(a >= b for a, b in pairwise(shares))


def test_measuring_counts_what_it_says() -> None:
    pairs = [Pair(str(i), "", bool(same), "t") for i, same in enumerate(SAME)]
    found = measured("m", "dev", pairs, SCORES, 0.35, 1, probable=True)
    assert (found.recall, found.precision, found.false_alarms) == (1.0, 0.75, 0.2)
    assert found.f1.low <= found.f1.value <= found.f1.high
    assert "| m | dev | 8 |" in table([found])


def test_rivals_order_pairs_by_likeness() -> None:
    pairs = [Pair("怎么退款呢", "怎么退款啊", True, "t"), Pair("怎么退款呢", "天气真好啊", False, "t")] * 10
    for rival in (overlap, joined(pairs)):
        alike, apart = rival(pairs)[:2]
        assert alike > apart


def test_the_teacher_gives_probabilities_that_follow_the_likeness() -> None:
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(40, 8)).astype(np.float32)
    vectors = {f"t{i}": row / np.linalg.norm(row) for i, row in enumerate(rows)}
    names = sorted(vectors)
    pairs = [Pair(a, b, bool(vectors[a] @ vectors[b] > 0.2), "own") for a, b in pairwise(names)]
    slope, shift = curve(vectors, pairs)
    assert slope > 0
    taught = taught_pairs(names, vectors, slope, shift, 1)
    assert taught == taught_pairs(names, vectors, slope, shift, 1)
    assert all(p.chance is not None and 0 <= p.chance <= 1 and p.a != p.b for p in taught)
