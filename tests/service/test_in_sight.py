"""What an agent who signed in sees: own conversations, nobody's, and those whose alarm was handed over."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from zhiyin.domain.key import Access, ApiKey
from zhiyin.domain.user import UserChange
from zhiyin.testing.browser import FakeBrowser, add_person, fake_browser
from zhiyin.testing.service import RunningService, running_service

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHERS = (
    ("GET", "/v1/conversations/hers"),
    ("GET", "/v1/conversations/hers/corrections"),
    ("GET", "/v1/conversations/hers/handover"),
    ("POST", "/v1/conversations/hers/turns/hers-1/corrections"),
    ("DELETE", "/v1/conversations/hers/turns/hers-1/corrections"),
    ("GET", "/v1/scripts/suggestions?conversation=hers"),
    ("POST", "/v1/scripts/none/uses"),
    ("GET", "/v1/alarms/hers"),
    ("POST", "/v1/alarms/hers/acknowledge"),
    ("POST", "/v1/alarms/hers/hand-over"),
    ("POST", "/v1/alarms/hers/close"),
    ("POST", "/v1/alarms/hers/reopen"),
    ("GET", "/v1/outcomes?conversation=hers"),
)
BODIES: dict[str, object] = {
    "corrections": {"emotion": "sad"},
    "uses": {"conversation": "hers", "event_id": "x"},
    "close": {"resolution": "soothed"},
    "hand-over": {"team": "一组"},
}


async def _sender(service: RunningService) -> None:
    digest = hashlib.sha256(b"zy_sender").hexdigest()
    await service.house.store.add_key(ApiKey("sender", "default", "sender", Access.AGENT, digest, 1))


async def _said(service: RunningService, name: str, number: int, agent: str | None) -> None:
    text = "等了三天还没发货，再不退款我就打12315投诉你们，骗子"
    at = round(time.time() * 1000) + number
    facts = {} if agent is None else {"agent": agent}
    said = {"event_id": f"{name}-{number}", "conversation_id": name, "role": "customer", "at": at, "text": text}
    answer = await service.client.post(
        "/v1/events", json={"events": [{**said, "facts": facts}]}, headers={"X-API-Key": "zy_sender"}
    )
    assert answer.json()["accepted"] == 1, answer.text
    await service.settled()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path_factory.mktemp("home")) as found:
        await _sender(found)
        for name, agent in (("own", "A-07"), ("hers", "A-08"), ("free", None)):
            for number in (1, 2):
                await _said(found, name, number, agent)
        wang = await add_person(found, "wang", Access.AGENT)
        await found.house.store.change_user(wang, UserChange(staff="A-07"), 1)
        await add_person(found, "chief", Access.SUPERVISOR)
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def wang(service: RunningService) -> AsyncIterator[FakeBrowser]:
    async with fake_browser(service.address) as found:
        await found.sign_in("wang")
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def chief(service: RunningService) -> AsyncIterator[FakeBrowser]:
    async with fake_browser(service.address) as found:
        await found.sign_in("chief")
        yield found


async def _listed(browser: FakeBrowser) -> set[str]:
    return {c["id"] for c in (await browser.get("/v1/conversations")).json()["conversations"]}


async def test_lists_and_the_wall_hold_what_is_ones_own(wang: FakeBrowser, chief: FakeBrowser) -> None:
    assert await _listed(chief) == {"own", "hers", "free"}
    assert await _listed(wang) == {"own", "free"}
    wall = (await wang.get("/v1/wall")).json()
    assert ({tile["id"] for tile in wall["tiles"]}, wall["open"]) == ({"own", "free"}, 2)
    alarms = (await wang.get("/v1/alarms?tier=mild")).json()["alarms"]
    assert {alarm["conversation"] for alarm in alarms} == {"own", "free"}
    acted = (await wang.get("/v1/actions?limit=500")).json()["actions"]
    assert {action["conversation"] for action in acted} <= {"own", "free"}
    assert (await wang.get("/v1/actions?conversation=hers")).json()["actions"] == []
    overview = (await wang.get("/v1/overview")).json()
    assert (overview["conversations"], sum(overview["by_tier"].values())) == (2, 2)
    assert (await wang.get("/v1/outcomes")).status_code == 422


@pytest.mark.parametrize(("method", "path"), OTHERS)
async def test_anothers_conversation_is_not_there(wang: FakeBrowser, method: str, path: str) -> None:
    body = BODIES.get(path.rsplit("/", 1)[1])
    refused = await wang.send(method, path, body)
    assert (refused.status_code, "that you may see" in refused.text) == (404, True)


async def _events(browser: FakeBrowser, doing: asyncio.Event, until: str) -> list[tuple[str, str]]:
    """Names and conversations of the live events up to the first of the conversation ``until``."""
    found: list[tuple[str, str]] = []
    async with asyncio.timeout(20), browser.client.stream("GET", "/v1/live") as stream:
        doing.set()
        name = ""
        async for line in stream.aiter_lines():
            if line.startswith("event:"):
                name = line[6:].strip()
            elif line.startswith("data:"):
                data = json.loads(line[5:])
                of = data.get("conversation", "")
                told = of["id"] if isinstance(of, dict) else data.get("conversation_id", of)
                found.append((name, told))
                if told == until and name == "outcome":
                    return found
    return found


async def test_the_live_stream_tells_of_what_is_ones_own(service: RunningService, wang: FakeBrowser) -> None:
    ready = asyncio.Event()
    watching = asyncio.create_task(_events(wang, ready, "free"))
    await ready.wait()
    await asyncio.sleep(0.2)
    await _said(service, "hers", 3, "A-08")
    await _said(service, "own", 3, "A-07")
    await _said(service, "own", 4, "A-08")  # goes to somebody else
    await _said(service, "own", 5, "A-07")  # and comes back
    await _said(service, "free", 3, None)
    found = await watching
    assert "hers" not in {conversation for _, conversation in found}
    assert [c for name, c in found if name == "outcome"] == ["own", "own", "free"]
    assert ("lost", "") in found, "what went away must leave the screen"


async def test_whoever_is_handed_the_alarm_sees_the_conversation(wang: FakeBrowser, chief: FakeBrowser) -> None:
    receivers = (await chief.get("/v1/alarm-receivers")).json()["receivers"]
    to = next(receiver["id"] for receiver in receivers if receiver["name"] == "Wang")
    given = await chief.send("POST", "/v1/alarms/hers/hand-over", {"user": to})
    assert given.status_code == 200, given.text
    assert await _listed(wang) == {"own", "hers", "free"}
    assert (await wang.get("/v1/conversations/hers")).status_code == 200
    assert {tile["id"] for tile in (await wang.get("/v1/wall")).json()["tiles"]} == {"own", "hers", "free"}
    back = await wang.send("POST", "/v1/alarms/hers/hand-over", {"team": "一组"})
    assert back.status_code == 200
    assert await _listed(wang) == {"own", "free"}


async def test_a_staff_number_is_given_by_an_administrator_and_must_be_matchable(service: RunningService) -> None:
    await add_person(service, "root", Access.ADMIN)
    async with fake_browser(service.address) as root:
        await root.sign_in("root")
        users = {user["login"]: user for user in (await root.get("/v1/users")).json()["users"]}
        assert (users["wang"]["staff"], users["chief"]["staff"]) == ("A-07", "")
        path = f"/v1/users/{users['chief']['id']}"
        assert (await root.send("PATCH", path, {"staff": " B-01 "})).json()["staff"] == "B-01"
        refused = await root.send("PATCH", path, {"staff": "13800138000"})
        assert refused.json()["errors"] == [{"where": "staff", "what": "personal"}]
        assert (await root.send("PATCH", path, {"staff": ""})).json()["staff"] == ""


async def test_a_house_may_let_agents_see_all(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with running_service(tmp_path_factory.mktemp("all"), agents_see="all") as service:
        await _sender(service)
        await _said(service, "hers", 1, "A-08")
        await add_person(service, "wang", Access.AGENT)
        async with fake_browser(service.address) as wang:
            await wang.sign_in("wang")
            assert await _listed(wang) == {"hers"}
