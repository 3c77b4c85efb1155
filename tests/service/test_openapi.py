"""The API keeps what its OpenAPI description promises, whatever is sent (schemathesis)."""

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from zhiyin.app import House
from zhiyin.domain.key import Access, ApiKey
from zhiyin.testing.api_walk import FEW, ApiWalk, random_cases
from zhiyin.testing.called_app import CalledApp
from zhiyin.testing.service import running_service
from zhiyin.web.server import describe

ADDRESS = "http://127.0.0.1:8000"

KEY = "zy_every_route"
"""Some route makes a user sooner or later, and from then on everybody must say who they are."""

CHECKED_FURTHER = (
    "/v1/policies",
    "/v1/warnings/report",
    "/v1/kpi",
    "/v1/insight/",
    "/v1/audit",
    "/v1/session",
    "/v1/setup",
    "/v1/me/password",
    "/v1/users",
    "/v1/phrases",
    "/v1/scripts",
    "/v1/analyses",
    "/v1/reports",
    "/v1/report-schedules",
    "/v1/destinations",
)
"""What a policy, a script, a file or a password may be, which destinations there are, or that one time lies before
another, is more than a schema tells."""


@pytest.fixture
def described(request: pytest.FixtureRequest) -> BaseSchema:
    # Where schemathesis writes the name of the route; this pytest keeps it under another name.
    request.node._nodeid = request.node.nodeid
    found = schemathesis.openapi.from_dict(describe())
    walk = ApiWalk(every=random_cases() > FEW)

    @found.hook
    def filter_case(_: schemathesis.HookContext, case: schemathesis.Case[Any]) -> bool:
        return walk.wants(case)

    return found


schema = schemathesis.pytest.from_fixture("described").exclude(path_regex="^/v1/live$|^/metrics$")
"""Looked up when the test runs: the cases of all routes take seconds to think out, and every worker collects."""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[requests.Session]:
    """Calls a running service, whose loop runs while it answers."""
    home: Path = tmp_path_factory.mktemp("openapi")
    with asyncio.Runner() as runner, requests.Session() as session:
        loop = runner.get_loop()
        ready: asyncio.Future[House] = loop.create_future()
        stop = asyncio.Event()

        async def serve() -> None:
            async with running_service(home, request_rate="100000/second") as running:
                digest = hashlib.sha256(KEY.encode()).hexdigest()
                await running.house.store.add_key(ApiKey("k", "default", "k", Access.ADMIN, digest, 1))
                ready.set_result(running.house)
                await stop.wait()

        serving = loop.create_task(serve())
        serving.add_done_callback(lambda _: loop.stop())
        session.mount(ADDRESS, CalledApp(loop.run_until_complete(ready).web, loop))
        session.headers["Authorization"] = f"Bearer {KEY}"
        session.trust_env = False  # there are neither proxies nor passwords to look for
        yield session
        stop.set()
        loop.run_until_complete(serving)


@settings(
    max_examples=random_cases(),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@schema.parametrize()
def test_every_route_keeps_its_promise(case: schemathesis.Case[Any], session: requests.Session) -> None:
    # Events are refused one by one inside an answer of 200, and what no route takes meets the console's catch-all.
    excluded = [negative_data_rejection, unsupported_method, allow_header_conformance]
    if case.path.startswith(CHECKED_FURTHER):
        excluded.append(positive_data_acceptance)
    case.call_and_validate(base_url=ADDRESS, excluded_checks=excluded, session=session)
