"""Who may call: keys, roles, tenants, rates, and pages of other sites."""

import asyncio
import hashlib
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from zhiyin.app import opened_store, running
from zhiyin.config import Config
from zhiyin.domain.key import Access, ApiKey
from zhiyin.domain.unsafe_setting import Unsafe
from zhiyin.testing.service import RunningService, event, running_service
from zhiyin.testing.text_model import FakeTextModel


async def _add(home: Path, secret: str, access: Access, tenant: str = "default") -> None:
    digest = hashlib.sha256(secret.encode()).hexdigest()
    async with opened_store(Config(home=str(home))) as store:
        await store.add_key(ApiKey(digest[:12], tenant, secret, access, digest, 1))


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def test_with_a_key_in_the_store_everybody_needs_one(tmp_path: Path) -> None:
    await _add(tmp_path, "zy_admin", Access.ADMIN)
    async with running_service(tmp_path) as found:
        assert (await found.client.get("/v1/overview")).status_code == 401
        assert (await found.client.get("/v1/overview", headers=_bearer("zy_wrong"))).status_code == 401
        assert (await found.client.get("/v1/overview", headers=_bearer("zy_admin"))).status_code == 200
        assert (await found.client.get("/v1/overview", headers={"X-API-Key": "zy_admin"})).status_code == 200
        with pytest.raises(InvalidStatus):
            await connect(found.address.replace("http", "ws") + "/v1/stream")
        async with connect(
            found.address.replace("http", "ws") + "/v1/stream",
            subprotocols=["zhiyin.key.zy_admin"],  # type: ignore[list-item]
        ) as socket:
            await socket.send('{"type": "subscribe", "conversations": ["*"]}')
            assert "subscribed" in str(await socket.recv())


@pytest.mark.parametrize(
    ("access", "send", "read", "operate"),
    [
        (Access.ADMIN, 200, 200, 404),
        (Access.SUPERVISOR, 200, 200, 404),
        (Access.OPERATOR, 200, 200, 404),
        (Access.AGENT, 200, 200, 403),
        (Access.AUDITOR, 403, 200, 403),
    ],
)
async def test_each_role_may_do_its_own(tmp_path: Path, access: Access, send: int, read: int, operate: int) -> None:
    await _add(tmp_path, "zy_key", access)
    async with running_service(tmp_path) as found:
        headers = _bearer("zy_key")
        sent = await found.client.post("/v1/events", json={"events": [event(1, "你好")]}, headers=headers)
        replayed = await found.client.post(f"/v1/actions/{'0' * 32}/replay", headers=headers)
        assert sent.status_code == send
        assert (await found.client.get("/v1/conversations", headers=headers)).status_code == read
        assert replayed.status_code == operate


async def test_tenants_do_not_see_each_other(tmp_path: Path) -> None:
    await _add(tmp_path, "zy_one", Access.ADMIN, "one")
    await _add(tmp_path, "zy_two", Access.ADMIN, "two")
    async with running_service(tmp_path) as found:
        body = {"events": [event(1, "我要投诉到12315")]}
        await found.client.post("/v1/events", json=body, headers=_bearer("zy_one"))
        async with asyncio.timeout(10):
            while (await found.client.get("/v1/conversations/c1", headers=_bearer("zy_one"))).status_code != 200:
                await asyncio.sleep(0.02)
        actions = (await found.client.get("/v1/actions", headers=_bearer("zy_one"))).json()["actions"]
        assert actions
        assert (await found.client.get("/v1/conversations/c1", headers=_bearer("zy_two"))).status_code == 404
        assert (await found.client.get("/v1/actions", headers=_bearer("zy_two"))).json()["actions"] == []
        stolen = await found.client.post(f"/v1/actions/{actions[0]['id']}/replay", headers=_bearer("zy_two"))
        assert stolen.status_code == 404


async def test_a_page_of_another_site_may_not_call_a_service_without_keys(running: RunningService) -> None:
    foreign = {"Origin": "https://elsewhere.example"}
    own = {"Origin": running.address}
    body = {"events": [event(1, "你好")]}
    assert (await running.client.post("/v1/events", json=body, headers=foreign)).status_code == 403
    assert (await running.client.post("/v1/events", json=body, headers={"Host": "evil.example"})).status_code == 403
    assert (await running.client.post("/v1/events", json=body, headers=own)).status_code == 200


async def test_too_many_events_are_turned_away_and_told_when_to_come_again(tmp_path: Path) -> None:
    async with running_service(tmp_path, event_rate="5/minute") as found:
        body = {"events": [event(i, "你好") for i in range(5)]}
        assert (await found.client.post("/v1/events", json=body)).status_code == 200
        again = await found.client.post("/v1/events", json={"events": [event(9, "你好")]})
        assert again.status_code == 429
        assert int(again.headers["retry-after"]) >= 1


async def test_a_service_that_others_can_reach_lets_nobody_in_until_there_is_a_key_or_user(tmp_path: Path) -> None:
    async with running_service(tmp_path, host="0.0.0.0") as found:
        assert (await found.client.get("/v1/overview")).status_code == 401
        await _add(tmp_path, "zy_admin", Access.ADMIN)
        assert (await found.client.get("/v1/overview", headers=_bearer("zy_admin"))).status_code == 200


async def test_open_to_all_is_warned_about(tmp_path: Path) -> None:
    async with running(Config(home=str(tmp_path), host="0.0.0.0", open=True), FakeTextModel()) as house:
        warnings = house.web.state.services.settings.warnings
        assert Unsafe.OPEN in [warning.code for warning in warnings]
