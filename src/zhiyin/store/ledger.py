"""Ledger: signed counts into the tables of the summaries, a few statements however many steps there were."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import sqlalchemy as sa

from zhiyin.domain.ledger import CellKey, Ledger, ThemeKey, WaitKey
from zhiyin.domain.mood_summary import COLUMNS
from zhiyin.domain.utterance import ConversationRef
from zhiyin.store.codec import RowValues
from zhiyin.store.database import insert_of
from zhiyin.store.tables import mood_days, mood_hours, topic_days, waits, word_days, word_turns

CELL = ("tenant", "at", "scene", "channel", "team")
WAIT = (*CELL, "kind", "bucket")
EVERYWHERE = "*"
"""Stands for scene, channel and team in sums of waits over all places; no scene may be called so."""
THEME = ("tenant", "at", "scene", "name")


def write_ledger(connection: sa.Connection, ledger: Ledger, day_of: Callable[[int], int]) -> None:
    """Always in the order of tables and keys, so that two writers never wait for each other in a circle."""
    _add(connection, mood_hours, _rows(CELL, COLUMNS, ledger.moods))
    _add(connection, mood_days, _rows(CELL, COLUMNS, by_day(ledger.moods, day_of)))
    timed = with_totals(ledger.waits)
    _add(connection, waits, [dict(zip(WAIT, key, strict=True)) | {"turns": n} for key, n in timed.items() if n])
    _add(connection, topic_days, _rows(THEME, ("turns", "negative", "load"), ledger.topics))
    _add(connection, word_days, _rows(THEME, ("turns", "negative"), ledger.words))
    said: list[RowValues] = [
        {
            "tenant": w.tenant,
            "conversation": w.conversation,
            "event_id": w.event_id,
            "word": w.word,
            "scene": w.scene,
            "at": w.at,
            "negative": int(w.negative),
        }
        for w in ledger.said
    ]
    if said:
        connection.execute(_saying(connection.dialect.name), said)


def with_totals(counted: Mapping[WaitKey, int]) -> Counter[WaitKey]:
    """With the sums over all places, so that figures of the whole site need not add up every place of every day."""
    both = Counter(counted)
    for (tenant, day, _, _, _, kind, bucket), count in counted.items():
        both[tenant, day, EVERYWHERE, EVERYWHERE, EVERYWHERE, kind, bucket] += count
    return both


def by_day(hours: Mapping[CellKey, Counter[str]], day_of: Callable[[int], int]) -> dict[CellKey, Counter[str]]:
    days: dict[CellKey, Counter[str]] = {}
    for (tenant, at, *place), counts in hours.items():
        scene, channel, team = place
        cell = days.setdefault((tenant, day_of(at), scene, channel, team), Counter())
        for name, count in counts.items():
            cell[name] += count
    return days


def forget_words(connection: sa.Connection, ref: ConversationRef) -> None:
    of = sa.and_(word_turns.c.tenant == ref.tenant, word_turns.c.conversation == ref.id)
    connection.execute(sa.delete(word_turns).where(of))


def _rows(
    names: tuple[str, ...],
    counts: tuple[str, ...],
    cells: Mapping[CellKey, Counter[str]] | Mapping[ThemeKey, Counter[str]],
) -> list[RowValues]:
    return [
        {**dict(zip(names, key, strict=True)), **{name: found[name] for name in counts}}
        for key, found in cells.items()
        if any(found.values())
    ]


def _add(connection: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, object]]) -> None:
    keys = [c.name for c in table.primary_key]
    ordered = sorted(rows, key=lambda row: tuple(str(row[k]) for k in keys))
    if ordered:
        connection.execute(_adding(connection.dialect.name, table), ordered)


@cache
def _saying(dialect: str) -> sa.Insert:
    return insert_of(dialect, word_turns).on_conflict_do_nothing()


@cache
def _adding(dialect: str, table: sa.Table) -> sa.Insert:
    statement = insert_of(dialect, table)
    keys = list(table.primary_key)
    sums = {c.name: c + statement.excluded[c.name] for c in table.c if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=keys, set_=sums)
