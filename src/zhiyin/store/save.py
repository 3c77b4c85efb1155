"""Save: writes what steps led to. Many steps in a few statements; each of them is kept whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa

from zhiyin.domain.conversation import Step
from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.seams import Summer
from zhiyin.store.booking import Booked, Booking
from zhiyin.store.codec import RowValues, action_row, conversation_row, outcome_row
from zhiyin.store.database import insert, insert_of
from zhiyin.store.end_marks import Mark, mark_day, mark_talk, write_marks
from zhiyin.store.tables import actions, conversations, events, outcomes
from zhiyin.store.topic import among


@dataclass(frozen=True, slots=True, eq=False)
class StepRows:
    """A step as rows, made before the writer takes it, so that encoding does not hold up a commit."""

    ref: ConversationRef
    version: int
    rebuilt: bool
    saved_at: int
    conversation: RowValues
    outcomes: tuple[RowValues, ...]
    actions: tuple[RowValues, ...]
    opened: tuple[int, str | None] = (0, None)
    """When the conversation began (ms), and its customer."""
    nouns: tuple[Outcome, ...] = ()
    """The outcomes themselves, which the summaries are counted from, and what they are of, where that is known."""
    said: tuple[Masked, ...] = ()

    @classmethod
    def of(cls, step: Step, saved_at: int) -> "StepRows":
        conversation = step.conversation
        return cls(
            ref=conversation.ref,
            version=conversation.version,
            rebuilt=step.rebuilt,
            saved_at=saved_at,
            conversation=conversation_row(conversation),
            outcomes=tuple(outcome_row(o) for o in step.outcomes),
            actions=tuple(
                action_row(a, o.conversation, o.event_id, conversation.scene, saved_at)
                for o in step.outcomes
                for a in o.decision.actions
            ),
            opened=(conversation.opened_at, conversation.customer),
            nouns=step.outcomes,
            said=step.said,
        )

    @property
    def first(self) -> bool:
        return self.version == 1


def save(connection: sa.Connection, steps: Sequence[StepRows], summer: Summer | None = None) -> list[bool]:
    """True where the step was written, False where another writer was first."""
    written: dict[int, bool] = {}
    booking = Booking(summer)
    marks: set[Mark] = set()
    for group in _rounds(range(len(steps)), steps):
        won = _save_round(connection, [steps[i] for i in group], booking, marks)
        written.update((i, steps[i].ref in won) for i in group)
    booking.write(connection)
    write_marks(connection, marks)
    return [written[i] for i in range(len(steps))]


def _rounds(indices: Iterable[int], steps: Sequence[StepRows]) -> Iterable[list[int]]:
    """Steps of one conversation go into different rounds, in the order given; nearly always there is one round."""
    left = list(indices)
    while left:
        seen: set[ConversationRef] = set()
        now: list[int] = []
        later: list[int] = []
        for i in left:
            (later if steps[i].ref in seen else now).append(i)
            seen.add(steps[i].ref)
        yield now
        left = later


def _save_round(
    connection: sa.Connection, steps: Sequence[StepRows], booking: Booking, marks: set[Mark]
) -> set[ConversationRef]:
    won = _write_snapshots(connection, steps, booking, marks)
    kept = [step for step in steps if step.ref in won]
    if kept:
        _clear_rebuilt(connection, [step for step in kept if step.rebuilt])
        _write_outcomes(connection, kept)
        _write_actions(connection, kept)
        booking.count_again(connection)
    return won


def _write_snapshots(
    connection: sa.Connection, steps: Sequence[StepRows], booking: Booking, marks: set[Mark]
) -> set[ConversationRef]:
    """The conversations whose stored version was the one before; their rows stay locked until the commit."""
    query = (
        sa.select(*_BEFORE)
        .where(among(conversations.c.tenant, conversations.c.id, [s.ref for s in steps]))
        .order_by(conversations.c.tenant, conversations.c.id)
        .with_for_update()
    )
    stored = {ConversationRef(row.tenant, row.id): row for row in connection.execute(query)}
    ordered = sorted(steps, key=lambda step: step.ref)
    opened = [s for s in ordered if s.ref not in stored and s.version == 1]
    grown = [s for s in ordered if s.ref in stored and stored[s.ref].version == s.version - 1]
    summed = {ref: row.summed for ref, row in stored.items()}
    booked = booking.prepare(connection, [*opened, *grown], summed)
    won = {s.ref for s in grown}
    if grown:
        connection.execute(_GROW, [_keyed(_with_sums(s, booked)) for s in grown])
    if opened:
        statement = insert(connection, conversations).on_conflict_do_nothing()
        rows = connection.execute(
            statement.returning(conversations.c.tenant, conversations.c.id), [_with_sums(s, booked) for s in opened]
        )
        won |= {ConversationRef(row.tenant, row.id) for row in rows}
    for ref in sorted(won):
        booking.take(connection, ref, booked[ref], summed.get(ref))
    for step in ordered:
        if step.ref in won:
            _mark(step, stored.get(step.ref), marks)
    return won


_c = conversations.c
_BEFORE: tuple[sa.Column[Any], ...] = (_c.tenant, _c.id, _c.version, _c.summed, _c.opened_at, _c.customer)


def _mark(step: StepRows, before: sa.Row[Any] | None, marks: set[Mark]) -> None:
    tenant, (opened_at, customer) = step.ref.tenant, step.opened
    if before is None:
        marks |= mark_talk(tenant, opened_at, customer)
    elif before.opened_at == opened_at and before.customer == customer:
        marks.add(mark_day(tenant, opened_at))
    else:
        marks |= mark_talk(tenant, opened_at, customer) | mark_talk(tenant, before.opened_at, before.customer)


def _with_sums(step: StepRows, booked: Mapping[ConversationRef, Booked]) -> RowValues:
    return {**step.conversation, "summed": booked[step.ref].summed}


_GROW = (
    sa.update(conversations)
    .where(conversations.c.tenant == sa.bindparam("of_tenant"), conversations.c.id == sa.bindparam("of_id"))
    .values({c.name: sa.bindparam(c.name) for c in conversations.c if not c.primary_key})
)


def _keyed(row: RowValues) -> RowValues:
    values = {name: value for name, value in row.items() if name not in {"tenant", "id"}}
    return {**values, "of_tenant": row["tenant"], "of_id": row["id"]}


def _clear_rebuilt(connection: sa.Connection, steps: Sequence[StepRows]) -> None:
    """A late event changed the course: earlier outcomes go, and so do actions not yet sent that no longer follow."""
    if not steps:
        return
    refs = [s.ref for s in steps]
    connection.execute(sa.delete(outcomes).where(among(outcomes.c.tenant, outcomes.c.conversation, refs)))
    for step in steps:
        gone = sa.update(actions).where(
            actions.c.tenant == step.ref.tenant,
            actions.c.conversation == step.ref.id,
            actions.c.status == DeliveryStatus.PENDING.value,
            actions.c.event_id != "",  # no turn led to it, so no course takes it back
            actions.c.id.not_in([row["id"] for row in step.actions]),
        )
        connection.execute(gone.values(status=DeliveryStatus.WITHDRAWN.value, lease_until=0))


def _write_outcomes(connection: sa.Connection, steps: Sequence[StepRows]) -> None:
    rows = list(chain.from_iterable(s.outcomes for s in steps))
    if not rows:
        return
    connection.execute(_keeping_outcomes(connection.dialect.name), rows)
    applied = [
        {"of_tenant": r["tenant"], "of_conversation": r["conversation"], "of_event": r["event_id"], "now": s.saved_at}
        for s in steps
        for r in s.outcomes
    ]
    connection.execute(_APPLY, applied)


@cache
def _keeping_outcomes(dialect: str) -> sa.Insert:
    statement = insert_of(dialect, outcomes)
    changed = {name: statement.excluded[name] for name in ("sequence", "at", "body")}
    return statement.on_conflict_do_update(index_elements=list(outcomes.primary_key), set_=changed)


_APPLY = (
    sa.update(events)
    .where(
        events.c.tenant == sa.bindparam("of_tenant"),
        events.c.conversation == sa.bindparam("of_conversation"),
        events.c.event_id == sa.bindparam("of_event"),
        events.c.applied_at.is_(None),
    )
    .values(applied_at=sa.bindparam("now"))
)


def _write_actions(connection: sa.Connection, steps: Sequence[StepRows]) -> None:
    """New ids become pending; withdrawn ones pending again. What was sent, or given up, is left as it is."""
    rows = sorted(chain.from_iterable(s.actions for s in steps), key=lambda row: str(row["id"]))
    if not rows:
        return
    connection.execute(_keeping_actions(connection.dialect.name), rows)


@cache
def _keeping_actions(dialect: str) -> sa.Insert:
    statement = insert_of(dialect, actions)
    new, pending, withdrawn = statement.excluded, DeliveryStatus.PENDING.value, DeliveryStatus.WITHDRAWN.value
    return statement.on_conflict_do_update(
        index_elements=[actions.c.id],
        set_={
            "event_id": new.event_id,
            "body": new.body,
            "status": pending,
            # A pending one keeps its place in the queue, whatever it has waited so far.
            "next_at": sa.case((actions.c.status == withdrawn, new.next_at), else_=actions.c.next_at),
        },
        where=sa.and_(
            actions.c.tenant == new.tenant,
            actions.c.conversation == new.conversation,
            sa.or_(actions.c.status == pending, actions.c.status == withdrawn),
        ),
    )
