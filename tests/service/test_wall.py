"""The wall and its alarms over HTTP: who may do what, who was first, and what live views are told."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from zhiyin.app import opened_store
from zhiyin.bus.inprocess import InProcessBus
from zhiyin.config import Config
from zhiyin.domain.alarm_handling import AlarmState
from zhiyin.domain.key import Access, ApiKey
from zhiyin.domain.risk import Tier
from zhiyin.domain.user import UserChange
from zhiyin.domain.wall_settings import WallSettings
from zhiyin.engine.alarm_watch import AlarmWatch
from zhiyin.engine.wall_pulse import WallPulse
from zhiyin.store import open_store
from zhiyin.testing.browser import add_person, fake_browser
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.ringing import keep, ringing
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.service import RunningService, running_service

ANGRY = (
    "等了三天还没发货，你们到底管不管",
    "再不退款我就打12315投诉你们",
    "太差了，骗子，我要投诉到消协",
    "我要投诉！",
)


async def _rage(running: RunningService, name: str, **facts: object) -> None:
    """A conversation that goes wrong, the last turn just now."""
    now = round(time.time() * 1000)
    said = [
        {
            "event_id": f"{name}-{n}",
            "conversation_id": name,
            "role": "customer",
            "at": now - 5000 + n * 1000,
            "text": text,
        }
        for n, text in enumerate(ANGRY)
    ]
    await running.send(*({**each, "facts": facts} for each in said))
    await running.settled()


@pytest.fixture
async def keyed(tmp_path: Path) -> AsyncIterator[RunningService]:
    """A service with two supervisors and an auditor, whose secrets are their names."""
    async with opened_store(Config(home=str(tmp_path))) as store:
        for name, access in (("li", Access.SUPERVISOR), ("wang", Access.SUPERVISOR), ("audit", Access.AUDITOR)):
            digest = hashlib.sha256(f"zy_{name}".encode()).hexdigest()
            await store.add_key(ApiKey(name, "default", name, access, digest, 1))
    async with running_service(tmp_path) as running:
        running.client.headers["Authorization"] = "Bearer zy_li"
        yield running


async def _do(running: RunningService, who: str, what: str, body: dict[str, object] | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer zy_{who}"}
    return await running.client.post(f"/v1/alarms/{what}", json=body or {}, headers=headers)


async def test_the_wall_tells_who_is_open_and_how_they_are(keyed: RunningService) -> None:
    await _rage(keyed, "c1", team="一组", agent="A-07")
    await keyed.send(
        {"event_id": "x", "conversation_id": "c2", "role": "customer", "at": 1_700_000_000_000, "text": "好"}
    )
    await keyed.settled()
    found = (await keyed.client.get("/v1/wall")).json()
    assert (found["open"], found["waiting"], found["truncated"]) == (1, 1, False)
    (tile,) = found["tiles"]
    assert (tile["id"], tile["team"], tile["agent"], tile["alarm"]) == ("c1", "一组", "A-07", tile["tier"])
    assert tile["why"]
    assert found["by_tier"][tile["tier"]] == 1
    assert [(load["key"], load["open"], load["alarms"]) for load in found["teams"]] == [("一组", 1, 1)]
    assert found["names"] == {"team": ["一组"], "channel": ["chat"], "scene": ["ecommerce"]}
    assert found["alarms"]["states"] == {"open": 1, "taken": 0, "closed": 0}
    assert sum(found["alarms"]["rung_5min"].values()) == 1
    assert found["pulse"]
    other = (await keyed.client.get("/v1/wall", params={"team": "二组"})).json()
    assert (other["open"], other["tiles"], other["names"]) == (0, [], found["names"])
    few = (await keyed.client.get("/v1/wall", params={"tiles": 0})).json()
    assert (few["open"], few["tiles"], few["truncated"]) == (1, [], True)


async def test_the_second_is_told_who_was_first_and_all_is_kept(keyed: RunningService) -> None:
    await _rage(keyed, "c1")
    (case,) = (await keyed.client.get("/v1/alarms", params={"state": "open"})).json()["alarms"]
    seen = {"version": case["version"]}
    first, second = await asyncio.gather(
        _do(keyed, "li", "c1/acknowledge", seen), _do(keyed, "li", "c1/acknowledge", seen)
    )
    assert (first.status_code, second.status_code) == (200, 200)
    refused = await _do(keyed, "wang", "c1/acknowledge", seen)
    assert refused.status_code == 409
    assert "li has taken" in refused.json()["detail"]
    note = "客户电话13800138000，请回电"
    given_on = await _do(keyed, "li", "c1/hand-over", {"person": "wang", "team": "投诉组", "note": note})
    assert (given_on.json()["person"], given_on.json()["note"]) == ("wang", "客户电话[手机号]，请回电")
    closed = await _do(keyed, "wang", "c1/close", {"resolution": "soothed"})
    assert closed.json()["state"] == "closed"
    told = (await keyed.client.get("/v1/alarms/c1")).json()
    assert [(d["kind"], d["by"]) for d in told["history"]] == [
        ("acknowledge", "li"),
        ("hand_over", "li"),
        ("close", "wang"),
    ]
    assert told["history"][0]["waited_s"] >= 0
    assert (await keyed.client.get("/v1/alarms", params={"state": "open"})).json()["alarms"] == []
    reopened = await _do(keyed, "wang", "c1/reopen", {"version": 3})
    assert reopened.json()["state"] == "open"
    (times,) = (await keyed.client.get("/v1/alarm-times")).json()["times"]
    assert times["answered"] == 1


async def test_what_is_incomplete_or_forbidden_is_refused(keyed: RunningService) -> None:
    await _rage(keyed, "c1")
    assert (await _do(keyed, "li", "c1/hand-over", {"note": "?"})).status_code == 422
    assert (await _do(keyed, "li", "c1/close", {})).status_code == 422
    assert (await _do(keyed, "li", "nobody/acknowledge")).status_code == 404
    assert (await keyed.client.get("/v1/alarms/nobody")).status_code == 404
    for deed in ("acknowledge", "hand-over", "close", "reopen"):
        body: dict[str, object] = {"person": "x"} if deed == "hand-over" else {}
        body = {"resolution": "other"} if deed == "close" else body
        assert (await _do(keyed, "audit", f"c1/{deed}", body)).status_code == 403
    looking = {"Authorization": "Bearer zy_audit"}
    assert (await keyed.client.get("/v1/wall", headers=looking)).status_code == 200


async def test_a_wall_is_told_in_tiles_and_all_are_told_of_alarms(keyed: RunningService) -> None:
    async def follow(view: str, wanted: str) -> list[tuple[str, dict[str, object]]]:
        found: list[tuple[str, dict[str, object]]] = []
        async with keyed.client.stream("GET", "/v1/live", params={"view": view}) as answer:
            name = ""
            async for line in answer.aiter_lines():
                opened.release() if line == ": open" else None
                name = line.removeprefix("event: ") if line.startswith("event: ") else name
                if line.startswith("data: "):
                    found.append((name, json.loads(line.removeprefix("data: "))))
                    if name == wanted:
                        return found
        return found

    opened = asyncio.Semaphore(0)
    async with asyncio.timeout(15):
        wall, whole = (asyncio.create_task(follow(view, "alarm")) for view in ("wall", "whole"))
        await opened.acquire()
        await opened.acquire()
        await _rage(keyed, "c1", team="一组")
        await _do(keyed, "li", "c1/acknowledge")
        seen, all_seen = await wall, await whole
    assert {name for name, _ in seen} == {"tile", "alarm"}
    assert seen[-2][1]["team"] == "一组"
    assert (seen[-1][1]["state"], seen[-1][1]["person"]) == ("taken", "li")
    assert {"outcome", "delivery", "alarm"} <= {name for name, _ in all_seen}


async def test_a_severe_alarm_is_escalated_once_also_after_a_restart(tmp_path: Path) -> None:
    woken: list[int] = []
    clock = ManualClock(T0)
    settings = WallSettings(idle=600_000, escalate=120_000)
    for restart in range(2):
        store, bus = open_store(f"sqlite:///{tmp_path}/x.db"), InProcessBus()
        await store.open()
        await bus.open()
        if not restart:
            facts: dict[str, str | int | float | bool] = {"team": "一组"}
            await keep(store, ringing(ref(), Tier.SEVERE, facts=facts), ringing(ref("mild"), Tier.MODERATE))
        watch = AlarmWatch(store, bus, clock, settings, lambda: woken.append(1))
        clock.at = T0 + 119_999 if not restart else T0 + 130_000
        assert await watch.tick() == 0
        clock.at = T0 + 125_000 if not restart else T0 + 140_000
        assert await watch.tick() == (0 if restart else 1)
        (sent,) = await store.deliveries("acme")
        assert (sent.action.kind, sent.action.tier, sent.action.body["to"]) == ("alert", Tier.SEVERE, "supervisor")
        assert "2 分钟" in sent.action.title
        case = await store.alarm(ref())
        assert case is not None
        assert case.state is AlarmState.OPEN
        await bus.close()
        await store.close()
    assert woken == [1]


async def test_the_pulse_holds_the_last_hour_and_no_more(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path}/x.db"), ManualClock(T0)
    await store.open()
    await keep(store, ringing(ref(), Tier.SEVERE))
    pulse = WallPulse(store, clock, WallSettings(idle=60_000), ("acme",))
    for _ in range(130):
        await pulse.beat()
        clock.move(30_000)
    beats = pulse.beats("acme")
    assert len(beats) == 120
    assert beats[0].by_tier[Tier.SEVERE] == 0
    assert pulse.beats("other") == []
    await store.close()


async def test_an_alarm_goes_to_a_user_from_the_list_and_not_to_a_typed_name(keyed: RunningService) -> None:
    await _rage(keyed, "c1")
    wu = await add_person(keyed, "wu", Access.AGENT)
    auditor = await add_person(keyed, "shen", Access.AUDITOR)
    far = await add_person(keyed, "far", Access.AGENT, "elsewhere")
    gone = await add_person(keyed, "gone", Access.AGENT)
    await keyed.house.store.change_user(gone, UserChange(disabled=True), 1)
    audit = {"Authorization": "Bearer zy_audit"}
    assert (await keyed.client.get("/v1/alarm-receivers", headers=audit)).status_code == 403
    assert (await keyed.client.get("/v1/alarm-receivers")).json() == {
        "receivers": [{"id": wu, "name": "Wu", "access": "agent"}],
        "typed": True,
        "me": "li",
    }
    async with fake_browser(keyed.address) as browser:
        await browser.sign_in("wu")
        assert (await browser.get("/v1/alarm-receivers")).json()["typed"] is False
        there = "/v1/alarms/c1/hand-over"
        for body, where in (
            ({"person": "随便谁"}, "person"),
            *(({"user": user}, "user") for user in (auditor, far, gone, "?")),
        ):
            refused = await browser.send("POST", there, body)
            assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, where)
        given = await browser.send("POST", there, {"user": wu})
        assert (given.json()["person"], given.json()["by"]) == ("Wu", "Wu")
        assert (await browser.send("POST", "/v1/alarms/c1/acknowledge", {})).status_code == 200
