"""Satisfaction of a turn: what the shipped readers say of it, and that its calibration is whole and fits its model."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.domain.utterance import Role
from zhiyin.models import registry
from zhiyin.models.cascade import cascade_from, fast_from
from zhiyin.models.opinion import Opinion
from zhiyin.models.opinion_blend import Blend
from zhiyin.models.registry import ARTEFACTS, TEXT_DEFAULT, load_linear, load_text_model
from zhiyin.models.satisfaction_artefact import SATISFACTION_DEFAULT
from zhiyin.seams import TextModel
from zhiyin.testing.artefact import edit, resign
from zhiyin.testing.lifelike import CASES
from zhiyin.testing.opinions import seen
from zhiyin.testing.samples import reading as sample

TEXT, SHIPPED = ARTEFACTS / TEXT_DEFAULT, ARTEFACTS / SATISFACTION_DEFAULT
CLEAR = [
    ("谢谢，解决了", "您好，已经为您处理好了", 1),
    ("好的，非常满意，谢谢", "退款已经到账", 1),
    ("谢谢你的耐心解答", "还有什么可以帮您", 1),
    ("都三天了还没人处理", "请您耐心等待", -1),
    ("你们到底管不管，我要投诉", "请稍等", -1),
    ("太差劲了，再也不来了", "很抱歉", -1),
    ("没货就算了吧，白等一个星期", "这款暂时没有货了", -1),
]


@cache
def full() -> TextModel:
    return load_text_model()


@cache
def fast() -> TextModel:
    return fast_from()


def said(model: TextModel, *items: Features) -> list[Satisfaction]:
    found = [reading.satisfaction for reading in model.read(items)]
    return [satisfaction for satisfaction in found if satisfaction is not None]


@pytest.mark.parametrize("model", [full, fast])
@pytest.mark.parametrize(("text", "before", "side"), CLEAR)
def test_clear_cases_fall_on_the_right_side(model: Callable[[], TextModel], text: str, before: str, side: int) -> None:
    (found,) = said(model(), seen(text, before))
    assert found.level * side > 0.1


@pytest.mark.parametrize("model", [full, fast])
@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=30) | st.sampled_from([c[0] for c in CASES]), min_size=1, max_size=5))
def test_it_is_a_distribution_and_the_same_alone(model: Callable[[], TextModel], texts: list[str]) -> None:
    items = [seen(text, "请稍等") for text in texts]
    together = said(model(), *items)
    assert len(together) == len(items)
    for item, found in zip(items, together, strict=True):
        assert said(model(), item) == [found]
        assert found.dissatisfied + found.neutral + found.satisfied == pytest.approx(1, abs=1e-5)
        assert min(found.dissatisfied, found.neutral, found.satisfied) >= 0
        assert -1 <= found.level <= 1


@pytest.mark.parametrize("model", [full, fast])
@pytest.mark.parametrize("text", ["", "1234567890", "asdfghjkl qwertyuiop"])
def test_what_cannot_be_read_is_neither(model: Callable[[], TextModel], text: str) -> None:
    (found,) = said(model(), seen(text))
    assert found.level == pytest.approx(0, abs=1e-6)
    assert found.neutral > 0.5


@pytest.mark.parametrize("model", [full, fast])
def test_only_customers_are_satisfied_or_not(model: Callable[[], TextModel]) -> None:
    item = seen("谢谢，解决了")
    ours = replace(item, masked=replace(item.masked, origin=replace(item.masked.origin, role=Role.AGENT)))
    assert [r.satisfaction is None for r in model().read([item, ours])] == [False, True]


def test_the_cascade_has_the_satisfaction_of_whoever_read_the_turn() -> None:
    items = [seen(text, "请稍等") for text, _, _ in CASES]
    first, second = fast().read(items), full().read(items)
    found = cascade_from(None, full()).read(items)
    by = {fast().name: first, full().name: second}
    assert {reading.model for reading in found} == set(by)
    assert all(reading.satisfaction == by[reading.model][i].satisfaction for i, reading in enumerate(found))


def test_an_opinion_leaves_it_as_first_heard() -> None:
    opinion = Opinion(Polarity.POSITIVE, Emotion.GRATEFUL, 0.5, sarcastic=False, quotes=())
    first = sample()
    after = Blend("big", 0.8).reading(first, opinion, seen("行吧").masked.text)
    assert after.polarity_probs != first.polarity_probs
    assert after.satisfaction == first.satisfaction is not None


# --- the artefact ---


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the satisfaction artefact, which the program takes for the shipped one."""
    monkeypatch.setattr(registry, "ARTEFACTS", tmp_path)
    return shutil.copytree(SHIPPED, tmp_path / SATISFACTION_DEFAULT)


def test_golden_cases_are_enough_and_it_is_small() -> None:
    cases = [json.loads(line) for line in (SHIPPED / "golden.jsonl").read_text("utf-8").splitlines()]
    assert len(cases) >= 10
    assert any(case["holes"] for case in cases)
    assert any(case["before"] for case in cases)
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 100_000


@pytest.mark.parametrize("name", ["calibration.json", "golden.jsonl", "card.md"])
def test_a_changed_file_is_refused_by_name(shelf: Path, name: str) -> None:
    (shelf / name).write_bytes((shelf / name).read_bytes() + b" ")
    with pytest.raises(ArtefactError, match=f"{name} was changed"):
        load_linear(TEXT)


@pytest.mark.parametrize("load", [load_text_model, load_linear])
def test_another_calibration_fails_the_golden_cases(shelf: Path, load: Callable[[Path], TextModel]) -> None:
    edit(shelf, {"linear": 0.9, "fast": 1.9}, "calibration.json")
    resign(shelf)
    with pytest.raises(ArtefactError, match=f"{SATISFACTION_DEFAULT}: golden case"):
        load(TEXT)


@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        ("calibration.json", b"{}", "malformed"),
        ("golden.jsonl", b"{}\n", "malformed"),
        ("golden.jsonl", b"", "empty"),
    ],
)
def test_a_malformed_file_is_refused(shelf: Path, file: str, content: bytes, why: str) -> None:
    (shelf / file).write_bytes(content)
    resign(shelf)
    with pytest.raises(ArtefactError, match=why):
        load_linear(TEXT)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"features": "char-ngrams-0"}, "made for inputs"),
        ({"labels": {"satisfaction": ["bad", "good"]}}, "other labels"),
        ({"files": {}}, "names no calibration.json"),
        ({"kind": "text-encoder"}, "is of kind"),
    ],
)
def test_one_made_for_something_else_is_refused(shelf: Path, change: dict[str, object], why: str) -> None:
    edit(shelf, change)
    with pytest.raises(ArtefactError, match=why):
        load_linear(TEXT)


def test_a_model_without_the_head_gives_none(tiny_folder: Path) -> None:
    for model in (load_text_model(tiny_folder), load_linear(tiny_folder)):
        assert model.read([seen("谢谢")])[0].satisfaction is None


def test_for_another_text_artefact_the_full_model_takes_that_ones_own_numbers(shelf: Path) -> None:
    edit(shelf, {"fits": {"encoder.onnx": "0" * 64}}, "calibration.json")
    resign(shelf)
    item = seen("谢谢，解决了", "已经处理好了")
    (own,) = said(load_text_model(TEXT), item)
    assert own.level > 0.5
    assert [own] != said(full(), item)
    assert load_linear(TEXT).read([item])[0].satisfaction is None
