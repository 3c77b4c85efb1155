"""End scan: conversations and what came of them, read as sparely as scoring allows: for days that are not counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.errors import StoreError
from zhiyin.domain.talk_end import TalkEnd
from zhiyin.store.joining import Begun, linked_rows
from zhiyin.store.tables import business_outcomes, conversations

PAGE = 1_000
"""Conversations read at once; this bounds the memory."""
_c, _o = conversations.c, business_outcomes.c
_COLUMNS: tuple[sa.Column[Any], ...] = (
    _c.id,
    _c.opened_at,
    _c.scene,
    _c.channel,
    _c.last_at,
    _c.risk,
    _c.customer,
    _c.body,
)
_TIMED: tuple[sa.Column[Any], ...] = (_o.customer, _o.at, _o.bad, _o.withdrawn)


class _State(msgspec.Struct):
    """Of a stored state only what is scored: the rest is passed over, not made into nouns."""

    turns: int = 0
    alarms: tuple[Alarm, ...] = ()


class _Body(msgspec.Struct):
    state: _State


_decoder = msgspec.json.Decoder(_Body)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Conversations that began from ``since`` on and before ``until``, in ms since 1970 UTC; None: not bounded."""

    tenant: str
    since: int | None = None
    until: int | None = None
    scene: str | None = None
    channel: str | None = None

    @property
    def within(self) -> sa.ColumnElement[bool]:
        wanted = [_c.tenant == self.tenant]
        if self.since is not None:
            wanted.append(_c.opened_at >= self.since)
        if self.until is not None:
            wanted.append(_c.opened_at < self.until)
        if self.scene is not None:
            wanted.append(_c.scene == self.scene)
        if self.channel is not None:
            wanted.append(_c.channel == self.channel)
        return sa.and_(*wanted)


def ends(connection: sa.Connection, stretch: Stretch) -> Iterator[TalkEnd]:
    """By their start."""
    query = sa.select(*_COLUMNS).where(stretch.within).order_by(_c.opened_at, _c.id).limit(PAGE)
    after: tuple[int, str] | None = None
    while True:
        # The first condition follows from the second, but only of the first does SQLite make use in the index.
        further = query if after is None else query.where(_c.opened_at >= after[0], _past(after))
        rows = connection.execute(further).all()
        told = _told(connection, stretch.tenant, rows) if rows else {}
        for row in rows:
            yield _end(row, told.get(row[0]))
        if len(rows) < PAGE:
            return
        after = (rows[-1].opened_at, rows[-1].id)


def _past(after: tuple[int, str]) -> sa.ColumnElement[bool]:
    return sa.tuple_(_c.opened_at, _c.id) > after


def _end(row: sa.Row[Any], told: tuple[int | None] | None) -> TalkEnd:
    try:
        state = _decoder.decode(row.body).state
    except msgspec.MsgspecError as error:
        raise StoreError(
            f"a stored conversation cannot be read ({error}); restore a backup or run the newer program"
        ) from None
    return TalkEnd(
        row.scene,
        row.channel,
        row.opened_at,
        row.last_at,
        state.turns,
        state.alarms,
        row.risk,
        told is not None,
        told[0] if told else None,
    )


def _told(connection: sa.Connection, tenant: str, page: Sequence[sa.Row[Any]]) -> dict[str, tuple[int | None]]:
    """When the first bad outcome came, of those conversations that have any that counts."""
    found: dict[str, tuple[int | None]] = {}

    def tell(name: str, bad_at: int | None) -> None:
        known = found.get(name, (None,))[0]
        found[name] = (min((at for at in (known, bad_at) if at is not None), default=None),)

    named = sa.select(_o.conversation, _o.at, _o.bad).where(
        _o.tenant == tenant, _o.conversation.in_([row.id for row in page]), _o.newest == 1, _o.withdrawn == 0
    )
    for name, at, bad in connection.execute(named):
        tell(name, at if bad else None)
    begun = [Begun(row.id, row.customer, row.opened_at) for row in page]
    for name, row in linked_rows(connection, tenant, begun, _TIMED):
        if not row.withdrawn:
            tell(name, row.at if row.bad else None)
    return found
