"""Replay: events from conversations in all the forms they come in."""

import json
from pathlib import Path

import pytest

from zhiyin.connectors.replay import read_events
from zhiyin.connectors.wording import FileError
from zhiyin.domain.row import SetAside

CHAT = """会话ID,发送者,消息内容,发送时间,渠道
c1,买家,在吗,2025/8/7 9:05,app
13812345678,买家,别的,2025/8/7 9:01,app
c1,客服,您好,2025/8/7 9:06,app
c1,买家,在吗,2025/8/7 9:05,app
,买家,没有会话,2025/8/7 9:05,app
"""
EVENT_FIELDS = {"event_id", "conversation_id", "role", "at", "text", "scene", "channel", "facts", "kind"}


def test_a_chat_table_becomes_events_in_order_of_time(tmp_path: Path) -> None:
    file = tmp_path / "chat.csv"
    file.write_text(CHAT, "utf-8")
    aside: list[SetAside] = []
    events = read_events(str(file), on_bad=aside.append)
    assert [e["text"] for e in events[:2]] == ["别的", "在吗"]
    assert [e["role"] for e in events] == ["customer", "customer", "customer", "agent"]
    assert events[0]["at"] == "2025-08-07T01:01:00.000+00:00"
    assert len({e["event_id"] for e in events}) == 4
    assert events[0]["conversation_id"] != "13812345678"
    assert [a.code for a in aside] == ["no_conversation"]
    assert all(e.keys() <= EVENT_FIELDS for e in events)


def test_ids_are_the_same_each_time_unless_the_run_has_a_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(CHAT, "utf-8")
    second.write_text(CHAT, "gb18030")
    assert read_events(str(first)) == read_events(str(second))
    named = read_events(str(first), run="r2")
    assert {e["conversation_id"] for e in named} & {e["conversation_id"] for e in read_events(str(first))} == set()


def test_an_export_of_events_passes_through(tmp_path: Path) -> None:
    event = {
        "event_id": "e1",
        "conversation_id": "c1",
        "role": "customer",
        "at": 1_735_693_200_000,
        "text": "在吗",
        "facts": {"vip": True},
    }
    file = tmp_path / "events.jsonl"
    file.write_text(json.dumps(event) + "\n{bad\n" + json.dumps({"event_id": "e2"}), "utf-8")
    aside: list[SetAside] = []
    (found,) = read_events(str(file), on_bad=aside.append)
    assert found == event | {"at": "2025-01-01T01:00:00.000+00:00"}
    assert [(a.code, a.place.line) for a in aside] == [("json", 2), ("no_field_in_event", 3)]


def test_conversations_of_packs_run_side_by_side(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            f"id: {name}\nscene: ecommerce\nchannel: app\ncourse: calm\ntitle: 测试\nfacts: {{order_amount: 9}}\n"
            "turns:\n  - {role: customer, after: 0, say: 在吗}\n  - {role: agent, after: 60, say: 您好}\n",
            "utf-8",
        )
    events = read_events(str(tmp_path))
    assert [e["event_id"] for e in events] == ["a-1", "b-1", "a-2", "b-2"]
    assert events[0]["facts"] == {"order_amount": 9}
    assert "facts" not in events[2]


def test_a_file_of_reviews_is_no_conversation(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("评论\n好\n", "utf-8")
    with pytest.raises(FileError) as caught:
        read_events(str(file))
    assert caught.value.code == "no_chat"
