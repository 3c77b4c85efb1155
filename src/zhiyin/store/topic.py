"""Topic: what every part of the store has: the database it works on."""

from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa

from zhiyin.seams import Summer
from zhiyin.store.database import Database


class Named(Protocol):
    """What is told apart by a tenant and a name within it, such as a conversation."""

    @property
    def tenant(self) -> str: ...

    @property
    def id(self) -> str: ...


class Topic:
    def __init__(self, database: Database, summer: Summer | None = None) -> None:
        """``summer``: how the summaries are counted; without it the store keeps none."""
        self._database = database
        self._summer = summer


def among(tenant: sa.ColumnElement[str], name: sa.ColumnElement[str], refs: Sequence[Named]) -> sa.ColumnElement[bool]:
    """Rows of these names (at least one).

    Not ``(tenant, name) IN ((..), (..))``: SQLite scans the whole table for that (EXPLAIN QUERY PLAN, 3.40 and 3.53).
    """
    by_tenant: dict[str, list[str]] = {}
    for ref in refs:
        by_tenant.setdefault(ref.tenant, []).append(ref.id)
    return sa.or_(*(sa.and_(tenant == of, name.in_(ids)) for of, ids in by_tenant.items()))
