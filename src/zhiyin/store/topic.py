"""Topic: what every part of the store has: the database it works on."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.utterance import ConversationRef
from zhiyin.store.database import Database


class Topic:
    def __init__(self, database: Database) -> None:
        self._database = database


def among(
    tenant: sa.ColumnElement[str], name: sa.ColumnElement[str], refs: Sequence[ConversationRef]
) -> sa.ColumnElement[bool]:
    """Rows of these conversations (at least one).

    Not ``(tenant, name) IN ((..), (..))``: SQLite scans the whole table for that (EXPLAIN QUERY PLAN, 3.40 and 3.53).
    """
    by_tenant: dict[str, list[str]] = {}
    for ref in refs:
        by_tenant.setdefault(ref.tenant, []).append(ref.id)
    return sa.or_(*(sa.and_(tenant == of, name.in_(ids)) for of, ids in by_tenant.items()))
