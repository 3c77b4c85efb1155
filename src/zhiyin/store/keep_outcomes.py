"""Keep outcomes: writes business outcomes as revisions. What the newest revision says already is not written again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.business_outcome import BusinessOutcome
from zhiyin.store.codec import Cell, RowValues, business_outcome_row
from zhiyin.store.database import insert
from zhiyin.store.end_marks import Mark, mark_link, marks_of_outcomes, write_marks
from zhiyin.store.tables import business_outcomes
from zhiyin.store.topic import among

_SAID = ("conversation", "customer", "kind", "value", "bad", "at", "withdrawn", "body")
"""Columns that make the content of a revision."""

_kept = business_outcomes.c


@dataclass(frozen=True, slots=True, order=True)
class _Name:
    tenant: str
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeRow:
    """An outcome as a row, made before the writer takes it, so that encoding does not hold up a commit."""

    name: _Name
    values: RowValues
    link: Mark

    @classmethod
    def of(cls, outcome: BusinessOutcome, received_at: int) -> "OutcomeRow":
        name = _Name(outcome.tenant, outcome.id)
        link = mark_link(outcome.tenant, outcome.conversation, outcome.customer, outcome.at)
        return cls(name, business_outcome_row(outcome, received_at), link)

    def content(self) -> tuple[Cell, ...]:
        return tuple(self.values[c] for c in _SAID)


def keep(connection: sa.Connection, rows: Sequence[OutcomeRow]) -> list[tuple[int, bool]]:
    """(revision, new) of each; several of one id follow each other in the order given."""
    done: dict[int, tuple[int, bool]] = {}
    left = list(range(len(rows)))
    while left:
        first = {rows[i].name: i for i in reversed(left)}
        kept = _keep_round(connection, [rows[i] for i in first.values()])
        done.update((i, kept[name]) for name, i in first.items() if name in kept)
        # What another process was first with is looked at again, against what that one wrote.
        left = [i for i in left if i not in done]
    return [done[i] for i in range(len(rows))]


def _keep_round(connection: sa.Connection, rows: Sequence[OutcomeRow]) -> dict[_Name, tuple[int, bool]]:
    """One outcome per id; those are missing from the answer of which another process wrote a revision meanwhile."""
    newest = _newest(connection, [row.name for row in rows])
    kept: dict[_Name, tuple[int, bool]] = {}
    changed: list[tuple[OutcomeRow, int]] = []
    for row in sorted(rows, key=lambda row: row.name):
        revision, content = newest.get(row.name, (0, ()))
        if content == row.content():
            kept[row.name] = (revision, False)
        else:
            changed.append((row, revision + 1))
    if changed:
        corrected = [row.name for row, revision in changed if revision > 1]
        write_marks(connection, {row.link for row, _ in changed} | _links(connection, corrected))
        _retire(connection, corrected)
        written = _insert(connection, changed)
        kept.update({row.name: (revision, True) for row, revision in changed if row.name in written})
    return kept


def _links(connection: sa.Connection, names: Sequence[_Name]) -> set[Mark]:
    """Where outcomes that are about to be corrected belonged."""
    by_tenant: dict[str, list[str]] = {}
    for name in names:
        by_tenant.setdefault(name.tenant, []).append(name.id)
    return {mark for tenant, ids in by_tenant.items() for mark in marks_of_outcomes(connection, tenant, ids)}


def _newest(connection: sa.Connection, names: Sequence[_Name]) -> dict[_Name, tuple[int, tuple[Cell, ...]]]:
    query = (
        sa.select(business_outcomes)
        .where(among(_kept.tenant, _kept.id, names), _kept.newest == 1)
        .order_by(_kept.tenant, _kept.id)
        .with_for_update()
    )
    found = connection.execute(query).mappings()
    return {_Name(r["tenant"], r["id"]): (r["revision"], tuple(r[c] for c in _SAID)) for r in found}


def _retire(connection: sa.Connection, names: Sequence[_Name]) -> None:
    if names:
        older = sa.update(business_outcomes).where(among(_kept.tenant, _kept.id, names), _kept.newest == 1)
        connection.execute(older.values(newest=0))


def _insert(connection: sa.Connection, changed: Iterable[tuple[OutcomeRow, int]]) -> set[_Name]:
    values = [{**row.values, "revision": revision} for row, revision in changed]
    statement = insert(connection, business_outcomes).on_conflict_do_nothing()
    written = connection.execute(statement.returning(_kept.tenant, _kept.id), values)
    return {_Name(r.tenant, r.id) for r in written}
