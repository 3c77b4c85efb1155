"""Keys: who may call. Only digests of secrets are kept."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.key import Access, ApiKey
from zhiyin.store.database import insert
from zhiyin.store.tables import api_keys
from zhiyin.store.topic import Topic


class SqlKeys(Topic):
    async def add_key(self, key: ApiKey) -> None:
        await self._database.write(_add, [key])

    async def find_key(self, digest: str) -> ApiKey | None:
        return await self._database.read(_find, digest)

    async def keys(self) -> list[ApiKey]:
        return await self._database.read(_all)

    async def revoke_key(self, key_id: str, at: int) -> bool:
        (done,) = await self._database.write(_revoke, [(key_id, at)])
        return done


def _add(connection: sa.Connection, keys: Sequence[ApiKey]) -> list[None]:
    for key in keys:
        row = {c.name: getattr(key, c.name) for c in api_keys.c} | {"access": key.access.value}
        statement = insert(connection, api_keys).values(row).on_conflict_do_nothing()
        if connection.execute(statement).rowcount != 1:
            raise ConflictError(f"an API key with the id {key.id} or the same secret exists; make a new one")
    return [None] * len(keys)


def _find(connection: sa.Connection, digest: str) -> ApiKey | None:
    query = sa.select(api_keys).where(api_keys.c.digest == digest, api_keys.c.revoked_at.is_(None))
    row = connection.execute(query).mappings().first()
    return None if row is None else _to_key(row)


def _all(connection: sa.Connection) -> list[ApiKey]:
    query = sa.select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id)
    return [_to_key(row) for row in connection.execute(query).mappings()]


def _revoke(connection: sa.Connection, wanted: Sequence[tuple[str, int]]) -> list[bool]:
    done = []
    for key_id, at in wanted:
        statement = sa.update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        done.append(connection.execute(statement.values(revoked_at=at)).rowcount == 1)
    return done


def _to_key(row: sa.RowMapping) -> ApiKey:
    return ApiKey(**{**row, "access": Access(row["access"])})
