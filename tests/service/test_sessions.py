"""People sign in, stay signed in, and are signed out: by themselves, by an administrator, by time."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from zhiyin.domain.key import Access
from zhiyin.testing.browser import PASSWORD, FakeBrowser, add_person, fake_browser
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.service import RunningService, event, running_service
from zhiyin.web.services import People

MINUTE = 60_000


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path_factory.mktemp("home")) as found:
        await add_person(found, "someone", Access.AGENT)
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def browser(service: RunningService) -> AsyncIterator[FakeBrowser]:
    async with fake_browser(service.address) as found:
        yield found


_number = count(1)


@pytest_asyncio.fixture(loop_scope="module")
async def ann(service: RunningService) -> str:
    """Login name of an agent whom no other test knows."""
    login = f"ann{next(_number)}"
    await add_person(service, login, Access.AGENT)
    return login


def _people(service: RunningService) -> People:
    people: People = service.house.web.state.services.people
    return people


async def test_signing_in_and_out(service: RunningService, browser: FakeBrowser, ann: str) -> None:
    assert (await browser.get("/v1/me")).status_code == 401
    answer = await browser.sign_in(f" Ａ{ann[1:].upper()} ")
    assert answer.status_code == 200, "case and full width do not matter in a login name"
    cookie = answer.headers["set-cookie"]
    for mark in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert mark in cookie
    me = (await browser.get("/v1/me")).json()
    assert (me["name"], me["login"], me["access"], me["how"]) == (ann.title(), ann, "agent", "session")
    assert (await browser.send("POST", "/v1/events", {"events": [event(1, "你好")]})).status_code == 200
    token = browser.client.cookies[next(iter(browser.client.cookies))]
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert await service.house.store.find_session(digest), "only the digest is kept"
    gone = await browser.send("DELETE", "/v1/session")
    assert gone.status_code == 204
    browser.client.cookies.set(*answer.headers["set-cookie"].partition(";")[0].split("="))
    assert (await browser.get("/v1/me")).status_code == 401, "the token is worth nothing any more"


@pytest.mark.parametrize(
    ("login", "password"), [("someone", "wrong password"), ("nobody", PASSWORD), ("", ""), ("a b", "x")]
)
async def test_wrong_names_and_passwords_look_the_same(browser: FakeBrowser, login: str, password: str) -> None:
    answer = await browser.sign_in(login, password)
    assert answer.status_code == 401
    assert "do not belong together" in answer.json()["detail"]
    assert "set-cookie" not in answer.headers


async def test_after_some_failures_one_has_to_wait_also_after_a_restart(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service, fake_browser(service.address) as browser:
        await add_person(service, "ann", Access.AGENT)
        await add_person(service, "bo", Access.AGENT)
        for _ in range(5):
            assert (await browser.sign_in("ann", "wrong password")).status_code == 401
    async with running_service(tmp_path) as service, fake_browser(service.address) as browser:
        held = await browser.sign_in("ann")
        assert held.status_code == 429
        assert 0 < int(held.headers["retry-after"]) <= 15 * 60
        assert (await browser.sign_in("bo")).status_code == 200, "another login name is not held up"


async def test_a_change_by_cookie_must_come_from_our_own_page(
    service: RunningService, browser: FakeBrowser, ann: str
) -> None:
    await browser.sign_in(ann)
    csrf, body = browser.csrf, {"events": [event(1, "你好")]}
    for wrong in ("", "0" * 64):
        browser.csrf = wrong
        refused = await browser.send("POST", "/v1/events", body)
        assert refused.status_code == 403
        assert "X-CSRF-Token" in refused.json()["detail"]
    browser.csrf = csrf
    for header, value in (("Origin", "https://elsewhere.example"), ("Sec-Fetch-Site", "same-site")):
        before = browser.client.headers[header]
        browser.client.headers[header] = value
        assert (await browser.send("POST", "/v1/events", body)).status_code == 403
        assert (await browser.sign_in(ann)).status_code == 403
        browser.client.headers[header] = before
    assert (await browser.send("POST", "/v1/events", body)).status_code == 200


async def test_the_websocket_takes_the_cookie_of_our_own_page_only(
    service: RunningService, browser: FakeBrowser, ann: str
) -> None:
    await browser.sign_in(ann)
    address = service.address.replace("http", "ws") + "/v1/stream"
    cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in browser.client.cookies.items())}
    async with connect(address, additional_headers=cookie, origin=Origin(service.address)) as socket:
        await socket.send('{"type": "subscribe", "conversations": ["*"]}')
        assert "subscribed" in str(await socket.recv())
    for origin in (None, Origin("https://elsewhere.example")):
        with pytest.raises(InvalidStatus):
            await connect(address, additional_headers=cookie, origin=origin)


async def test_live_views_end_with_the_session(
    service: RunningService, browser: FakeBrowser, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhiyin.web.guard.LOOK_EVERY_S", 0.02)
    await browser.sign_in(ann)
    async with asyncio.timeout(20), browser.client.stream("GET", "/v1/live") as live:
        lines = live.aiter_lines()
        assert await anext(lines) == ": open"
        me = (await browser.get("/v1/me")).json()
        await _people(service).sessions.end_all(me["user_id"])
        assert [line async for line in lines if line.startswith("event")] == []


async def test_own_sessions_are_listed_and_ended(service: RunningService, browser: FakeBrowser, ann: str) -> None:
    async with fake_browser(service.address) as elsewhere, fake_browser(service.address) as third:
        for one in (elsewhere, third, browser):
            await one.sign_in(ann)
        listed = (await browser.get("/v1/me/sessions")).json()["sessions"]
        assert [s["current"] for s in listed] == [True, False, False]
        assert {s["agent"] for s in listed} == {"FakeBrowser/1"}
        first = (await elsewhere.get("/v1/me/sessions")).json()["sessions"]
        own = next(s["id"] for s in first if s["current"])
        assert (await browser.send("DELETE", f"/v1/me/sessions/{own}")).status_code == 204
        assert (await browser.send("DELETE", f"/v1/me/sessions/{own}")).status_code == 404
        assert (await elsewhere.get("/v1/me")).status_code == 401
        assert (await browser.send("DELETE", "/v1/me/sessions")).json() == {"ended": 1}
        assert (await third.get("/v1/me")).status_code == 401
        assert (await browser.get("/v1/me")).status_code == 200


async def test_a_new_password_signs_out_everywhere_else(
    service: RunningService, browser: FakeBrowser, ann: str
) -> None:
    async with fake_browser(service.address) as elsewhere:
        await elsewhere.sign_in(ann)
        await browser.sign_in(ann)
        new = "青山一道同云雨，明月何曾是两乡"
        wrong = await browser.send("PUT", "/v1/me/password", {"present": "wrong", "password": new})
        assert (wrong.status_code, wrong.json()["errors"]) == (422, [{"where": "present", "what": "wrong"}])
        weak = await browser.send("PUT", "/v1/me/password", {"present": PASSWORD, "password": "1234567890"})
        assert (weak.status_code, weak.json()["errors"]) == (422, [{"where": "password", "what": "common"}])
        changed = await browser.send("PUT", "/v1/me/password", {"present": PASSWORD, "password": new})
        assert changed.status_code == 200
        assert (await elsewhere.get("/v1/me")).status_code == 401
        assert (await browser.get("/v1/me")).status_code == 200
        assert (await elsewhere.sign_in(ann)).status_code == 401
        assert (await elsewhere.sign_in(ann, new)).status_code == 200


async def test_sessions_end_by_time(service: RunningService, browser: FakeBrowser, ann: str) -> None:
    clock = ManualClock(service.house.clock.now())
    sessions = _people(service).sessions
    sessions._clock = clock
    await browser.sign_in(ann)
    for _ in range(3):  # used, it goes on
        clock.move(119 * MINUTE)
        assert (await browser.get("/v1/me")).status_code == 200
    clock.move(121 * MINUTE)
    assert (await browser.get("/v1/me")).status_code == 401, "not used for two hours"
    await browser.sign_in(ann)
    for _ in range(24):
        clock.move(59 * MINUTE)
        assert (await browser.get("/v1/me")).status_code == 200
    clock.move(25 * MINUTE)
    assert (await browser.get("/v1/me")).status_code == 401, "a day has passed since signing in"


async def test_behind_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    public = "https://zhiyin.example/desk/"
    async with running_service(tmp_path, public_url=public) as service:
        await add_person(service, "ann", Access.AGENT)
        async with fake_browser(service.address) as browser:
            browser.client.headers["Origin"] = "https://zhiyin.example"
            answer = await browser.sign_in("ann")
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith("__Host-zhiyin_")
            assert "; Secure" in cookie
            assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_every_answer_tells_browsers_how_far_to_trust_it(service: RunningService) -> None:
    for path in ("/", "/v1/me", "/v1/nowhere", "/health/live"):
        headers = (await service.client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers
        assert (headers.get("cache-control") == "no-store") is path.startswith("/v1/")


async def test_a_body_that_is_no_text_is_wrong_input(service: RunningService) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await service.client.post("/v1/session", content=b"\x93\xff", headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (422, "the body must be JSON in UTF-8")
