"""Turns: events, each beside what it led to."""

import sqlalchemy as sa

from zhiyin.domain.conversation import Turn
from zhiyin.store.codec import to_masked, to_outcome
from zhiyin.store.tables import events, outcomes


def with_outcomes() -> sa.Select[tuple[object, ...]]:
    """Events, each beside what it led to (NULL while it waits)."""
    same = sa.and_(
        outcomes.c.tenant == events.c.tenant,
        outcomes.c.conversation == events.c.conversation,
        outcomes.c.event_id == events.c.event_id,
    )
    return sa.select(events, outcomes.c.sequence, outcomes.c.body.label("outcome")).select_from(
        events.outerjoin(outcomes, same)
    )


def to_turn(row: sa.RowMapping) -> Turn:
    masked = to_masked(row)
    if row["outcome"] is None:
        return Turn(masked)
    origin = masked.origin
    return Turn(masked, to_outcome(origin.conversation, origin.event_id, row["sequence"], origin.at, row["outcome"]))
