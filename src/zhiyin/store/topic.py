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
    """Rows of these conversations; both kinds of database answer it from the primary key."""
    return sa.tuple_(tenant, name).in_([(r.tenant, r.id) for r in refs])
