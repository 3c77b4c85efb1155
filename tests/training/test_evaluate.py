"""Evaluate: every set by the head that fits it, whatever its layout, and a clear word where none fits."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from zhiyin.domain.errors import InputError
from zhiyin.testing.ear import PLAN, FakeEar
from zhiyin.training.evaluate import Evaluation, as_json, evaluate
from zhiyin.training.evaluation_plan import load_evaluation_plan
from zhiyin.training.labels import LabelNames
from zhiyin.training.reliability import draw_reliability
from zhiyin.training.report import report
from zhiyin.training.score import Result

Rows = list[dict[str, object]]
Write = Callable[[Path, Rows], None]
PLAN_OF_SETS = load_evaluation_plan()


def silent(_: str) -> None:
    pass


def scored(sets: Path, ear: FakeEar | None = None, own: bool = False) -> Evaluation:
    return evaluate(ear or FakeEar(), PLAN_OF_SETS, sets, silent, own)


def only(found: Evaluation) -> Result:
    (result,) = found.results
    return result


def test_a_known_set_is_scored_by_its_own_head_against_its_targets(sets: Path, write: Write) -> None:
    rows: Rows = [{"text": "很好", "label": "positive"}, {"text": "很差", "label": "negative"}]
    write(sets / "waimai.test.jsonl.gz", [*rows * 10, {"text": " ", "label": "negative"}, {"label": "positive"}])
    result = only(scored(sets))
    assert (result.set, result.part, result.head, result.texts, result.left_out) == ("waimai", "test", "review", 20, 2)
    assert (result.floor, result.must, result.aim) == (90.4, 92, 94)
    assert result.value.value == 1.0
    assert result.value.low < 1.0
    assert result.majority == 0.5
    assert result.calibration_error == pytest.approx(1 - 8 / 9, abs=1e-4)
    assert (result.sure_share, result.f1) == (1.0, {"negative": 1.0, "positive": 1.0})


def test_turns_before_reach_the_model_in_known_layouts(sets: Path, write: Write) -> None:
    pairs = [["在吗", "您好"], ["能退吗", "拒绝"]]
    write(sets / "jddc_satisfaction.dev.jsonl.gz", [{"text": "哦", "label": 0, "context": pairs}] * 3)
    talk = [{"text": t, "label": "neutral", "dialogue": "d", "turn": i} for i, t in enumerate(["一", "二"])]
    write(sets / "emotiontalk_dialogue.dev.jsonl.gz", [*talk, {"text": "三", "label": "happy", "dialogue": "e"}])
    ear = FakeEar()
    by_set = {result.set: result for result in scored(sets, ear).results}
    assert by_set["jddc_satisfaction"].value.value == 1.0
    assert [(line.passage.folded, line.ours) for line in ear.seen["哦"]][-2:] == [("能退吗", False), ("拒绝", True)]
    assert [line.passage.folded for line in ear.seen["二"]] == ["一"]
    assert ear.seen["三"] == ()


CONTEXTS: list[tuple[str, object]] = [
    ("before", ["c: 能退吗", "a: 拒绝"]),
    ("before", ["能退吗", "拒绝"]),
    ("context", [["客户", "能退吗"], ["客服", "拒绝"]]),
    ("context", [["能退吗", "拒绝"]]),
    ("history", [{"role": "user", "text": "能退吗"}, {"role": "assistant", "content": "拒绝"}]),
    ("history", "顾客：能退吗\n客服：拒绝"),
    ("上文", [{"角色": "客户", "文本": "能退吗"}, {"角色": "坐席", "文本": "拒绝"}, {"角色": "客户", "文本": "行吧"}]),
]


@pytest.mark.parametrize(("field", "value"), CONTEXTS)
def test_an_unseen_set_keeps_its_context_in_any_usual_layout(
    sets: Path, write: Write, field: str, value: object
) -> None:
    write(sets / "anything.test.jsonl.gz", [{"text": "行吧", "label": "negative", field: value}] * 4)
    ear = FakeEar()
    assert only(scored(sets, ear)).value.value == 1.0
    assert [(line.passage.folded, line.ours) for line in ear.seen["行吧"]] == [("能退吗", False), ("拒绝", True)]


def test_a_context_of_no_known_layout_leaves_the_row_out(sets: Path, write: Write) -> None:
    good: dict[str, object] = {"text": "好", "label": "positive"}
    write(sets / "odd.dev.jsonl.gz", [good, {**good, "context": 7}, {**good, "context": [3, 4]}])
    assert only(scored(sets)).texts == 1
    write(sets / "odd.dev.jsonl.gz", [*[good] * 9, {**good, "context": 7}, {**good, "context": [3, 4]}])
    assert (only(scored(sets)).texts, only(scored(sets)).left_out) == (9, 2)


def test_polarity_and_emotion_in_one_row_are_both_scored_and_read_once(sets: Path, write: Write) -> None:
    row: dict[str, object] = {"utterance": "差", "polarity": "负面", "emotion": "愤怒"}
    calm: dict[str, object] = {"utterance": "几点", "polarity": "中性", "emotion": "平静"}
    write(sets / "hard.test.jsonl.gz", [row, row, calm])
    ear = FakeEar()
    by_head = {result.head: result for result in scored(sets, ear).results}
    assert set(by_head) == {"polarity", "emotion"}
    assert by_head["polarity"].value.value == by_head["emotion"].value.value == 1.0
    assert ear.asked == 2


def test_a_set_without_some_labels_is_scored_among_its_own(sets: Path, write: Write) -> None:
    write(sets / "two.dev.jsonl.gz", [{"text": "几点", "label": "neg"}, {"text": "好", "label": "pos"}] * 2)
    result = only(scored(sets))
    assert set(result.f1) == {"negative", "positive"}


@pytest.mark.parametrize(
    ("values", "named", "head", "first"),
    [
        (["negative", "Neutral ", "POSITIVE"], "", "polarity", "negative"),
        ([0, 1, 2], "", "polarity", "negative"),
        ([-1, 0, 1], "", "polarity", "negative"),
        (["0", "1"], "", "polarity", "negative"),
        ([1.0, 2.0, 0.0], "", "polarity", "neutral"),
        (["neg", "neu"], "", "polarity", "negative"),
        (["负面", "正面", "中性"], "", "polarity", "negative"),
        (["angry", "calm"], "", "emotion", "angry"),
        (["不满", "满意"], "", "emotion", "dissatisfied"),
        (["sarcastic", "literal"], "", "sarcasm", "sarcastic"),
        ([True, False], "sarcasm", "sarcasm", "sarcastic"),
        (["offensive", "fine"], "", "offence", "offensive"),
    ],
)
def test_labels_are_recognised(values: list[object], named: str, head: str, first: str) -> None:
    found = LabelNames(PLAN_OF_SETS.unseen).recognise(values * 3, named)
    assert found is not None
    assert found[0] == head
    assert next(iter(found[1].values())) == first


@pytest.mark.parametrize("values", [["price", "service"], [1, 2, 3, 4, 5], [], [None], ["none", "no"], [["a"]]])
def test_labels_that_no_head_knows_are_not_forced(values: list[object]) -> None:
    assert LabelNames(PLAN_OF_SETS.unseen).recognise(values) is None


def test_what_cannot_be_scored_is_named_with_the_reason(sets: Path, write: Write) -> None:
    write(sets / "topics.dev.jsonl.gz", [{"text": "价格", "label": "price"}])
    write(sets / "car_aspect.dev.jsonl.gz", [{"text": "贵", "label": "-1"}])
    write(sets / "nameless.dev.jsonl.gz", [{"words": "贵", "label": "negative"}])
    write(sets / "empty.test.jsonl.gz", [])
    write(sets / "smp2020_usual.dev.jsonl.gz", [{"text": "好", "label": "happy"}])
    (sets / "broken.test.jsonl.gz").write_bytes(b"no gzip")
    write(sets / "waimai.train.jsonl.gz", [{"text": "好", "label": "positive"}])
    why = {skipped.set: skipped.why for skipped in scored(sets).skipped}
    assert set(why) == {"topics", "car_aspect", "nameless", "empty", "smp2020_usual", "broken"}
    assert "price" in why["topics"]
    assert "aspect" in why["car_aspect"]
    assert "words" in why["nameless"]
    assert "usual" in why["smp2020_usual"]
    assert "gzip" in why["broken"]


def test_lines_that_are_no_json_are_counted(sets: Path, write: Write) -> None:
    lines = ['{"text": "好", "label": "positive"}', "{broken", "[1]", '{"text": "差", "label": "negative"}']
    (sets / "some.dev.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    assert (only(scored(sets)).texts, only(scored(sets)).left_out) == (2, 2)


def test_shares_strengths_and_several_labels_have_measures_of_their_own(sets: Path, write: Write) -> None:
    texts: Rows = [{"text": "好"}, {"text": "几点"}, {"text": "差"}]
    many = [{**t, "label": label} for t, label in zip(texts, ["joy", "none", "anger"], strict=True)]
    write(sets / "brighter_labels.dev.jsonl.gz", many)
    felt = [{**t, "valence": v} for t, v in zip(texts, [1.0, 0.1, -1.0], strict=True)]
    write(sets / "ch_sims_valence.dev.jsonl.gz", felt)
    write(sets / "ironic.dev.jsonl.gz", [{"text": "呵呵", "sarcasm": 1}, {"text": "好", "sarcasm": 0}])
    by_set = {result.set: result for result in scored(sets).results}
    assert by_set["brighter_labels"].value.value == 1.0
    assert by_set["ch_sims_valence"].value.value == pytest.approx(1.0)
    assert (by_set["ironic"].head, by_set["ironic"].value.value) == ("sarcasm", 1.0)


def test_own_sayings_are_scored_by_kind_scene_and_context(sets: Path, write: Write) -> None:
    write(sets / "two.dev.jsonl.gz", [{"text": "好", "label": "positive"}])
    found = scored(sets, own=True)
    groups = {r.group for r in found.results if (r.set, r.head) == ("own_sayings", "polarity")}
    assert {"", "kind: sarcasm", "scene: travel", "context: with"} <= groups
    assert {r.head for r in found.results if r.set == "own_sentences"} == {"polarity", "emotion"}


def test_results_are_json_a_table_and_a_picture_that_repeats(sets: Path, write: Write, tmp_path: Path) -> None:
    write(sets / "two.dev.jsonl.gz", [{"text": "好", "label": "positive"}, {"text": "差", "label": "negative"}] * 10)
    write(sets / "topics.dev.jsonl.gz", [{"text": "价格", "label": "price"}])
    found = scored(sets)
    written = json.loads(as_json(found))
    assert written["model"] == "fake-1"
    assert written["results"][0]["accuracy"]["value"] == 1.0
    assert written["heads"][0]["head"] == "polarity"
    table = report(found)
    assert "| two.dev | polarity | 20 |" in table
    assert "topics.dev: no head knows its labels" in table
    first = draw_reliability(found.heads, tmp_path / "a", "dev")
    second = draw_reliability(found.heads, tmp_path / "b", "dev")
    assert first is not None
    assert second is not None
    assert first.read_bytes() == second.read_bytes()
    assert b"dc:date" not in first.read_bytes()
    assert draw_reliability(found.heads, tmp_path, "test") is None


def test_a_folder_without_sets_is_refused(sets: Path) -> None:
    with pytest.raises(InputError, match=r"NAME\.test"):
        scored(sets)


def test_every_known_set_names_a_measure_and_a_baseline_that_exist() -> None:
    for name, tasks in PLAN_OF_SETS.sets.items():
        for task in tasks:
            assert not task.map or task.map in PLAN_OF_SETS.maps, name
            assert (task.floor is None) == (not task.baseline), name
            assert not task.baseline or task.baseline in PLAN_OF_SETS.baselines, name
    assert {head.name for head in PLAN.heads} >= {"polarity", "emotion"}
