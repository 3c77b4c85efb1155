"""What labels say of labellers and of the model, and that training reads what is exported."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from zhiyin.domain.label import USUAL_POLARITY, Label
from zhiyin.domain.reading import Emotion
from zhiyin.domain.review_item import ReviewItem, Source, Standing, standing_of
from zhiyin.domain.text import SafeText
from zhiyin.reports.label_export import jsonl, table
from zhiyin.reports.label_view import accuracy, agreement
from zhiyin.testing.samples import T0, review_item
from zhiyin.training.evaluation_plan import load_evaluation_plan
from zhiyin.training.examples import POLARITY_OF
from zhiyin.training.labelled_rows import read_labelled

ANGRY, CALM, SAD = Emotion.ANGRY, Emotion.CALM, Emotion.SAD


def _item(
    name: str,
    said: Sequence[Emotion | None],
    read: Emotion = ANGRY,
    source: Source = Source.SURE,
    chance: float = 0.5,
    model: str = "m1",
) -> ReviewItem:
    """Labelled by as many people as ``said`` has entries."""
    labels = tuple(Label(f"p{n}", T0, e, USUAL_POLARITY[e] if e else None) for n, e in enumerate(said))
    item = review_item(name, source=source, chance=chance)
    reading = replace(item.reading, emotion=read, polarity=USUAL_POLARITY[read], model=model)
    standing = standing_of(labels, None, 2)
    return replace(item, reading=reading, labels=labels, standing=standing, text=SafeText(f"第{name}句，还没到"))


def test_the_usual_polarity_is_that_of_training() -> None:
    assert dict(USUAL_POLARITY) == dict(POLARITY_OF)


def test_each_pair_and_each_emotion_is_told() -> None:
    items = [_item("1", [ANGRY, ANGRY]), _item("2", [ANGRY, CALM]), _item("3", [CALM, CALM, SAD]), _item("4", [CALM])]
    view = agreement(items)
    assert (view.items, view.labellers, view.enough) == (3, 3, False)
    pairs = {(pair.first, pair.second): pair for pair in view.pairs}
    assert set(pairs) == {("p0", "p1"), ("p0", "p2"), ("p1", "p2")}
    both = pairs["p0", "p1"]
    assert both.same is not None
    assert (both.items, round(both.same.value, 3)) == (3, 0.667)
    names = {each.name: (each.both, each.either) for each in view.emotions}
    assert names == {"angry": (1, 2), "calm": (1, 4), "sad": (0, 2)}


def test_enough_is_thirty_items() -> None:
    items = [_item(str(n), [ANGRY, ANGRY if n % 3 else CALM]) for n in range(30)]
    assert agreement(items).enough
    assert not agreement(items[:29]).enough
    assert agreement(items).pairs[0].emotion.value is not None


def test_accuracy_weighs_by_the_chance_and_leaves_corrections_out() -> None:
    items = [
        _item("1", [ANGRY, ANGRY], chance=0.1),
        _item("2", [CALM, CALM], source=Source.UNSURE, chance=0.5),
        _item("3", [None, None]),
        _item("4", [ANGRY, CALM]),
        _item("5", [SAD, SAD], source=Source.CORRECTION, chance=0),
    ]
    (view,) = accuracy(items)
    assert (view.model, view.items, view.untold, view.enough) == ("m1", 2, 1, False)
    assert view.emotion is not None
    assert view.sure is not None
    assert view.unsure is not None
    assert view.emotion.value == pytest.approx(10 / 12)
    assert (view.sure.value, view.unsure.value) == (1, 0)


def test_models_are_told_apart() -> None:
    items = [_item("1", [ANGRY, ANGRY]), replace(_item("2", [CALM, CALM], model="m2"), created_at=T0 + 1)]
    assert [(view.model, view.emotion.value if view.emotion else None) for view in accuracy(items)] == [
        ("m2", 0),
        ("m1", 1),
    ]


def test_training_reads_the_export() -> None:
    items = [_item(str(n), [ANGRY, ANGRY] if n % 2 else [CALM, CALM]) for n in range(40)]
    skipped = [_item("x", [ANGRY, CALM]), _item("y", [None, None])]
    unseen = load_evaluation_plan().unseen
    rows = read_labelled(table([*items, *skipped], "emotion").encode(), unseen)
    assert (rows.head, len(rows.rows), list(rows.bad)) == ("emotion", 40, [])
    assert {row.label for row in rows.rows} == {"angry", "calm"}
    assert all(len(row.before) == 2 for row in rows.rows)
    polarity = read_labelled(table(items, "polarity").encode(), unseen)
    assert polarity.head == "polarity"


def test_jsonl_holds_what_counts_and_its_context() -> None:
    verdict = Label("z", T0, SAD, USUAL_POLARITY[SAD], 1.0, sarcasm=True)
    settled = replace(_item("1", [ANGRY, CALM]), standing=Standing.SETTLED, verdict=verdict)
    row = json.loads(jsonl([settled]))
    assert (row["emotion"], row["polarity"], row["sarcasm"], row["intensity"]) == ("sad", "negative", "sarcastic", 1.0)
    assert row["before"][0] == ["agent", "您好"]
    assert next(csv.reader(io.StringIO(table([], "emotion")))) == ["text", "label", "context"]
