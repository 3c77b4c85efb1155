"""Corrections and the review queue over the API: from a wrong reading to labels that training can read."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from zhiyin.app import opened_store
from zhiyin.app.embedding import embed_origins_of
from zhiyin.config import Config
from zhiyin.domain.errors import SetupError
from zhiyin.domain.key import Access, ApiKey
from zhiyin.domain.user import UserChange
from zhiyin.domain.utterance import ConversationRef
from zhiyin.pipeline.sampling import lot
from zhiyin.testing.browser import add_person, fake_browser
from zhiyin.testing.service import Json, RunningService, event, running_service

ROLES = {"li": Access.OPERATOR, "wang": Access.SUPERVISOR, "zhao": Access.ADMIN, "chen": Access.AGENT}


@pytest.fixture
async def staffed(tmp_path: Path) -> AsyncIterator[RunningService]:
    """A service that knows four people by their keys."""
    async with opened_store(Config(home=str(tmp_path))) as store:
        for name, access in ROLES.items():
            digest = hashlib.sha256(f"zy_{name}".encode()).hexdigest()
            await store.add_key(ApiKey(name, "default", name, access, digest, 1))
    async with running_service(tmp_path) as found:
        yield found


async def _as(staffed: RunningService, who: str, method: str, path: str, body: object = None) -> tuple[int, Json]:
    headers = {"Authorization": f"Bearer zy_{who}"}
    answer = await staffed.client.request(method, path, json=body, headers=headers)
    return answer.status_code, answer.json() if answer.content else {}


def _only(found: object) -> dict[str, Any]:
    """The one thing of a list."""
    assert isinstance(found, list)
    (one,) = found
    assert isinstance(one, dict)
    return one


def _in(found: object, *path: str) -> object:
    for name in path:
        assert isinstance(found, dict)
        found = found[name]
    return found


async def _send(staffed: RunningService, *events: Json) -> None:
    assert (await _as(staffed, "chen", "POST", "/v1/events", {"events": list(events)}))[0] == 200
    await staffed.settled()


async def _corrected(staffed: RunningService, number: int, emotion: str = "angry") -> str:
    """The id of the review item of a turn that was corrected."""
    where = f"/v1/conversations/c1/turns/e{number}/corrections"
    status, _ = await _as(staffed, "chen", "POST", where, {"emotion": emotion, "note": "打13800138000"})
    assert status == 201
    _, listed = await _as(staffed, "zhao", "GET", "/v1/reviews")
    found = listed["reviews"]
    assert isinstance(found, list)
    return next(str(item["id"]) for item in found if item["event_id"] == f"e{number}")


async def test_a_correction_stands_beside_the_reading_and_reaches_the_queue(staffed: RunningService) -> None:
    said = event(2, "你们可真行啊，电话13900139000"), event(3, "您好", role="agent")
    await _send(staffed, event(1, "怎么还没到"), *said)
    item = await _corrected(staffed, 2)
    _, kept = await _as(staffed, "wang", "GET", "/v1/conversations/c1/corrections")
    made = _only(kept["corrections"])
    assert (made["by"], made["emotion"], made["polarity"], made["mine"]) == ("chen", "angry", "negative", False)
    assert made["note"] == "打[手机号]"
    _, detail = await _as(staffed, "wang", "GET", "/v1/conversations/c1")
    turns = detail["turns_list"]
    assert isinstance(turns, list)
    assert turns[1]["reading"]["emotion"] == "calm"
    _, found = await _as(staffed, "li", "GET", "/v1/reviews/next")
    review = found["review"]
    assert isinstance(review, dict)
    assert (review["id"], review["text"], review["reading"], review["source"]) == (
        item,
        "你们可真行啊，电话[手机号]",
        None,
        None,
    )
    assert review["before"] == [{"role": "customer", "text": "怎么还没到"}]

    where = "/v1/conversations/c1/turns/{}/corrections"
    assert (await _as(staffed, "chen", "POST", where.format("e3"), {"emotion": "sad"}))[0] == 409
    assert (await _as(staffed, "chen", "POST", where.format("e9"), {"emotion": "sad"}))[0] == 404
    assert (await _as(staffed, "chen", "POST", where.format("e2"), {"emotion": "glum"}))[0] == 422
    assert (await _as(staffed, "wang", "DELETE", where.format("e2")))[0] == 404
    assert (await _as(staffed, "chen", "DELETE", where.format("e2")))[0] == 204
    assert (await _as(staffed, "wang", "GET", "/v1/conversations/c1/corrections"))[1] == {"corrections": []}


async def test_two_label_blind_a_third_decides_and_the_label_can_be_learned_from(staffed: RunningService) -> None:
    await _send(staffed, event(1, "你们可真行啊"), event(2, "还要等多久"))
    first, second = await _corrected(staffed, 1), await _corrected(staffed, 2)
    angry, anxious = {"emotion": "angry", "strength": 2, "sarcasm": True}, {"emotion": "anxious"}
    status, mine = await _as(staffed, "li", "POST", f"/v1/reviews/{first}/labels", angry)
    assert status == 201
    assert mine["reading"] is not None
    _, theirs = await _as(staffed, "wang", "GET", f"/v1/reviews/{first}")
    assert (theirs["labels"], theirs["labelled"], theirs["reading"]) == ([], 1, None)
    _, agreed = await _as(staffed, "wang", "POST", f"/v1/reviews/{first}/labels", angry)
    assert agreed["standing"] == "agreed"
    await _as(staffed, "li", "POST", f"/v1/reviews/{second}/labels", anxious)
    _, parted = await _as(staffed, "wang", "POST", f"/v1/reviews/{second}/labels", {"emotion": None})
    assert (parted["standing"], parted["final"]) == ("disputed", None)
    for who, expected in (("li", 403), ("wang", 409), ("zhao", 201)):
        assert (await _as(staffed, who, "POST", f"/v1/reviews/{second}/verdict", anxious))[0] == expected

    _, agreement = await _as(staffed, "wang", "GET", "/v1/reviews/agreement")
    pair = _only(agreement["pairs"])
    assert (pair["first"], pair["second"], pair["items"], pair["enough"]) == ("li", "wang", 2, False)
    assert pair["same"]["value"] == 0.5
    headers = {"Authorization": "Bearer zy_li"}
    lines = (await staffed.client.get("/v1/reviews/export", headers=headers)).text.splitlines()
    exported = {row["text"]: row for row in map(json.loads, lines)}
    assert exported["你们可真行啊"]["emotion"] == "angry"
    assert exported["你们可真行啊"]["sarcasm"] == "sarcastic"
    assert exported["还要等多久"]["polarity"] == "negative"
    table = (await staffed.client.get("/v1/reviews/export?format=csv&head=polarity", headers=headers)).text
    assert "还要等多久,negative," in table
    assert (await staffed.client.get("/v1/reviews/export", headers={"X-API-Key": "zy_wang"})).status_code == 403
    # Corrections are no sample of the readings: they say nothing about how often the model is right.
    assert (await _as(staffed, "wang", "GET", "/v1/reviews/accuracy"))[1]["models"] == []


async def test_a_label_is_taken_back_and_what_is_skipped_does_not_come_again(staffed: RunningService) -> None:
    await _send(staffed, event(1, "你们可真行啊"), event(2, "还要等多久"))
    first, second = await _corrected(staffed, 1), await _corrected(staffed, 2)
    await _as(staffed, "li", "POST", f"/v1/reviews/{first}/labels", {"emotion": "sad"})
    assert (await _as(staffed, "li", "POST", f"/v1/reviews/{first}/labels", {"emotion": "sad"}))[0] == 409
    _, back = await _as(staffed, "li", "DELETE", f"/v1/reviews/{first}/labels")
    assert (back["labels"], back["reading"]) == ([], None)
    assert (await _as(staffed, "li", "POST", f"/v1/reviews/{first}/skip"))[0] == 204
    _, given = await _as(staffed, "li", "GET", "/v1/reviews/next")
    assert _in(given, "review", "id") == second
    assert _in(given, "progress", "left") == 1
    # While li holds it, wang gets the other one.
    _, theirs = await _as(staffed, "wang", "GET", "/v1/reviews/next")
    assert _in(theirs, "review", "id") == first
    assert (await _as(staffed, "chen", "GET", "/v1/reviews/next"))[0] == 403


async def test_some_readings_are_drawn_by_themselves(running: RunningService) -> None:
    ref = ConversationRef("default", "c1")
    drawn = next(n for n in range(1, 2_000) if lot(ref, f"e{n}") < 0.01)
    spared = next(n for n in range(1, 2_000) if lot(ref, f"e{n}") > 0.9)
    await running.send(event(drawn, "怎么还没到"), event(spared, "怎么还没到"))
    await running.settled()
    async with asyncio.timeout(20):
        while not (found := (await running.client.get("/v1/reviews")).json()["reviews"]):
            await asyncio.sleep(0.02)
    assert [item["event_id"] for item in found] == [f"e{drawn}"]
    kept = await running.house.store.review("default", found[0]["id"])
    assert kept is not None
    assert kept.chance == 0.05
    await running.client.post(f"/v1/reviews/{kept.id}/labels", json={"emotion": "confused"})


async def test_a_summary_tells_what_the_next_agent_must_know(running: RunningService) -> None:
    facts = {"order_amount": 299, "agent": "小王"}
    await running.send(
        event(1, "怎么还没发货？", facts=facts),
        event(60, "您放心，我保证今天给您发出", role="agent"),
        event(120, "太差了，我要投诉，电话13800138000"),
    )
    await running.settled()
    told = (await running.client.get("/v1/conversations/c1/handover")).json()
    lines = {section["title"]: section["lines"] for section in told["sections"]}
    assert lines["客户诉求"] == ["最初问：“怎么还没发货？”", "最近说：“太差了，我要投诉，电话[手机号]”"]
    assert lines["情绪变化"][0] == "困惑 → 不满"
    assert "客户正在等待答复" in lines["情绪变化"]
    assert "我保证今天给您发出" in lines["我方已答应"][0]
    assert {"订单金额：299", "坐席：小王"} <= set(lines["业务信息"])
    assert lines["建议"]
    assert "未使用大模型" in told["text"]
    assert "13800138000" not in told["text"]
    english = (await running.client.get("/v1/conversations/c1/handover?language=en")).json()
    assert english["sections"][0]["title"] == "What the customer wants"
    assert (await running.client.get("/v1/conversations/c9/handover")).status_code == 404


async def test_who_serves_is_told_in_the_list(running: RunningService) -> None:
    await running.send(event(1, "你好", facts={"agent": "小王", "team": "售后一组"}))
    await running.settled()
    (found,) = (await running.client.get("/v1/conversations")).json()["conversations"]
    assert (found["agent"], found["team"]) == ("小王", "售后一组")


async def test_only_named_pages_may_hold_the_console(tmp_path: Path) -> None:
    async with running_service(tmp_path, embed_origins="https://crm.example http://localhost:3000") as found:
        policy = (await found.client.get("/")).headers["content-security-policy"]
        assert policy.endswith("frame-ancestors https://crm.example http://localhost:3000")
        told = (await found.client.get("/v1/desk")).json()
        assert told == {"embed_origins": ["https://crm.example", "http://localhost:3000"]}


@pytest.mark.parametrize("wrong", ["*", "crm.example", "http://crm.example", "https://a/b", "https://a;script-src"])
def test_what_is_no_origin_is_refused(wrong: str) -> None:
    with pytest.raises(SetupError, match="embed_origins"):
        embed_origins_of(Config(embed_origins=wrong))


async def test_two_of_one_name_are_two_labellers_and_a_renamed_one_stays_one(staffed: RunningService) -> None:
    await _send(staffed, event(1, "你们可真行啊"), event(2, "还要等多久"))
    first, second = await _corrected(staffed, 1), await _corrected(staffed, 2)
    one = await add_person(staffed, "lina1", Access.OPERATOR)
    other = await add_person(staffed, "lina2", Access.OPERATOR)
    angry = {"emotion": "angry"}
    async with fake_browser(staffed.address) as lina1, fake_browser(staffed.address) as lina2:
        await lina1.sign_in("lina1")
        await lina2.sign_in("lina2")
        for item in (first, second):
            assert (await lina1.send("POST", f"/v1/reviews/{item}/labels", angry)).json()["standing"] == "open"
            told = (await lina2.send("POST", f"/v1/reviews/{item}/labels", angry)).json()
            assert told["standing"] == "agreed"
            assert [label["mine"] for label in told["labels"]] == [False, True]
            for user in (one, other):  # both get the same name, after the first item
                await staffed.house.store.change_user(user, UserChange(name="李娜"), 1)
        assert (await lina1.send("POST", f"/v1/reviews/{first}/labels", angry)).status_code == 409
    _, agreement = await _as(staffed, "wang", "GET", "/v1/reviews/agreement")
    pair = _only(agreement["pairs"])
    assert agreement["labellers"] == 2
    assert {pair["first"], pair["second"]} == {"李娜（lina1）", "李娜（lina2）"}
