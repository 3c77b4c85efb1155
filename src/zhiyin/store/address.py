"""Address: where the store is and how it is opened, out of one URL and a key."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from zhiyin.domain.errors import StoreError

_FORMS = "sqlite:///zhiyin.db, sqlite:////data/zhiyin.db or postgresql://user:password@host/database"


@dataclass(frozen=True, slots=True)
class Address:
    """``url`` names the driver; ``key`` is never part of ``repr`` or ``shown``."""

    url: sa.URL
    _key: str | None = None

    def __repr__(self) -> str:
        return f"Address({self.shown})"

    @property
    def shown(self) -> str:
        """For people and logs: without password and key."""
        return self.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path:
        """The file of a SQLite store."""
        return Path(self.url.database or "")

    @property
    def key(self) -> str | None:
        return self._key


def parse(url: str, key: str | None) -> Address:
    """StoreError for anything but the forms that work, or for a key where it would protect nothing."""
    try:
        given = sa.make_url(url)
    except sa.exc.ArgumentError:
        # The text may hold a password, so it is not repeated.
        raise StoreError(f"the store URL cannot be read; it should look like {_FORMS}") from None
    backend = given.get_backend_name()
    if backend == "sqlite":
        return Address(_sqlite(given), key or None)
    if backend in {"postgresql", "postgres"}:
        if key:
            raise StoreError(
                "a store key encrypts SQLite files only; for PostgreSQL leave it away and encrypt the server's disk"
            )
        return Address(given.set(drivername="postgresql+asyncpg"))
    raise StoreError(f"stores of kind {backend} are not known; the URL should look like {_FORMS}")


def _sqlite(url: sa.URL) -> sa.URL:
    if not url.database or url.database == ":memory:" or url.query:
        raise StoreError(f"a SQLite store needs a file and no options, for example {_FORMS.split(',')[0]}")
    return url.set(drivername="sqlite")
