"""Opening: addresses, migrations, and what is said where it cannot be done."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from zhiyin.domain.errors import StoreError
from zhiyin.store import engines, migrate, open_store
from zhiyin.store.address import parse
from zhiyin.store.codec import conversation_row
from zhiyin.store.tables import metadata
from zhiyin.store.tile_row import tile_row
from zhiyin.testing import samples


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("mysql://root@localhost/x", None, "mysql"),
        ("not a url", None, "cannot be read"),
        ("sqlite://", None, "needs a file"),
        ("sqlite:///:memory:", None, "needs a file"),
        ("sqlite:///x.db?mode=ro", None, "no options"),
        ("postgresql://u:secret@host/db", "a key", "encrypts SQLite files only"),
    ],
)
def test_addresses_that_do_not_work_are_explained(url: str, key: str | None, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        open_store(url, key)
    assert "secret" not in str(caught.value)


def test_an_address_shows_neither_password_nor_key() -> None:
    assert "secret" not in repr(parse("postgresql://u:secret@host/db", None))
    assert "phrase" not in repr(parse("sqlite:///x.db", "phrase"))


async def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="user:\\*\\*\\*@") as caught:
        await open_store(f"postgresql://user:secret@/db?host={tmp_path}").open()
    assert "secret" not in str(caught.value)


async def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/a/b/zhiyin.db")
    await store.open()
    await store.ping()
    await store.close()


async def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"these are the voyages of a text file")
    with pytest.raises(StoreError, match="no SQLite file"):
        await open_store(f"sqlite:///{tmp_path}/x.db").open()


async def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        await open_store(f"sqlite:///{tmp_path}").open()


async def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "zhiyin.db"
    store = open_store(f"sqlite:///{path}")
    await store.open()
    await store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="9999, which is newer"):
        await open_store(f"sqlite:///{path}").open()


async def _drift(url: str) -> list[object]:
    """What Alembic would still have to change after all scripts have run."""
    gate = engines.writing(parse(url, None), None)

    def compare(connection: sa.Connection) -> list[object]:
        migrate.to_newest(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    found = await gate.run(compare)
    await gate.close()
    return found


async def test_the_scripts_lead_to_the_tables_on_sqlite(tmp_path: Path) -> None:
    assert await _drift(f"sqlite:///{tmp_path}/x.db") == []


async def test_the_scripts_lead_to_the_tables_on_postgresql(postgres_url: str) -> None:
    assert await _drift(postgres_url) == []


async def test_names_sort_by_code_point_on_postgresql(postgres_url: str) -> None:
    store = open_store(postgres_url)
    await store.open()
    await store.close()
    gate = engines.reading(parse(postgres_url, None), None)
    query = sa.text(
        "SELECT DISTINCT collation_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND column_name IN ('tenant', 'conversation', 'event_id', 'id')"
    )
    assert await gate.run(lambda connection: connection.execute(query).scalars().all()) == ["C"]
    await gate.close()


async def _taken_over(url: str) -> None:
    """A store of the first schema, with a conversation, opened by this program."""
    gate = engines.writing(parse(url, None), None)
    conversation = samples.conversation(samples.ref(), 1)
    row = conversation_row(conversation)
    for later in ("customer", *tile_row(conversation)):
        del row[later]

    def fill(connection: sa.Connection) -> None:
        migrate.to_revision(connection, "0001")
        connection.execute(sa.insert(sa.table("conversations", *(sa.column(c) for c in row))), [row])

    await gate.run(fill)
    await gate.close()
    store = open_store(url)
    await store.open()
    assert await store.conversation(samples.ref()) == samples.conversation(samples.ref(), 1)
    await store.keep_outcomes([samples.came_back("o1")], samples.T0)
    assert [[o.id for o in p.outcomes] async for p in store.joined("acme", None, None)] == [["o1"]]
    await store.close()


async def test_a_store_of_the_first_schema_is_taken_over_on_sqlite(tmp_path: Path) -> None:
    await _taken_over(f"sqlite:///{tmp_path}/x.db")


async def test_a_store_of_the_first_schema_is_taken_over_on_postgresql(postgres_url: str) -> None:
    await _taken_over(postgres_url)
