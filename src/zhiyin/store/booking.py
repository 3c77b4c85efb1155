"""Booking: what a save adds to the summaries, in the very transaction that saves it. Exact also for late events.

A step that goes on is counted alone, from what the summaries remember of the conversation. One that changes the past
(a late event, or outcomes written again) takes away all that the conversation had counted, and counts it anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from zhiyin.domain.conversation import Turn
from zhiyin.domain.errors import StoreError
from zhiyin.domain.ledger import Ledger
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.seams import Summer
from zhiyin.store.codec import carried_body, to_carried, to_masked
from zhiyin.store.ledger import forget_words, write_ledger
from zhiyin.store.tables import conversations, events
from zhiyin.store.topic import among
from zhiyin.store.turns import to_turn, with_outcomes


@dataclass(frozen=True, slots=True)
class Booked:
    """A step's share of the summaries, not yet written; ``anew``: the whole conversation must be counted again."""

    summed: str | None = None
    ledger: Ledger | None = None
    """None: nothing, or what is in the books already because the step is written for sure."""
    anew: bool = False


class Bookable(Protocol):
    """What a step is counted from."""

    @property
    def ref(self) -> ConversationRef: ...

    @property
    def first(self) -> bool: ...

    @property
    def rebuilt(self) -> bool: ...

    @property
    def nouns(self) -> tuple[Outcome, ...]: ...

    @property
    def said(self) -> tuple[Masked, ...]: ...


class Booking:
    """One save's. Without a ``summer`` nothing is counted; a store that holds sums is not written to then."""

    def __init__(self, summer: Summer | None) -> None:
        self._summer = summer
        self._ledger = Ledger()
        self._anew: list[ConversationRef] = []
        self._others = True

    def prepare(
        self, connection: sa.Connection, steps: Sequence[Bookable], summed: Mapping[ConversationRef, str | None]
    ) -> dict[ConversationRef, Booked]:
        """Before anything of these steps is written; ``summed`` of the stored conversations, locked."""
        if self._summer is None:
            if any(summed.get(step.ref) is not None for step in steps):
                raise StoreError("this store keeps summaries: open it with what counts them, or they would go wrong")
            return {step.ref: Booked() for step in steps}
        # A stored conversation is locked, so that its step is written for sure; a new one may be another writer's, but
        # not on SQLite, where nobody else writes until the commit.
        self._others = connection.dialect.name != "sqlite"
        # What the engine saves it has just read with the snapshot, whose version is still the same: nothing to look up.
        untold = [step.ref for step in steps if not step.said and not step.rebuilt]
        waiting = _waiting(connection, untold) if untold else {}
        return {step.ref: self._one(self._summer, step, waiting, summed.get(step.ref)) for step in steps}

    def _one(
        self, summer: Summer, step: Bookable, waiting: Mapping[tuple[str, str, str], Masked], before: str | None
    ) -> Booked:
        ref = step.ref
        if step.rebuilt or (before is None and not step.first):
            return Booked(anew=True)
        said = step.said or [waiting.get((ref.tenant, ref.id, o.event_id)) for o in step.nouns]
        turns = [Turn(masked, o) for masked, o in zip(said, step.nouns, strict=True) if masked]
        if len(turns) < len(said):
            return Booked(anew=True)
        ledger = Ledger() if step.first and self._others else None
        after = carried_body(summer.count(to_carried(before or ""), turns, self._ledger if ledger is None else ledger))
        return Booked(after, ledger)

    def take(self, connection: sa.Connection, ref: ConversationRef, booked: Booked, before: str | None) -> None:
        """The step is being written; its outcomes are not yet."""
        if self._summer is None:
            return
        if not booked.anew:
            if booked.ledger is not None:
                self._ledger.add(booked.ledger)
            return
        if before is not None:
            self._ledger.add(counted(connection, self._summer, ref)[1], -1)
            forget_words(connection, ref)
        self._anew.append(ref)

    def count_again(self, connection: sa.Connection) -> None:
        """The outcomes of this round are written: count those conversations whose past has changed."""
        for ref in self._anew:
            assert self._summer is not None
            summed, ledger = counted(connection, self._summer, ref)
            self._ledger.add(ledger)
            note_summed(connection, ref, summed)
        self._anew.clear()

    def write(self, connection: sa.Connection) -> None:
        """All of it at once, so that a cell that many steps change is written once."""
        if self._summer is not None:
            write_ledger(connection, self._ledger, self._summer.day_of)


def counted(connection: sa.Connection, summer: Summer, ref: ConversationRef) -> tuple[str, Ledger]:
    """A conversation as it stands, counted from its first turn."""
    query = with_outcomes().where(events.c.tenant == ref.tenant, events.c.conversation == ref.id)
    rows = connection.execute(query.order_by(events.c.at, events.c.event_id)).mappings()
    ledger = Ledger()
    return carried_body(summer.count(None, [to_turn(row) for row in rows], ledger)), ledger


def note_summed(connection: sa.Connection, ref: ConversationRef, summed: str | None) -> None:
    of = sa.and_(conversations.c.tenant == ref.tenant, conversations.c.id == ref.id)
    connection.execute(sa.update(conversations).where(of).values(summed=summed))


def _waiting(connection: sa.Connection, refs: Sequence[ConversationRef]) -> dict[tuple[str, str, str], Masked]:
    """Accepted events that no step has applied yet."""
    query = sa.select(events).where(among(events.c.tenant, events.c.conversation, refs), events.c.applied_at.is_(None))
    rows = connection.execute(query).mappings()
    return {(row["tenant"], row["conversation"], row["event_id"]): to_masked(row) for row in rows}
