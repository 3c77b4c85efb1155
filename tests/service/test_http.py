"""The HTTP API: what a caller sends and gets."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from fastapi import FastAPI

from zhiyin.testing.service import RunningService, event
from zhiyin.web import console_files

PHONE = "13812345678"


async def test_events_get_one_result_each_and_good_ones_are_kept(running: RunningService) -> None:
    results = await running.send(
        event(1, "我要投诉"),
        {"event_id": "e2", "conversation_id": "c1", "role": "robot", "at": 1},
        {"event_id": "e3", "conversation_id": "c1", "role": "agent", "at": "2026-01-31T09:30:00", "text": "x"},
        event(4, "谢谢"),
        event(5, "你好", conversation_id=PHONE),
        event(6, "字" * 4001),
        event(1, "我要投诉"),
    )
    assert [r["status"] for r in results] == [
        "accepted",
        "rejected",
        "rejected",
        "accepted",
        "rejected",
        "rejected",
        "duplicate",
    ]
    assert "zone" in results[2]["detail"]
    assert PHONE not in results[4]["detail"]
    assert "4000" in results[5]["detail"]


async def test_a_conversation_tells_its_course_evidence_and_actions(running: RunningService) -> None:
    await running.send(
        event(1, "怎么还没发货", facts={"order_late": True}),
        event(9, "您好，正在查询", role="agent"),
        event(20, "太差了，我要投诉到12315"),
    )
    await running.settled()
    found = (await running.client.get("/v1/conversations/c1")).json()
    assert found["customer_turns"] == 2
    assert found["facts"] == {"order_late": True}
    assert [t["sequence"] for t in found["turns_list"]] == [1, 2, 3]
    agent, last = found["turns_list"][1], found["turns_list"][2]
    assert agent["reading"] is None
    assert last["reading"]["polarity"] == "negative"
    assert last["reading"]["satisfaction"] == {"dissatisfied": 0.7, "neutral": 0.2, "satisfied": 0.1, "level": -0.6}
    assert last["risk"] > found["turns_list"][0]["risk"]
    words = [r for r in last["reasons"] if r["start"] is not None and r["event_id"] == last["event_id"]]
    assert words
    assert all(last["text"][r["start"] : r["end"]] == r["text"] for r in words)
    assert "legal-threat" in {a["rule"] for a in found["actions"]}
    assert {a["status"] for a in found["actions"]} == {"delivered"}
    assert set(last["actions"]) <= {a["id"] for a in found["actions"]}


async def test_personal_data_is_masked_before_it_reaches_the_disk(running: RunningService) -> None:
    await running.send(event(1, f"我电话{PHONE}，快点处理", facts={"note": f"回电{PHONE}"}))
    await running.settled()
    found = (await running.client.get("/v1/conversations/c1")).json()
    assert found["turns_list"][0]["text"].startswith("我电话[手机号]")
    assert found["turns_list"][0]["entities"]
    assert found["facts"]["note"] == "回电[手机号]"
    kept = b"".join(p.read_bytes() for p in running.home.rglob("*") if p.is_file())
    assert "快点处理".encode() in kept
    assert PHONE.encode() not in kept


async def test_garbled_text_is_set_aside_with_the_reason_and_counted(running: RunningService) -> None:
    results = await running.send(event(1, "锟斤拷锟斤拷锟斤拷"), event(2, "你好"))
    assert [r["status"] for r in results] == ["set_aside", "accepted"]
    assert results[0]["detail"]
    await running.settled()
    overview = (await running.client.get("/v1/overview")).json()
    assert overview["set_aside"] == 1
    assert 0 < overview["completeness"] < 1
    assert overview["conversations"] == 1
    assert overview["risk"] == running.house.engine.rulebooks.weights
    assert overview["by_tier"]["none"] == 1


async def test_conversations_are_listed_by_risk_and_paged(running: RunningService) -> None:
    await running.send(
        event(1, "谢谢", conversation_id="calm"),
        event(2, "太差了", conversation_id="angry"),
        event(3, "我要投诉到12315", conversation_id="angry"),
        event(4, "在吗", conversation_id="new"),
    )
    await running.settled()
    first = (await running.client.get("/v1/conversations", params={"order": "risk", "limit": 2})).json()
    assert first["conversations"][0]["id"] == "angry"
    assert first["next_offset"] == 2
    rest = (await running.client.get("/v1/conversations", params={"order": "risk", "limit": 2, "offset": 2})).json()
    assert rest["next_offset"] is None
    assert {c["id"] for c in first["conversations"] + rest["conversations"]} == {"calm", "angry", "new"}


async def test_errors_are_problems_that_say_how_to_mend(running: RunningService) -> None:
    client = running.client
    for answer, status in (
        (await client.get("/v1/conversations/none"), 404),
        (await client.get("/v1/conversations?limit=0"), 422),
        (await client.post("/v1/events", content=b"no json"), 422),
        (await client.post("/v1/events", content="全".encode("gb18030")), 422),
        (await client.post("/v1/events", json={"events": [event(i, "x") for i in range(1001)]}), 422),
        (await client.post("/v1/events", content=b"x" * 4_000_001), 413),
        (await client.get("/v1/nothing"), 404),
    ):
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["title"]


async def test_a_body_that_is_not_json_is_told_from_where_on(running: RunningService) -> None:
    json = {"Content-Type": "application/json"}
    answer = await running.client.post("/v1/keys", content=b'{"name": }', headers=json)
    assert answer.json()["detail"] == "body: not JSON from character 10 on: Expecting value"


async def test_a_body_of_unknown_length_is_limited_too(running: RunningService) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"x" * 100_000

    answer = await running.client.post("/v1/events", content=endless())
    assert answer.status_code == 413


async def test_a_late_event_changes_what_came_after_it(running: RunningService) -> None:
    await running.send(event(10, "我要投诉到12315"))
    await running.settled()
    before = (await running.client.get("/v1/conversations/c1")).json()
    await running.send(event(1, "谢谢，很好"))
    await running.settled()
    after = (await running.client.get("/v1/conversations/c1")).json()
    assert [t["event_id"] for t in after["turns_list"]] == ["e1", "e10"]
    assert after["turns_list"][1]["sequence"] == 2
    assert {a["id"] for a in before["actions"]} <= {a["id"] for a in after["actions"]}


async def test_health_and_metrics_need_no_key_and_name_no_conversation(running: RunningService) -> None:
    await running.send(event(1, "我要投诉到12315"))
    await running.settled()
    assert (await running.client.get("/health/live")).json() == {"status": "ok", "detail": ""}
    assert (await running.client.get("/health/ready")).status_code == 200
    metrics = (await running.client.get("/metrics")).text
    assert 'zhiyin_receipts_total{status="accepted"} 1.0' in metrics
    assert "zhiyin_actions_total" in metrics
    assert "c1" not in metrics


async def test_a_task_that_has_died_makes_the_service_unready(running: RunningService) -> None:
    async def dies() -> None:
        return

    task = asyncio.create_task(dies(), name="some task")
    running.house.engine.watch(task)
    await task
    answer = await running.client.get("/health/ready")
    assert answer.status_code == 503
    assert "some task" in answer.json()["detail"]


async def test_a_dead_action_is_replayed_under_its_id(running: RunningService) -> None:
    await running.send(event(1, "我要投诉到12315"))
    await running.settled()
    action = (await running.client.get("/v1/actions")).json()["actions"][0]
    assert (await running.client.post(f"/v1/actions/{action['id']}/replay")).status_code == 202
    await running.settled()
    again = (await running.client.get("/v1/actions")).json()["actions"]
    assert [a["status"] for a in again if a["id"] == action["id"]] == ["delivered"]
    assert (await running.client.post(f"/v1/actions/{'0' * 32}/replay")).status_code == 404


async def test_built_files_are_kept_by_browsers_for_good_and_the_page_is_not(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "page-1a2b.js").write_text("1")
    (tmp_path / "index.html").write_text("<!doctype html>")
    app = FastAPI()
    console_files.install(app, tmp_path)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        kept = {p: (await client.get(p)).headers.get("cache-control", "") for p in ("/assets/page-1a2b.js", "/")}
    assert "immutable" in kept["/assets/page-1a2b.js"]
    assert "immutable" not in kept["/"]
