"""LabelExport: labels that people agreed on, as a data set that ``zhiyin.training`` reads (docs/training.md)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Literal

from zhiyin.domain.label import Label
from zhiyin.domain.review_item import ReviewItem

Head = Literal["emotion", "polarity"]


def told(items: Iterable[ReviewItem]) -> Iterator[tuple[ReviewItem, Label]]:
    """Items with what counts of their labels; those of which it cannot be told are left out."""
    for item in items:
        label = item.final
        if label is not None and label.emotion is not None and label.polarity is not None:
            yield item, label


def jsonl(items: Iterable[ReviewItem]) -> str:
    """One object a line, for ``python -m zhiyin.training evaluate``. Masked text only."""
    return "".join(json.dumps(_object(item, label), ensure_ascii=False) + "\n" for item, label in told(items))


def table(items: Iterable[ReviewItem], head: Head) -> str:
    """CSV with text, label and context, for ``python -m zhiyin.training tune``. Masked text only.

    Texts stand as they are, for they are what is learned from: do not open the file in a spreadsheet unseen.
    """
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(("text", "label", "context"))
    for item, label in told(items):
        said = [[turn.role.value, turn.text] for turn in item.before]
        value = label.emotion if head == "emotion" else label.polarity
        writer.writerow((item.text, value, json.dumps(said, ensure_ascii=False) if said else ""))
    return page.getvalue()


def _object(item: ReviewItem, label: Label) -> dict[str, object]:
    return {
        "text": item.text,
        "emotion": label.emotion,
        "polarity": label.polarity,
        "sarcasm": "sarcastic" if label.sarcasm else "literal",
        "intensity": label.intensity,
        "before": [[turn.role.value, turn.text] for turn in item.before],
        "scene": item.scene,
        "source": item.source,
        "chance": item.chance,
        "model": item.reading.model,
        "labellers": len(item.labels),
    }
