"""Wall: open conversations at a glance, from columns of their own."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.risk import Tier
from zhiyin.domain.tile import Tile
from zhiyin.store.codec import to_conversation
from zhiyin.store.tables import alarm_handling, conversations
from zhiyin.store.tile_row import LEVELS, SHOWN, tile_row, to_tile
from zhiyin.store.topic import Topic

_c = conversations.c
RANG = _c.alarm_level > sa.literal_column("0")
"""Written with a literal so that the index over conversations that rang is used."""
_SHOWN = tuple(_c[name] for name in SHOWN)


class SqlWall(Topic):
    async def tiles(self, tenant: str, since: int, limit: int) -> list[Tile]:
        return await self._database.read(_tiles, tenant, since, limit)

    async def fill_tiles(self, limit: int) -> int:
        if not await self._database.read(_any_untiled):
            return 0
        (done,) = await self._database.write(_fill, [limit])
        return done

    async def open_tiers(self, tenant: str, since: int) -> dict[Tier, int]:
        return await self._database.read(_open_tiers, tenant, since)

    async def rung(self, tenant: str, since: int, until: int) -> dict[Tier, int]:
        return await self._database.read(_rung, tenant, since, until)


def _open(tenant: str, since: int) -> sa.ColumnElement[bool]:
    return sa.and_(_c.tenant == tenant, _c.last_at >= since, _c.closed == 0)


def handled() -> sa.ColumnElement[bool]:
    return sa.and_(alarm_handling.c.tenant == _c.tenant, alarm_handling.c.conversation == _c.id)


def _tiles(connection: sa.Connection, tenant: str, since: int, limit: int) -> list[Tile]:
    query = (
        sa.select(*_SHOWN, alarm_handling.c.level, alarm_handling.c.state)
        .select_from(conversations.outerjoin(alarm_handling, handled()))
        .where(_open(tenant, since))
        .order_by(_c.last_at.desc(), _c.id.desc())
        .limit(limit)
    )
    return [to_tile(row) for row in connection.execute(query).all()]


def _any_untiled(connection: sa.Connection) -> bool:
    return connection.execute(sa.select(_c.id).where(_c.brief.is_(None)).limit(1)).first() is not None


def _fill(connection: sa.Connection, limits: Sequence[int]) -> list[int]:
    return [_fill_some(connection, limit) for limit in limits]


def _fill_some(connection: sa.Connection, limit: int) -> int:
    untiled = sa.select(conversations).where(_c.brief.is_(None)).order_by(_c.last_at.desc()).limit(limit)
    # Rows that a worker is saving now are passed over: it writes their tile. SQLite has one writer and needs no locks.
    rows = connection.execute(untiled.with_for_update(skip_locked=True)).mappings().all()
    for row in rows:
        kept = to_conversation(row)
        same = (_c.tenant == kept.ref.tenant, _c.id == kept.ref.id)
        connection.execute(sa.update(conversations).where(*same).values(tile_row(kept)))
    return len(rows)


def _open_tiers(connection: sa.Connection, tenant: str, since: int) -> dict[Tier, int]:
    found = dict.fromkeys(Tier, 0)
    for row in connection.execute(sa.select(_c.tier).where(_open(tenant, since))):
        found[Tier(row.tier)] += 1
    return found


def _rung(connection: sa.Connection, tenant: str, since: int, until: int) -> dict[Tier, int]:
    when = sa.and_(_c.tenant == tenant, RANG, _c.alarm_at >= since, _c.alarm_at < until)
    found = dict.fromkeys(LEVELS[1:], 0)
    for row in connection.execute(sa.select(_c.alarm_level).where(when)):
        found[LEVELS[row.alarm_level]] += 1
    return found
