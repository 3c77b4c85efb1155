"""Signing in with the account of the company, against a provider over real HTTP with real keys."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio

from zhiyin.domain.key import Access
from zhiyin.testing.browser import PASSWORD, add_person
from zhiyin.testing.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, identity_provider
from zhiyin.testing.service import PLAIN, RunningService, running_service

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(
    provider: IdentityProvider, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    home = tmp_path_factory.mktemp("home")
    secret = home / "client-secret"
    secret.write_text(CLIENT_SECRET)
    oidc = {
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "client_secret": f"file:{secret}",
        "role_claim": "realm.roles",
        "roles": {"cs-lead": "supervisor", "cs-agent": "agent", "cs-admin": "admin"},
        "email_domains": ["shop.example"],
        "label": "飞书登录",
    }
    async with running_service(home, oidc=oidc) as found:
        await add_person(found, "root", Access.ADMIN)
        yield found


@pytest.fixture
def person(provider: IdentityProvider, request: pytest.FixtureRequest) -> Iterator[IdentityProvider]:
    """The provider as it is, speaking of somebody new."""
    name = request.node.name.replace("[", ".").replace("]", "")[-60:].lower()
    provider.claims = {
        "sub": name,
        "preferred_username": name,
        "name": "李雷",
        "email": f"{name}@shop.example",
        "realm": {"roles": ["other", "cs-agent"]},
    }
    yield provider
    provider.bent, provider.userinfo, provider.forged = {}, {}, False


@pytest_asyncio.fixture(loop_scope="module")
async def browser(service: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=service.address, verify=PLAIN, follow_redirects=True, timeout=20) as client:
        yield client


async def test_somebody_new_becomes_a_user_with_the_role_of_the_claim(
    service: RunningService, browser: httpx.AsyncClient, person: IdentityProvider
) -> None:
    offered = (await browser.get("/v1/setup")).json()["single_sign_on"]
    assert offered == {"label": "飞书登录", "address": "v1/oidc/start"}
    landed = await browser.get(f"/{offered['address']}")
    assert (landed.status_code, landed.url.path) == (200, "/")
    me = (await browser.get("/v1/me")).json()
    assert (me["name"], me["access"], me["how"]) == ("李雷", "agent", "session")
    assert me["login"] == person.claims["preferred_username"]
    person.claims["realm"] = {"roles": ["cs-agent", "cs-lead"]}
    await browser.get("/v1/oidc/start")
    again = (await browser.get("/v1/me")).json()
    assert (again["user_id"], again["access"]) == (me["user_id"], "supervisor"), "the same person, another role"
    by_password = await browser.post("/v1/session", json={"login": me["login"], "password": PASSWORD})
    assert by_password.status_code == 401


async def test_roles_may_stand_in_userinfo(browser: httpx.AsyncClient, person: IdentityProvider) -> None:
    person.userinfo = {"realm": person.claims.pop("realm")}
    await browser.get("/v1/oidc/start")
    assert (await browser.get("/v1/me")).json()["access"] == "agent"


async def test_new_keys_of_the_provider_are_fetched(browser: httpx.AsyncClient, person: IdentityProvider) -> None:
    await browser.get("/v1/oidc/start")
    person.new_keys()
    assert (await browser.get("/v1/oidc/start")).url.path == "/"


@pytest.mark.parametrize(
    ("claims", "word"),
    [
        ({"realm": {"roles": ["cleaner"]}}, "还没有分配知音的角色"),
        ({"email": "li@elsewhere.example"}, "邮箱不在允许"),
        ({"email_verified": False}, "邮箱不在允许"),
        ({"preferred_username": "root"}, "已经属于一个用密码登录的用户"),
    ],
)
async def test_who_may_not_enter_is_told_why(
    browser: httpx.AsyncClient, person: IdentityProvider, claims: dict[str, object], word: str
) -> None:
    person.claims |= claims
    page = await browser.get("/v1/oidc/start")
    assert page.status_code == 403
    assert word in page.text
    assert "<script" not in page.text
    assert (await browser.get("/v1/me")).status_code == 401


@pytest.mark.parametrize(
    "bent",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"nonce": "of another attempt"},
        {"exp": 1_000_000_000},
        {"azp": "another client"},
        "forged",
    ],
    ids=str,
)
async def test_a_token_that_does_not_check_is_refused(
    browser: httpx.AsyncClient, person: IdentityProvider, bent: dict[str, object] | str
) -> None:
    person.claims["preferred_username"] = person.claims["sub"] = "forger"
    if isinstance(bent, str):
        person.forged = True
    else:
        person.bent = bent
    page = await browser.get("/v1/oidc/start")
    assert page.status_code == 403
    assert "没有通过核验" in page.text
    assert (await browser.get("/v1/me")).status_code == 401


async def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    service: RunningService, browser: httpx.AsyncClient, person: IdentityProvider
) -> None:
    async with httpx.AsyncClient(base_url=service.address, verify=PLAIN) as thief:
        there = (await thief.get("/v1/oidc/start")).headers["location"]
        back = (await thief.get(there)).headers["location"]
    page = await browser.get(back)
    assert page.status_code == 403
    assert "不是在这个浏览器里发起的" in page.text
    cancelled = await browser.get("/v1/oidc/callback", params={"error": "access_denied"})
    assert cancelled.status_code == 403


async def test_a_disabled_person_stays_out(
    service: RunningService, browser: httpx.AsyncClient, person: IdentityProvider
) -> None:
    await browser.get("/v1/oidc/start")
    me = (await browser.get("/v1/me")).json()
    async with httpx.AsyncClient(base_url=service.address, verify=PLAIN) as root:
        signed = await root.post("/v1/session", json={"login": "root", "password": PASSWORD})
        headers = {"X-CSRF-Token": signed.json()["csrf"]}
        path = f"/v1/users/{me['user_id']}"
        reset = await root.post(f"{path}/password", json={"password": PASSWORD}, headers=headers)
        assert reset.json()["errors"] == [{"where": "password", "what": "elsewhere"}]
        await root.patch(path, json={"disabled": True}, headers=headers)
    assert (await browser.get("/v1/me")).status_code == 401
    assert "已停用" in (await browser.get("/v1/oidc/start")).text


async def test_a_provider_that_is_away_is_told_of(
    service: RunningService, browser: httpx.AsyncClient, person: IdentityProvider
) -> None:
    known = service.house.web.state.services.people.sign_on.provider
    before, known._described = known._described, None
    settings, gone = known.settings, "http://127.0.0.1:9"
    known.settings = type(settings)(gone, CLIENT_ID, default_role=Access.AGENT)
    page = await browser.get("/v1/oidc/start")
    known.settings, known._described = settings, before
    assert page.status_code == 403
    assert "暂时连不上" in page.text
