"""Migrate: brings a database to the schema of this program, by the scripts in ``migrations/``."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from zhiyin.domain.errors import StoreError

_SCRIPTS = Path(__file__).parent / "migrations"

_LOCK = 7_479_105_420_026_001
"""Any number that other programs on the same PostgreSQL are unlikely to take: one process migrates, others wait."""


def to_newest(connection: sa.Connection) -> None:
    """StoreError if the database is newer than this program. Runs inside the caller's transaction: all or nothing."""
    to_revision(connection, newest())


def to_revision(connection: sa.Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    now = current(connection)
    if now is not None and now not in known():
        raise StoreError(
            f"the database has schema {now}, which is newer than this program knows (up to {newest()}): "
            "run the newer program, or restore a backup made before the upgrade"
        )
    if now != revision:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def current(connection: sa.Connection) -> str | None:
    """Schema of a database; None: empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    head = _scripts().get_current_head()
    if head is None:
        raise StoreError(f"the migration scripts are missing from {_SCRIPTS.name}: install the program again")
    return head


def known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
