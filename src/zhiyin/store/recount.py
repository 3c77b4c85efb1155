"""Recount: summaries of what was stored before there were any, counting all anew, and proof that sums are exact."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.ledger import Ledger, ThemeKey
from zhiyin.domain.mood_summary import COLUMNS
from zhiyin.domain.themes import WordTurn
from zhiyin.domain.utterance import ConversationRef
from zhiyin.seams import Progress, Summer
from zhiyin.store import end_days
from zhiyin.store.booking import counted, note_summed
from zhiyin.store.database import insert
from zhiyin.store.ledger import CELL, THEME, WAIT, by_day, with_totals, write_ledger
from zhiyin.store.tables import (
    conversations,
    mood_days,
    mood_hours,
    summary_states,
    topic_days,
    waits,
    word_days,
    word_turns,
)

_SUMS = (mood_hours, mood_days, waits, topic_days, word_days, word_turns)
_FINGERPRINT, _TRIMMED = "fingerprint", "trimmed"


def progress(connection: sa.Connection) -> Progress:
    whole = connection.execute(sa.select(sa.func.count()).select_from(conversations)).scalar_one()
    return Progress(whole, uncounted(connection))


def uncounted(connection: sa.Connection) -> int:
    query = sa.select(sa.func.count()).select_from(conversations).where(conversations.c.summed.is_(None))
    return int(connection.execute(query).scalar_one())


def begin(connection: sa.Connection, summers: Sequence[Summer]) -> list[bool]:
    begun = []
    for summer in summers:
        stored = _state(connection, _FINGERPRINT)
        begun.append(stored is not None and stored != summer.fingerprint)
        if begun[-1]:
            reset(connection, [summer])
        _note(connection, _FINGERPRINT, summer.fingerprint)
    return begun


def reset(connection: sa.Connection, summers: Sequence[Summer]) -> list[None]:
    # Locked first, as savers do, so that none of them goes on from sums that are being dropped.
    connection.execute(sa.update(conversations).values(summed=None).where(conversations.c.summed.is_not(None)))
    for table in _SUMS:
        connection.execute(sa.delete(table))
    connection.execute(sa.delete(summary_states).where(summary_states.c.name == _TRIMMED))
    end_days.reset_all(connection)
    for summer in summers:
        _note(connection, _FINGERPRINT, summer.fingerprint)
    return [None] * len(summers)


def count_more(connection: sa.Connection, items: Sequence[tuple[Summer, int]]) -> list[int]:
    found = []
    for summer, limit in items:
        c = conversations.c
        query = sa.select(c.tenant, c.id).where(c.summed.is_(None)).order_by(c.tenant, c.id).limit(limit)
        refs = [ConversationRef(row.tenant, row.id) for row in connection.execute(query.with_for_update())]
        ledger = Ledger()
        for ref in refs:
            summed, one = counted(connection, summer, ref)
            ledger.add(one)
            note_summed(connection, ref, summed)
        write_ledger(connection, ledger, summer.day_of)
        found.append(len(refs))
    return found


def differences(connection: sa.Connection, summer: Summer) -> list[str]:
    scratch = Ledger()
    c = conversations.c
    query = sa.select(c.tenant, c.id).where(c.summed.is_not(None)).order_by(c.tenant, c.id)
    for row in connection.execute(query).all():
        scratch.add(counted(connection, summer, ConversationRef(row.tenant, row.id))[1])
    days = Ledger(moods=by_day(scratch.moods, summer.day_of))
    scratch, stored = scratch.nonzero(), _stored(connection).nonzero()
    trimmed = int(_state(connection, _TRIMMED) or 0)
    same = {
        "mood_hours": scratch.moods == stored.moods,
        "mood_days": days.nonzero().moods == Ledger(moods=_cells(connection, mood_days)).nonzero().moods,
        "waits": Ledger(waits=with_totals(scratch.waits)).nonzero().waits == stored.waits,
        "topic_days": scratch.topics == stored.topics,
        "word_days": _since(scratch.words, trimmed) == _since(stored.words, trimmed),
        "word_turns": scratch.said == stored.said,
    }
    same["end_days"] = not end_days.stale_or_wrong(connection)
    return [name for name, equal in same.items() if not equal]


def trim_words(connection: sa.Connection, items: Sequence[tuple[int, int]]) -> list[int]:
    dropped = []
    for before, keep in items:
        c = word_days.c
        place = sa.func.row_number().over(
            partition_by=(c.tenant, c.at, c.scene), order_by=(c.turns.desc(), c.negative.desc(), c.name)
        )
        since = int(_state(connection, _TRIMMED) or 0)
        ranked = sa.select(c.tenant, c.at, c.scene, c.name, place.label("place"))
        ranked_days = ranked.where(c.at >= since, c.at < before).subquery()
        extra = connection.execute(sa.select(ranked_days).where(ranked_days.c.place > keep)).all()
        if extra:
            gone = sa.delete(word_days).where(*(c[name] == sa.bindparam(f"of_{name}") for name in THEME))
            keys = [{f"of_{name}": row._mapping[name] for name in THEME} for row in extra]
            connection.execute(gone, keys)
        _note(connection, _TRIMMED, str(max(before, since)))
        dropped.append(len(extra))
    return dropped


def _stored(connection: sa.Connection) -> Ledger:
    timed = connection.execute(sa.select(*(waits.c[n] for n in WAIT), waits.c.turns))
    said = connection.execute(sa.select(word_turns)).mappings()
    return Ledger(
        moods=_cells(connection, mood_hours),
        waits=Counter({(r[0], r[1], r[2], r[3], r[4], r[5], r[6]): r[7] for r in timed}),
        topics=_themes(connection, topic_days),
        words=_themes(connection, word_days),
        said=[WordTurn(**{**row, "negative": bool(row["negative"])}) for row in said],
    )


def _cells(connection: sa.Connection, table: sa.Table) -> dict[tuple[str, int, str, str, str], Counter[str]]:
    rows = connection.execute(sa.select(*(table.c[n] for n in CELL), *(table.c[n] for n in COLUMNS)))
    return {(r[0], r[1], r[2], r[3], r[4]): Counter(dict(zip(COLUMNS, r[5:], strict=True))) for r in rows}


def _themes(connection: sa.Connection, table: sa.Table) -> dict[ThemeKey, Counter[str]]:
    counts = [c.name for c in table.c if not c.primary_key]
    rows = connection.execute(sa.select(*(table.c[n] for n in THEME), *(table.c[n] for n in counts)))
    return {(r[0], r[1], r[2], r[3]): Counter(dict(zip(counts, r[4:], strict=True))) for r in rows}


def _since(words: dict[ThemeKey, Counter[str]], since: int) -> dict[ThemeKey, Counter[str]]:
    return {key: counts for key, counts in words.items() if key[1] >= since}


def _state(connection: sa.Connection, name: str) -> str | None:
    query = sa.select(summary_states.c.value).where(summary_states.c.name == name)
    value: str | None = connection.execute(query).scalar()
    return value


def _note(connection: sa.Connection, name: str, value: str) -> None:
    statement = insert(connection, summary_states)
    upsert = statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    connection.execute(upsert, [{"name": name, "value": value}])
