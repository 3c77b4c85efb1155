"""Every route is guarded by the one table of roles and rights: all routes, all roles, and nobody."""

import hashlib
import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from zhiyin.domain.key import Access, ApiKey
from zhiyin.testing.service import PLAIN, RunningService, running_service
from zhiyin.web.api.access import Having
from zhiyin.web.rights import ALLOWED, Right, rights_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PUBLIC = {
    ("GET", "/health/live"): "the operator's tools ask it, and it tells nothing of any conversation",
    ("GET", "/health/ready"): "as above",
    ("GET", "/metrics"): "as above: counts only",
    ("POST", "/v1/session"): "signing in",
    ("GET", "/v1/setup"): "tells the sign-in page what to offer",
    ("POST", "/v1/setup"): "makes the first administrator; has rules of its own (test_users)",
    ("GET", "/v1/oidc/start"): "signing in by way of the identity provider",
    ("GET", "/v1/oidc/callback"): "as above",
    ("GET", "/openapi.json"): "describes the API, and no data",
    ("GET", "/assets"): "the console's files, which hold no data",
    ("GET", "/{path:path}"): "as above",
}
"""The only routes without a right, and why."""
SOCKETS = {"/v1/stream": Right.EVENTS_SEND}
"""WebSockets name their right in the function: one that is refused is closed, not answered."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path_factory.mktemp("home"), request_rate="100000/second") as found:
        for access in Access:
            secret = f"zy_{access.value}"
            digest = hashlib.sha256(secret.encode()).hexdigest()
            await found.house.store.add_key(ApiKey(access.value, "default", secret, access, digest, 1))
        yield found


def _routes(app: FastAPI) -> Iterator[tuple[str, str, list[Right]]]:
    """Method, path and rights of every route; files that are served as they are have the method ``GET``."""
    for found in iter_route_contexts(app.router.routes):
        route = found.original_route
        if not isinstance(route, APIWebSocketRoute):
            rights = list(_rights(route.dependant)) if isinstance(route, APIRoute) else []
            for method in sorted((found.methods or {"GET"}) - {"HEAD"}):
                yield method, str(found.path), rights


def _rights(dependant: Dependant) -> Iterator[Right]:
    if isinstance(dependant.call, Having):
        yield dependant.call.right
    for inner in dependant.dependencies:
        yield from _rights(inner)


def _call(path: str) -> str:
    """A path whose places are filled with names that nothing has."""
    return re.sub(r"\{[^}]+\}", "0" * 32, path)


async def test_every_route_names_exactly_one_right_or_is_public_for_a_reason(service: RunningService) -> None:
    found = {(method, path): rights for method, path, rights in _routes(service.house.web)}
    assert len(found) > 20
    unguarded = {route for route, rights in found.items() if not rights}
    # Without a built console its folder is not served.
    assert unguarded | {("GET", "/assets")} == set(PUBLIC)
    assert [route for route, rights in found.items() if len(rights) > 1] == []
    routes = [r.original_route for r in iter_route_contexts(service.house.web.router.routes)]
    sockets = {r.path for r in routes if isinstance(r, APIWebSocketRoute)}
    assert sockets == set(SOCKETS)


async def test_every_right_is_given_to_somebody_and_administrators_have_all() -> None:
    assert set(ALLOWED) == set(Right)
    assert set(rights_of(Access.ADMIN)) == set(Right)
    writing = {Right.EVENTS_SEND, Right.POLICIES_PUBLISH, Right.SETTINGS_EDIT, Right.USERS_MANAGE}
    assert not writing & set(rights_of(Access.AUDITOR))


@pytest.mark.parametrize("access", [*Access, None], ids=lambda a: a.value if a else "nobody")
async def test_each_role_may_do_what_the_table_says(service: RunningService, access: Access | None) -> None:
    headers = {"Authorization": f"Bearer zy_{access.value}"} if access else {}
    wrong = []
    async with httpx.AsyncClient(base_url=service.address, verify=PLAIN, headers=headers, timeout=20) as client:
        guarded = [(m, p, rights[0]) for m, p, rights in _routes(service.house.web) if rights]
        assert len(guarded) > 20
        for method, path, right in guarded:
            allowed = access in ALLOWED[right]
            async with client.stream(method, _call(path)) as answer:
                status = answer.status_code
            expected = status not in (401, 403) if allowed else status == (403 if access else 401)
            if not expected or status >= 500:
                wrong.append(f"{method} {path} ({right.value}): {status}, allowed: {allowed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("access", [*Access, None], ids=lambda a: a.value if a else "nobody")
async def test_the_websocket_is_guarded_too(service: RunningService, access: Access | None) -> None:
    headers = {"X-API-Key": f"zy_{access.value}"} if access else {}
    for path, right in SOCKETS.items():
        address = service.address.replace("http", "ws") + path
        if access in ALLOWED[right]:
            async with connect(address, additional_headers=headers):
                pass
        else:
            with pytest.raises(InvalidStatus):
                await connect(address, additional_headers=headers)
