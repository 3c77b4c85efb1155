"""Lessons: rows become turns with what was said before them, and labels become what each head is taught."""

from zhiyin.training.datasets import Row
from zhiyin.training.encoder.lessons import contexts


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
