"""History files for trials: what is written comes back, masked; what is wrong is named by line."""

import json
from pathlib import Path

import pytest

from zhiyin.connectors.examples import example_history, utterances
from zhiyin.connectors.history import as_turn, history_line, read_history
from zhiyin.domain.errors import InputError, RowError
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.packs import load_conversations, load_lexicon, parse_conversation
from zhiyin.pipeline.features import CueFinder
from zhiyin.testing.text_model import FakeTextModel

REF = ConversationRef("shop", "c-1")
EXAMPLE = parse_conversation(
    """
id: shop-01
scene: ecommerce
channel: app
course: recovered
title: 补发
facts: {order_late: true}
turns:
  - {role: customer, after: 0, say: "太差了，电话13812345678"}
  - {role: agent, after: 1.5, say: "抱歉"}
  - {role: customer, after: 60, say: "谢谢"}
""",
    "e.yaml",
)


def turn(text: str, n: int = 1) -> Masked:
    origin = Origin(REF, f"e{n}", Role.CUSTOMER, 1000 * n, scene="travel", channel="app", facts={"late": True, "n": 2})
    return Masked(origin, SafeText(text))


def reading_of(masked: Masked) -> Features:
    return Features(masked, masked.text, (ContextTurn(Role.AGENT, SafeText("您好")),), ())


def test_a_conversation_comes_back_as_it_was_written(tmp_path: Path) -> None:
    first, second = turn("太差了", 1), turn("", 2)
    (reading,) = FakeTextModel().read([reading_of(first)])
    file = tmp_path / "history.jsonl"
    file.write_bytes(history_line(REF, [as_turn(first, 1, reading), as_turn(second, 2, None)]) + b"\n")
    ((ref, turns),) = read_history(file)
    assert ref == REF
    assert [t.masked for t in turns] == [first, second]
    assert [t.outcome.reading if t.outcome else None for t in turns] == [reading, None]


def test_text_written_by_another_hand_is_masked_on_the_way_in(tmp_path: Path) -> None:
    raw = {"event_id": "e", "role": "customer", "at": 1, "scene": "travel", "text": "我电话13812345678"}
    file = tmp_path / "h.jsonl"
    file.write_text(json.dumps({"conversation": "c", "turns": [raw]}), "utf-8")
    ((ref, (found,)),) = read_history(file)
    assert ref == ConversationRef("default", "c")
    assert "13812345678" not in found.masked.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not a conversation of an export"),
        ('{"turns": []}', "missing required field `conversation`"),
        ('{"conversation": "c", "turns": [{"role": "seller"}]}', r"turns\[0\]"),
        ("\xff", "line 2"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "h.jsonl"
    file.write_bytes(history_line(REF, []) + line.encode("latin-1"))
    with pytest.raises(RowError, match=said):
        list(read_history(file))


def test_a_reading_must_give_all_polarities(tmp_path: Path) -> None:
    (reading,) = FakeTextModel().read([reading_of(turn("好"))])
    line = json.loads(history_line(REF, [as_turn(turn("好"), 1, reading)]))
    del line["turns"][0]["reading"]["polarity_probs"]["neutral"]
    file = tmp_path / "h.jsonl"
    file.write_text(json.dumps(line), "utf-8")
    with pytest.raises(RowError, match="all of negative, neutral, positive"):
        list(read_history(file))


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_history(tmp_path / "none.jsonl"))


def test_a_written_conversation_becomes_utterances_in_time() -> None:
    found = utterances(EXAMPLE, 1_000_000)
    assert [u.origin.at for u in found] == [1_000_000, 1_001_500, 1_061_500]
    assert [u.origin.event_id for u in found] == ["shop-01-001", "shop-01-002", "shop-01-003"]
    assert [dict(u.origin.facts) for u in found] == [{"order_late": True}, {}, {}]


def test_a_written_conversation_is_masked_and_its_customer_turns_are_read_once() -> None:
    ((ref, turns),) = example_history([EXAMPLE], FakeTextModel(), CueFinder(load_lexicon("ecommerce")))
    assert ref == ConversationRef("default", "shop-01")
    assert [t.outcome is not None and t.outcome.reading is not None for t in turns] == [True, False, True]
    assert "13812345678" not in turns[0].masked.text


def test_all_shipped_conversations_become_history() -> None:
    examples = load_conversations()
    assert len(list(example_history(examples, FakeTextModel(), CueFinder(load_lexicon())))) == len(examples)
