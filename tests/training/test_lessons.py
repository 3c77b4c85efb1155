"""Lessons: rows become turns with what was said before them, and labels become what each head is taught."""

import gzip
from collections import Counter
from pathlib import Path

import msgspec

from zhiyin.models.tokens import Tokenizer
from zhiyin.testing.tiny_model import pieces
from zhiyin.training.datasets import Row
from zhiyin.training.encoder.config import Lessons, load_encoder_config
from zhiyin.training.encoder.lessons import contexts, dev_lessons, set_lessons


def texts(rows: list[Row], kind: str, number: int) -> list[tuple[bool, str]]:
    return [(line.ours, line.passage.folded) for line in contexts(kind, rows)(number)]


def test_pairs_of_a_row_are_customer_then_agent_and_empty_sides_are_left_out() -> None:
    rows: list[Row] = [{"text": "好", "context": [["在吗", "您好"], ["退款", ""], ["几天", "三天"]]}]
    assert texts(rows, "pairs", 0) == [(True, "您好"), (False, "退款"), (False, "几天"), (True, "三天")]


def test_a_dialogue_is_ordered_by_turn_and_no_other_dialogue_mixes_in() -> None:
    rows: list[Row] = [
        {"text": "三", "dialogue": "A", "turn": "A_010"},
        {"text": "别的", "dialogue": "B", "turn": "B_001"},
        {"text": "一", "dialogue": "A", "turn": "A_001"},
        {"text": "二", "dialogue": "A", "turn": "A_002"},
    ]
    assert [t for _, t in texts(rows, "dialogue", 0)] == ["一", "二"]
    assert texts(rows, "dialogue", 1) == []
    assert texts(rows, "dialogue", 2) == []


def test_numbered_turns_are_ordered_as_numbers() -> None:
    rows: list[Row] = [{"text": str(n), "dialogue": "A", "turn": n} for n in (10, 2, 9)]
    assert [t for _, t in texts(rows, "dialogue", 0)] == ["2", "9"]


def test_lines_in_order_give_the_ones_before() -> None:
    rows: list[Row] = [{"text": t} for t in ("一", "二", "三")]
    assert [t for _, t in texts(rows, "order", 2)] == ["一", "二"]
    assert texts(rows, "order", 0) == []


def test_a_topic_stands_before_the_reply_and_without_a_kind_there_is_nothing() -> None:
    rows: list[Row] = [{"text": "真好", "topic": "头条"}]
    assert texts(rows, "topic", 0) == [(True, "头条")]
    assert texts(rows, "", 0) == []


def test_a_small_dev_part_is_read_once_and_a_limit_above_a_set_reads_it_again(tmp_path: Path) -> None:
    found: list[Row] = [{"text": f"质量{n}", "label": "positive"} for n in range(7)]
    (tmp_path / "text").mkdir()
    lines = b"".join(msgspec.json.encode(row) + b"\n" for row in found)
    (tmp_path / "text" / "waimai.dev.jsonl.gz").write_bytes(gzip.compress(lines))
    config, cut = load_encoder_config(), Tokenizer(pieces(), 30, 20)
    dev = [lesson.passage.folded for lesson in dev_lessons(config, tmp_path, cut) if lesson.source == "waimai"]
    assert sorted(dev) == sorted(str(row["text"]) for row in found)
    source = next(s for s in config.sources if s.set == "waimai")
    again = Lessons(source.set, source.teaches, limit=10)
    counts = Counter(lesson.passage.folded for lesson in set_lessons(config, again, found, cut))
    assert sorted(counts.values()) == [1, 1, 1, 1, 2, 2, 2]
