"""Event counts: how many events a tenant has, kept by the transactions that write or drop them; to count takes a scan.

Every connection adds to a row of its own, so that no writer ever waits for another.
"""

import secrets
from collections.abc import Mapping

import sqlalchemy as sa

from zhiyin.store.database import insert
from zhiyin.store.tables import event_counts

_NUMBER_BITS = 62
_e = event_counts.c


def count_events(connection: sa.Connection, more: Mapping[str, int]) -> None:
    """``more`` by tenant; below 0 where events are dropped."""
    writer = connection.info.setdefault("writer", secrets.randbits(_NUMBER_BITS))
    rows = [{"tenant": tenant, "writer": writer, "events": n} for tenant, n in sorted(more.items()) if n]
    if rows:
        statement = insert(connection, event_counts)
        added = {"events": _e.events + statement.excluded.events}
        connection.execute(statement.on_conflict_do_update(index_elements=[_e.tenant, _e.writer], set_=added), rows)


def events_of(tenant: str) -> sa.Select[int]:
    return sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_e.events), 0), sa.BigInteger)).where(_e.tenant == tenant)
