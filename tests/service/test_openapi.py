"""The API keeps what its OpenAPI description promises, whatever is sent (schemathesis)."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from zhiyin.testing.service import running_service
from zhiyin.web.server import describe

schema = schemathesis.openapi.from_dict(describe()).exclude(path_regex="^/v1/live$|^/metrics$")

CHECKED_FURTHER = {
    ("POST", "/v1/phrases"),
    ("POST", "/v1/scripts"),
    ("PUT", "/v1/scripts/{script_id}"),
    ("POST", "/v1/scripts/check"),
    ("POST", "/v1/scripts/import"),
}
"""What a script may say, and what a table must hold, is more than a schema can tell either."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service in a thread with a loop of its own: schemathesis calls it like any client would."""
    home: Path = tmp_path_factory.mktemp("openapi")
    found: list[str] = []
    ready, stop = Event(), Event()

    async def serve() -> None:
        async with running_service(home, request_rate="100000/second") as running:
            found.append(running.address)
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(60), "the service did not start"
        yield found[0]
    finally:
        stop.set()
        thread.join()


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_route_keeps_its_promise(case: schemathesis.Case[Any], address: str) -> None:
    # Events are refused one by one inside an answer of 200, and what no route takes meets the console's catch-all.
    excluded = [negative_data_rejection, unsupported_method, allow_header_conformance]
    # What a policy may say, and that one time lies before another, is more than a schema can tell.
    if case.path in ("/v1/policies", "/v1/warnings/report"):
        excluded.append(positive_data_acceptance)
    if (case.method, case.path) in CHECKED_FURTHER:
        excluded.append(positive_data_acceptance)
    case.call_and_validate(base_url=address, excluded_checks=excluded)
