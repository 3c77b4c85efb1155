"""The first administrator, and users: made, changed, disabled; and never the last administrator."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from zhiyin.app import announced_code
from zhiyin.domain.key import Access, ApiKey
from zhiyin.testing.browser import PASSWORD, FakeBrowser, add_person, fake_browser
from zhiyin.testing.service import PLAIN, RunningService, running_service

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST = {"login": "root", "name": "管理员", "password": PASSWORD}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path_factory.mktemp("home")) as found:
        await add_person(found, "chief", Access.ADMIN)
        await add_person(found, "far", Access.ADMIN, "elsewhere")
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def chief(service: RunningService) -> AsyncIterator[FakeBrowser]:
    async with fake_browser(service.address) as found:
        await found.sign_in("chief")
        yield found


async def _new(chief: FakeBrowser, login: str, access: str = "agent") -> str:
    made = await chief.send(
        "POST", "/v1/users", {"login": login, "name": "小王", "access": access, "password": PASSWORD}
    )
    assert made.status_code == 201, made.text
    user_id: str = made.json()["id"]
    return user_id


async def test_the_first_administrator_is_made_at_this_machine_and_closes_the_door(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service, fake_browser(service.address) as browser:
        door = (await browser.get("/v1/setup")).json()
        assert door == {"open": True, "first_user": True, "code_needed": False, "single_sign_on": None}
        assert (await browser.get("/v1/overview")).status_code == 200
        agent = {**FIRST, "access": "agent"}
        refused = await browser.send("POST", "/v1/users", agent)
        assert refused.json()["errors"] == [{"where": "access", "what": "first"}], "nobody could make others then"
        made = await browser.send("POST", "/v1/setup", FIRST)
        assert made.status_code == 201
        assert (await browser.get("/v1/me")).json()["access"] == "admin"
        assert (await service.client.get("/v1/overview")).status_code == 401, "from now on everybody must sign in"
        assert (await browser.send("POST", "/v1/setup", {**FIRST, "login": "two"})).status_code == 409
        door = (await service.client.get("/v1/setup")).json()
        assert (door["open"], door["first_user"]) == (False, False)


@pytest.mark.parametrize("how", ["another host", "a key in the store", "a proxy"])
async def test_from_elsewhere_the_first_administrator_takes_the_code(tmp_path: Path, how: str) -> None:
    settings = {"host": "0.0.0.0"} if how == "another host" else {}
    headers = {"X-Real-IP": "192.0.2.1"} if how == "a proxy" else {}
    async with running_service(tmp_path, **settings) as service:
        if how == "a key in the store":
            key = ApiKey("k", "default", "k", Access.AGENT, hashlib.sha256(b"zy_k").hexdigest(), 1)
            await service.house.store.add_key(key)
        people, store = service.house.web.state.services.people, service.house.store
        code = people.setup.code
        told = "" if how == "a proxy" else code  # nobody can know of a proxy before it is used
        assert await announced_code(service.house.config, store, people) == told
        async with httpx.AsyncClient(base_url=service.address, verify=PLAIN, headers=headers) as client:
            assert (await client.get("/v1/setup")).json()["code_needed"] is True
            refused = await client.post("/v1/setup", json={**FIRST, "code": "WRNG-CODE-2345"})
            assert (refused.status_code, refused.json()["errors"]) == (422, [{"where": "code", "what": "wrong"}])
            made = await client.post("/v1/setup", json={**FIRST, "code": f" {code.lower()} "})
            assert made.status_code == 201, made.text


async def test_the_code_cannot_be_guessed(tmp_path: Path) -> None:
    async with running_service(tmp_path, host="0.0.0.0") as service:
        wrong = {**FIRST, "code": "WRNG-CODE-2345"}
        got = [(await service.client.post("/v1/setup", json=wrong)).status_code for _ in range(6)]
        assert got == [422] * 5 + [429]


async def test_nobody_is_asked_where_the_operator_said_so(tmp_path: Path) -> None:
    async with running_service(tmp_path, open=True) as service:
        await add_person(service, "chief", Access.ADMIN)
        assert (await service.client.get("/v1/overview")).status_code == 200
        assert (await service.client.get("/v1/setup")).json()["first_user"] is False


async def test_an_administrator_makes_and_changes_users(service: RunningService, chief: FakeBrowser) -> None:
    user_id = await _new(chief, "Wang.Wei")
    taken = {"login": "WANG.WEI", "name": "x", "access": "agent", "password": PASSWORD}
    assert (await chief.send("POST", "/v1/users", taken)).status_code == 409
    listed = (await chief.get("/v1/users")).json()["users"]
    assert [u["login"] for u in listed if u["id"] == user_id] == ["wang.wei"]
    assert all("password" not in key for u in listed for key in u)
    async with fake_browser(service.address) as wang:
        await wang.sign_in("wang.wei")
        assert (await wang.get("/v1/users")).status_code == 403
        promoted = await chief.send("PATCH", f"/v1/users/{user_id}", {"access": "auditor", "name": "王伟"})
        assert (promoted.json()["access"], promoted.json()["name"]) == ("auditor", "王伟")
        assert (await wang.get("/v1/me")).json()["access"] == "auditor", "it counts at once"
        disabled = await chief.send("PATCH", f"/v1/users/{user_id}", {"disabled": True})
        assert disabled.json()["disabled_at"]
        assert (await wang.get("/v1/me")).status_code == 401
        assert (await wang.sign_in("wang.wei")).status_code == 401
        await chief.send("PATCH", f"/v1/users/{user_id}", {"disabled": False})
        assert (await wang.sign_in("wang.wei")).status_code == 200


async def test_a_reset_password_and_ended_sessions_sign_out(service: RunningService, chief: FakeBrowser) -> None:
    user_id = await _new(chief, "reset")
    async with fake_browser(service.address) as browser:
        await browser.sign_in("reset")
        assert (await chief.send("DELETE", f"/v1/users/{user_id}/sessions")).json() == {"ended": 1}
        assert (await browser.get("/v1/me")).status_code == 401
        await browser.sign_in("reset")
        new = "山重水复疑无路，柳暗花明又一村"
        assert (await chief.send("POST", f"/v1/users/{user_id}/password", {"password": new})).status_code == 200
        assert (await browser.get("/v1/me")).status_code == 401
        assert (await browser.sign_in("reset", new)).status_code == 200


async def test_the_last_administrator_stays(chief: FakeBrowser) -> None:
    own = (await chief.get("/v1/me")).json()["user_id"]
    for change in ({"disabled": True}, {"access": "supervisor"}):
        refused = await chief.send("PATCH", f"/v1/users/{own}", change)
        assert refused.status_code == 409
        assert "last administrator" in refused.json()["detail"]
    assert (await chief.get("/v1/users")).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("password", "short", "length"),
        ("password", "海" * 129, "length"),
        ("password", "Password123", "common"),
        ("password", "abababababab", "common"),
        ("password", "lizhengjie-2026!", "login"),
        ("login", "a b", "form"),
        ("name", "\u0007 ", "form"),
    ],
)
async def test_what_will_not_do_is_named(chief: FakeBrowser, field: str, value: str, what: str) -> None:
    asked = {"login": "lizhengjie", "name": "李", "access": "agent", "password": PASSWORD, field: value}
    refused = await chief.send("POST", "/v1/users", asked)
    assert (refused.status_code, refused.json()["errors"]) == (422, [{"where": field, "what": what}])
    assert value not in refused.text


async def test_administrators_see_their_own_tenant_only(service: RunningService, chief: FakeBrowser) -> None:
    user_id = await _new(chief, "mine")
    async with fake_browser(service.address) as far:
        await far.sign_in("far")
        assert [u["login"] for u in (await far.get("/v1/users")).json()["users"]] == ["far"]
        for method, path, body in (
            ("PATCH", "", {"name": "x"}),
            ("POST", "/password", {"password": PASSWORD}),
            ("DELETE", "/sessions", None),
        ):
            assert (await far.send(method, f"/v1/users/{user_id}{path}", body)).status_code == 404
