"""Fixtures that tests of several rooms use."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import asyncpg
import pytest
from hypothesis import settings

from zhiyin.testing import postgres
from zhiyin.testing.empty_store import migrate_empty
from zhiyin.testing.local_llm import LocalLlmMissingError, local_llm

# No timed assertions: a machine may be busy with other work.
settings.register_profile("zhiyin", deadline=None)
settings.load_profile("zhiyin")

_missing = pytest.StashKey[str]()
_no_llm = pytest.StashKey[str]()
_names = count()

_CREATE = "CREATE ROLE {0} LOGIN; CREATE SCHEMA {0} AUTHORIZATION {0}"
_LET_GO = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1"
"""A failed test may have left connections that hold locks."""

_EMPTY = """
SET session_replication_role = replica;  -- in any order: all rows go
DO $$
DECLARE used regclass;
BEGIN
    FOR used IN SELECT oid::regclass FROM pg_class WHERE relnamespace = 'emptied'::regnamespace AND relkind = 'r'
            AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0 LOOP
        EXECUTE 'DELETE FROM ' || used;
    END LOOP;
END $$
"""
"""Costs half of TRUNCATE, which makes new files for every table."""


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
    """An empty schema of its own, named like the user and so the first in the search path: quicker than a database."""
    name = f"test_{next(_names)}"
    connection = await asyncpg.connect(postgres_server.url())
    await connection.execute(_CREATE.format(name))
    yield postgres_server.url(user=name)
    await connection.execute(_LET_GO, name)
    await connection.execute(f"DROP OWNED BY {name} CASCADE; DROP ROLE {name}")
    await connection.close()


@pytest.fixture(scope="session")
def postgres_migrated_url(postgres_server: postgres.PostgresServer) -> str:
    name = "emptied"

    async def create() -> None:
        connection = await asyncpg.connect(postgres_server.url())
        await connection.execute(_CREATE.format(name))
        await connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, create()).result()
    migrate_empty(postgres_server.url(user=name))
    return postgres_server.url(user=name)


@pytest.fixture
async def postgres_emptied_url(postgres_server: postgres.PostgresServer, postgres_migrated_url: str) -> str:
    """A schema that has the newest tables with nothing in them; the same one for every test that asks."""
    connection = await asyncpg.connect(postgres_server.url())
    await connection.execute(_LET_GO, "emptied")
    await connection.execute(_EMPTY)
    await connection.close()
    return postgres_migrated_url


@pytest.fixture(scope="session")
def language_model(request: pytest.FixtureRequest) -> Iterator[str]:
    """Base URL of a real language model: what ZHIYIN_TEST_LLM names (a base URL or a GGUF file); else skips aloud."""
    named = os.environ.get("ZHIYIN_TEST_LLM", "")
    if not named:
        why = "ZHIYIN_TEST_LLM names neither a GGUF file (served by xllamacpp) nor a base URL"
        request.config.stash[_no_llm] = why
        pytest.skip(f"no language model: {why}")
    try:
        with local_llm(named) as url:
            yield url
    except LocalLlmMissingError as error:  # somebody asked for this test, so it must not pass by being skipped
        pytest.fail(str(error))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    why = config.stash.get(_missing, None)
    if why:
        terminalreporter.section("PostgreSQL was NOT tested", red=True, bold=True)
        terminalreporter.line(why)
    no_llm = config.stash.get(_no_llm, None)
    if no_llm:
        terminalreporter.section("The second opinion was NOT tested with a real language model", red=True, bold=True)
        terminalreporter.line(no_llm)
