"""Fixtures that tests of several rooms use."""

import os
from collections.abc import AsyncIterator, Iterator
from itertools import count

import asyncpg
import pytest

from zhiyin.testing import postgres

_missing = pytest.StashKey[str]()
_names = count()


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[postgres.PostgresServer]:
    """One server for the whole run. Without it tests are skipped aloud, or fail if ZHIYIN_REQUIRE_POSTGRES is set."""
    try:
        server = postgres.start()
    except postgres.PostgresMissingError as error:
        if os.environ.get("ZHIYIN_REQUIRE_POSTGRES"):
            raise
        request.config.stash[_missing] = str(error)
        pytest.skip(f"no PostgreSQL: {error}")
    yield server
    server.stop()


@pytest.fixture
async def postgres_url(postgres_server: postgres.PostgresServer) -> AsyncIterator[str]:
    """An empty database of its own."""
    name = f"test_{next(_names)}"
    connection = await asyncpg.connect(postgres_server.url())
    await connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.url(name)
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    why = config.stash.get(_missing, None)
    if why:
        terminalreporter.section("PostgreSQL was NOT tested", red=True, bold=True)
        terminalreporter.line(why)
