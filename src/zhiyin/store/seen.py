"""Seen: which conversations lie in somebody's sight, as a condition."""

import sqlalchemy as sa

from zhiyin.domain.sight import Sight
from zhiyin.store.tables import alarm_handling, conversations

_c, _h = conversations.c, alarm_handling.c


def seen(sight: Sight) -> sa.ColumnElement[bool]:
    """As ``Sight.sees``, of rows that something else has found: lists are asked by ``seen_page``. A row without a tile,
    kept by an old version, does not say whose it is: nobody's it is not."""
    unassigned = sa.and_(_c.agent.is_(None), _c.brief.is_not(None))
    found = sa.or_(unassigned, _c.agent.in_(sorted(sight.staff)))
    if not sight.name:
        return found
    mine = sa.and_(_h.tenant == _c.tenant, _h.conversation == _c.id, _h.person == sight.name)
    return sa.or_(found, sa.exists().where(mine).correlate(conversations))
