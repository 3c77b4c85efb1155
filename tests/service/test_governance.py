"""Settings that take effect: keys, retention, a person's data, legal switches, destinations."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path

import pytest

from zhiyin.domain.retention import DAY_MS
from zhiyin.testing.receiver import Answer, Receiver
from zhiyin.testing.service import START, Json, RunningService, event, running_service

ANGRY = "太差了，骗子，我要投诉到12315"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningService]:
    """Open, so that the door does not close when a test makes a key."""
    async with running_service(tmp_path, open=True) as found:
        yield found


async def log_of(running: RunningService) -> list[str]:
    """What the operation log says in words, newest first."""
    found = (await running.client.get("/v1/audit")).json()["entries"]
    return [f"{e['deed']}: {e['detail']}" for e in found]


def of(conversation: str, number: int, text: str, customer: str = "") -> Json:
    facts = {"customer": customer} if customer else {}
    return event(number, text, conversation_id=conversation, event_id=f"{conversation}-{number}", facts=facts)


async def test_a_key_is_made_used_and_revoked(running: RunningService) -> None:
    made = (await running.client.post("/v1/keys", json={"name": "大屏", "access": "auditor"})).json()
    header = {"Authorization": f"Bearer {made['secret']}"}
    me = (await running.client.get("/v1/me", headers=header)).json()
    assert (me["name"], me["access"]) == ("大屏", "auditor")
    (listed,) = (await running.client.get("/v1/keys")).json()["keys"]
    assert listed["last_used"] is not None
    assert made["secret"] not in str(listed)
    assert (await running.client.delete(f"/v1/keys/{listed['id']}")).status_code == 204
    assert (await running.client.get("/v1/me", headers=header)).status_code == 401, "at once"
    assert (await running.client.get("/v1/keys")).json()["keys"][0]["revoked_at"] is not None
    assert (await running.client.post("/v1/keys", json={"name": " ", "access": "admin"})).status_code == 422


async def test_nothing_is_deleted_that_nobody_set_and_then_what_was_set(running: RunningService) -> None:
    await running.send(of("old", 1, "你好"))
    await running.settled()
    client, desk = running.client, running.house.web.state.services.governance.retention
    unset = (await client.get("/v1/settings/retention")).json()["retention"]
    assert set(unset.values()) == {None}
    assert (await desk.apply("default")).nothing
    days = (running.house.clock.now() - START) // DAY_MS
    wanted = {**unset, "conversations": days - 1}
    assert (await client.get("/v1/settings/retention/preview", params={"conversations": days + 1})).json()[
        "conversations"
    ] == 0
    preview = await client.get("/v1/settings/retention/preview", params={"conversations": days - 1})
    assert preview.json() == {"conversations": 1, "deliveries": 0, "business_outcomes": 0, "audit": 0}
    assert (await client.put("/v1/settings/retention", json=wanted)).status_code == 200
    await desk.apply_all()
    assert (await client.get("/v1/conversations/old")).status_code == 404
    done, begun, put = (await log_of(running))[:3]
    assert done == "retention done: deleted 1 conversations, 0 deliveries, 0 business_outcomes, 0 audit"
    assert begun.startswith("retention begins: 1 conversations")
    assert put == f"PUT /v1/settings/retention: conversations: for good -> {days - 1} days"


async def test_operation_logs_are_kept_as_long_as_the_law_asks(running: RunningService) -> None:
    body = {"conversations": None, "deliveries": None, "business_outcomes": None, "audit": 179}
    refused = await running.client.put("/v1/settings/retention", json=body)
    assert refused.status_code == 422
    assert "180" in refused.json()["detail"]
    assert (await running.client.put("/v1/settings/retention", json={**body, "audit": 180})).status_code == 200


async def test_one_person_gets_or_loses_everything(running: RunningService) -> None:
    client = running.client
    await running.send(of("mine", 1, ANGRY, "member 42"), of("mine", 2, ANGRY), of("theirs", 1, ANGRY, "member 7"))
    rating = {"id": "r1", "kind": "rating", "at": START + 9_000, "customer": "member 42", "value": 1}
    await client.post("/v1/outcomes", json={"outcomes": [rating]})
    await running.settled()
    found = (await client.post("/v1/persons/find", json={"customer": " member 42 "})).json()
    name = found["customer"]
    assert (found["conversations"], found["events"], found["business_outcomes"]) == (1, 2, 1)
    assert found["actions"] > 0
    assert (await client.post("/v1/persons/find", json={"customer": name})).json() == found

    exported = await client.get(f"/v1/persons/{name}/export")
    kinds = [json.loads(line)["kind"] for line in exported.text.splitlines()]
    assert kinds[:4] == ["person", "conversation", "turn", "turn"]
    assert kinds.count("action") == found["actions"]
    assert kinds[-1] == "business_outcome"
    assert "member 42" not in exported.text
    packed = await client.get(f"/v1/persons/{name}/export?form=zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.namelist() == ["data.jsonl", "index.html", "turns.csv"]
        assert archive.read("data.jsonl") == exported.content
        page, table = archive.read("index.html").decode(), archive.read("turns.csv").decode("utf-8-sig")
    assert page.count(escape(ANGRY)) == table.count(ANGRY) == 2
    assert ("评分" in page, "会话 mine" in page, "theirs" in page) == (True, True, False)
    assert page.count("<table>") == page.count("</table>") == 3

    assert (await client.post(f"/v1/persons/{name}/erase", json={"confirm": "c-" + "0" * 16})).status_code == 409
    erased = await client.post(f"/v1/persons/{name}/erase", json={"confirm": name})
    assert erased.json() == found
    assert (await client.get(f"/v1/persons/{name}/export")).status_code == 404
    assert (await client.get("/v1/conversations/mine")).status_code == 404
    assert (await client.get("/v1/conversations/theirs")).status_code == 200
    assert {a["conversation"] for a in (await client.get("/v1/actions")).json()["actions"]} == {"theirs"}
    told = await log_of(running)
    assert any(line.startswith("POST /v1/persons/{customer}/erase: erased 1 conversations, 2 events") for line in told)
    assert any(line.startswith("GET /v1/persons/{customer}/export: handed out 1 conversations") for line in told)
    assert "member 42" not in str(told)


async def test_what_customers_write_is_not_read_once_that_is_switched_off(running: RunningService) -> None:
    client = running.client
    told = (await client.get("/v1/settings/legal")).json()
    switches = told["switches"]
    assert (switches["customer_text"], switches["agent_text"], switches["customer_face"]) == (True, False, False)
    await running.send(of("c", 1, ANGRY))
    await running.settled()
    off = await client.put("/v1/settings/legal", json={**switches, "customer_text": False})
    assert off.status_code == 200
    await running.send(of("c", 2, ANGRY), of("d", 1, ANGRY))
    await running.settled()
    first, second = (await client.get("/v1/conversations/c")).json()["turns_list"]
    assert first["reading"] is not None
    assert (second["reading"], second["text"]) == (None, ANGRY)
    unread = (await client.get("/v1/conversations/d")).json()
    assert unread["turns_list"][0]["reading"] is None
    assert unread["actions"] == [], "listed expressions are not looked for either"
    await client.put("/v1/settings/legal", json=switches)
    # A late event makes all turns be worked off anew: what was said while reading was off stays unread.
    await running.send(of("c", 0, ANGRY), of("c", 3, ANGRY))
    await running.settled()
    read = [t["reading"] is not None for t in (await client.get("/v1/conversations/c")).json()["turns_list"]]
    assert read == [True, True, False, True]
    assert (await log_of(running))[:2] == [
        "PUT /v1/settings/legal: customer_text: off -> on",
        "PUT /v1/settings/legal: customer_text: on -> off",
    ]


async def test_agents_are_read_only_where_that_is_switched_on(running: RunningService) -> None:
    client = running.client
    switches = (await client.get("/v1/settings/legal")).json()["switches"]
    await running.send(of("a", 1, "不知道，你自己看") | {"role": "agent"})
    await running.settled()
    await client.put("/v1/settings/legal", json={**switches, "agent_text": True})
    await running.send(of("a", 2, "不知道，你自己看") | {"role": "agent"})
    await running.settled()
    turns = (await client.get("/v1/conversations/a")).json()["turns_list"]
    assert [t["reading"] is not None for t in turns] == [False, True]


async def test_a_switch_that_nothing_could_obey_is_refused_with_the_reason(running: RunningService) -> None:
    told = (await running.client.get("/v1/settings/legal")).json()
    face = await running.client.put("/v1/settings/legal", json={**told["switches"], "customer_face": True})
    assert face.status_code == 409
    assert "no face model" in face.json()["detail"]
    assert "customer_face" in told["unavailable"]


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIYIN_TEST_HOOK", SECRET)


def hook(receiver: Receiver) -> list[Json]:
    return [{"name": "desk", "hand": "webhook", "url": receiver.url, "secrets": "env:ZHIYIN_TEST_HOOK"}]


@pytest.mark.usefixtures("secret")
async def test_a_destination_is_tried_switched_and_replayed(tmp_path: Path) -> None:
    async with Receiver(SECRET) as receiver:
        entries = [{**one, "allow_private": True} for one in hook(receiver)]
        async with running_service(tmp_path, destinations=entries) as running:
            client = running.client
            receiver.answer(Answer(body='{"好": 1}'.encode()))
            tried = (await client.post("/v1/destinations/desk/test")).json()
            assert (tried["ok"], tried["status"], tried["body"]) == (True, 200, '{"好": 1}')
            (arrived,) = receiver.received
            assert arrived.verified
            assert json.loads(arrived.body)["type"] == "com.zhiyin.action.test"
            receiver.answer(Answer(status=500, body=b"broken"))
            tried = (await client.post("/v1/destinations/desk/test")).json()
            assert (tried["ok"], tried["status"], tried["body"]) == (False, 500, "broken")

            console, desk = (await client.get("/v1/destinations")).json()["destinations"]
            assert (console["name"], console["testable"]) == ("console", False)
            assert (desk["place"], desk["off"]) == (f"http://127.0.0.1:{receiver.port}", "")
            assert receiver.path not in str(desk)
            assert SECRET not in str(desk)

            off = (await client.post("/v1/destinations/desk/switch", json={"on": False})).json()
            assert off["off"] == "switched off by hand"
            await running.send(of("c", 1, ANGRY))
            await running.settled()
            dead = (await client.get("/v1/actions", params={"destination": "desk"})).json()["actions"]
            assert {a["status"] for a in dead} == {"dead"}
            assert len(receiver.received) == 2
            await client.post("/v1/destinations/desk/switch", json={"on": True})
            assert (await client.post(f"/v1/actions/{dead[0]['id']}/replay")).status_code == 202
            await receiver.arrived(3)
            await running.settled()
            listed = (await client.get("/v1/destinations")).json()["destinations"][1]
            assert listed["last"] is not None
            assert "POST /v1/destinations/{name}/switch: off -> on" in await log_of(running)


@pytest.mark.usefixtures("secret")
async def test_a_destination_stays_off_over_a_restart(tmp_path: Path) -> None:
    async with Receiver(SECRET) as receiver:
        entries = [{**one, "allow_private": True} for one in hook(receiver)]
        async with running_service(tmp_path, destinations=entries) as running:
            await running.client.post("/v1/destinations/desk/switch", json={"on": False})
        async with running_service(tmp_path, destinations=entries) as running:
            told = (await running.client.get("/v1/destinations")).json()["destinations"]
            assert [d["off"] for d in told] == ["", "switched off by hand"]
            nobody = await running.client.post("/v1/destinations/nobody/test")
            console = await running.client.post("/v1/destinations/console/switch", json={"on": False})
            assert (nobody.status_code, console.status_code) == (404, 422)


async def test_the_system_page_tells_what_is_unsafe(running: RunningService) -> None:
    told = (await running.client.get("/v1/system")).json()
    assert (told["store"], told["audit_keyed"]) == ("sqlite", False)
    assert any("ZHIYIN_AUDIT_KEY_FILE" in warning["text"] for warning in told["warnings"])


async def test_erasing_and_settling_at_once_leaves_nothing_behind(running: RunningService) -> None:
    """Events come in and are worked off while their customer is erased."""
    desk = running.house.web.state.services.governance.persons
    asked = await running.client.post("/v1/persons/find", json={"customer": "member 9"})
    name = asked.json()["customer"]
    for round_ in range(3):
        batch = [of(f"r{round_}-{n}", 1, ANGRY, "member 9") for n in range(20)]
        await asyncio.gather(running.send(*batch), desk.erase("default", name))
    await desk.erase("default", name)
    await running.settled()
    assert (await running.house.store.person("default", name)).nothing


async def test_the_impact_assessment_says_what_is_set_and_marks_what_is_open(running: RunningService) -> None:
    client = running.client
    page = (await client.get("/v1/settings/impact-assessment")).text
    assert "会话没有设置保留期限" in page
    assert ("客户文字" in page, "未加密" in page, "坐席只看自己的" in page) == (True, True, True)
    assert page.count("<mark>（请填写）</mark>") > 10
    body = {"conversations": 90, "deliveries": None, "business_outcomes": None, "audit": 400}
    await client.put("/v1/settings/retention", json=body)
    switches = (await client.get("/v1/settings/legal")).json()["switches"]
    await client.put("/v1/settings/legal", json={**switches, "customer_text": False, "agent_text": True})
    page = (await client.get("/v1/settings/impact-assessment")).text
    assert ("会话没有设置保留期限" in page, "90 天" in page, "客户文字" in page) == (False, True, False)
    assert "会判读客服的文字" in page
    assert any("impact assessment made" in line for line in await log_of(running))
