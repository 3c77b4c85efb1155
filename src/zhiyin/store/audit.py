"""Audit: the operation log, one chain per tenant. Writers take turns by the row of the tenant's head."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.audit_entry import START, AuditEntry, AuditHead, AuditNote, chained, head_of
from zhiyin.seams import AuditQuery
from zhiyin.store.codec import RowValues
from zhiyin.store.database import insert
from zhiyin.store.tables import audit_heads, audit_log
from zhiyin.store.topic import Topic

PEOPLE = 200

LOST = "head lost"
"""Stands for the digest before where the head has gone: no entry has it, so that the break shows for ever."""

_log, _heads = audit_log.c, audit_heads.c


@dataclass(frozen=True, slots=True)
class _Append:
    note: AuditNote
    key: bytes


@dataclass(frozen=True, slots=True)
class _Trim:
    tenant: str
    before: int
    limit: int
    key: bytes


class SqlAuditTrail(Topic):
    async def append_audit(self, notes: Sequence[AuditNote], key: bytes) -> list[AuditEntry]:
        return await self._database.write(_append, [_Append(note, key) for note in notes])

    async def audit_entries(self, query: AuditQuery) -> list[AuditEntry]:
        return await self._database.read(_entries, query)

    async def audit_chain(self, tenant: str, after: int, limit: int) -> list[AuditEntry]:
        return await self._database.read(_chain, tenant, after, limit)

    async def audit_head(self, tenant: str) -> AuditHead | None:
        return await self._database.read(_head, tenant)

    async def audit_people(self, tenant: str) -> list[str]:
        return await self._database.read(_people, tenant)

    async def count_audit(self, tenant: str, before: int) -> int:
        return await self._database.read(_count, tenant, before)

    async def trim_audit(self, tenant: str, before: int, limit: int, key: bytes) -> int:
        (trimmed,) = await self._database.write(_trim, [_Trim(tenant, before, limit, key)])
        return trimmed


def _append(connection: sa.Connection, items: Sequence[_Append]) -> list[AuditEntry]:
    heads = _locked(connection, sorted({item.note.tenant for item in items}))
    entries: list[AuditEntry] = []
    for item in items:
        head = heads[item.note.tenant]
        entry = chained(item.note, head.sequence + 1, head.digest, item.key)
        heads[head.tenant] = head_of(
            head.tenant, entry.sequence, entry.digest, head.kept_from, head.kept_before, item.key
        )
        entries.append(entry)
    connection.execute(sa.insert(audit_log), [_row(entry) for entry in entries])
    for tenant in sorted({item.note.tenant for item in items}):
        _move(connection, heads[tenant])
    return entries


def _locked(connection: sa.Connection, tenants: Sequence[str]) -> dict[str, AuditHead]:
    """The heads of these tenants, held until the commit; made where there are none.

    A head that does not fit the log is not mended: what follows is chained so that the walk finds the break.
    """
    wanted = sa.select(audit_heads).where(_heads.tenant.in_(tenants)).order_by(_heads.tenant).with_for_update()
    found = {row["tenant"]: _to_head(row) for row in connection.execute(wanted).mappings()}
    missing = [tenant for tenant in tenants if tenant not in found]
    if missing:
        first = [{**_head_row(head_of(tenant, 0, START, 1, START, b"")), "mark": ""} for tenant in missing]
        connection.execute(insert(connection, audit_heads).on_conflict_do_nothing(), first)
        found = {row["tenant"]: _to_head(row) for row in connection.execute(wanted).mappings()}
    return {tenant: _fitting(connection, head) for tenant, head in found.items()}


def _fitting(connection: sa.Connection, head: AuditHead) -> AuditHead:
    newest = sa.select(sa.func.max(_log.sequence)).where(_log.tenant == head.tenant)
    last = connection.execute(newest).scalar() or 0
    if last <= head.sequence:
        return head
    return AuditHead(head.tenant, last, LOST, head.kept_from, head.kept_before, head.mark)


def _move(connection: sa.Connection, head: AuditHead) -> None:
    values = {name: value for name, value in _head_row(head).items() if name != "tenant"}
    connection.execute(sa.update(audit_heads).where(_heads.tenant == head.tenant).values(**values))


def _entries(connection: sa.Connection, query: AuditQuery) -> list[AuditEntry]:
    wanted = sa.select(audit_log).where(_log.tenant == query.tenant)
    if query.who is not None:
        wanted = wanted.where(_log.who == query.who)
    if query.right is not None:
        wanted = wanted.where(_log.asked == query.right)
    if query.since is not None:
        wanted = wanted.where(_log.at >= query.since)
    if query.until is not None:
        wanted = wanted.where(_log.at < query.until)
    if query.before is not None:
        wanted = wanted.where(_log.sequence < query.before)
    page = wanted.order_by(_log.sequence.desc()).limit(query.limit)
    return [_to_entry(row) for row in connection.execute(page).mappings()]


def _chain(connection: sa.Connection, tenant: str, after: int, limit: int) -> list[AuditEntry]:
    page = sa.select(audit_log).where(_log.tenant == tenant, _log.sequence > after)
    rows = connection.execute(page.order_by(_log.sequence).limit(limit)).mappings()
    return [_to_entry(row) for row in rows]


def _head(connection: sa.Connection, tenant: str) -> AuditHead | None:
    row = connection.execute(sa.select(audit_heads).where(_heads.tenant == tenant)).mappings().first()
    return None if row is None else _to_head(row)


def _people(connection: sa.Connection, tenant: str) -> list[str]:
    query = sa.select(_log.who).where(_log.tenant == tenant).distinct().order_by(_log.who).limit(PEOPLE)
    return [row.who for row in connection.execute(query)]


def _count(connection: sa.Connection, tenant: str, before: int) -> int:
    query = sa.select(sa.func.count()).where(_log.tenant == tenant, _log.at < before)
    return int(connection.execute(query).scalar_one())


def _trim(connection: sa.Connection, wanted: Sequence[_Trim]) -> list[int]:
    return [_trim_one(connection, one) for one in wanted]


def _trim_one(connection: sa.Connection, wanted: _Trim) -> int:
    """Only from the front, and only while entries are old: a chain with holes would not be one."""
    head = _locked(connection, [wanted.tenant])[wanted.tenant]
    oldest = sa.select(_log.sequence, _log.at, _log.digest).where(
        _log.tenant == wanted.tenant, _log.sequence < head.sequence
    )
    gone: tuple[int, str] | None = None
    count = 0
    for row in connection.execute(oldest.order_by(_log.sequence).limit(wanted.limit)):
        if row.at >= wanted.before:
            break
        gone, count = (row.sequence, row.digest), count + 1
    if gone is None:
        return 0
    connection.execute(sa.delete(audit_log).where(_log.tenant == wanted.tenant, _log.sequence <= gone[0]))
    _move(connection, head_of(wanted.tenant, head.sequence, head.digest, gone[0] + 1, gone[1], wanted.key))
    return count


def _row(entry: AuditEntry) -> RowValues:
    note = entry.note
    return {
        "tenant": note.tenant,
        "sequence": entry.sequence,
        "at": note.at,
        "who": note.who,
        "role": note.role,
        "how": note.how,
        "asked": note.right,
        "deed": note.deed,
        "params": json.dumps(dict(note.params), ensure_ascii=False, sort_keys=True),
        "status": note.status,
        "detail": note.detail,
        "seal": entry.seal,
        "before": entry.before,
        "digest": entry.digest,
    }


def _to_entry(row: sa.RowMapping) -> AuditEntry:
    note = AuditNote(
        tenant=row["tenant"],
        at=row["at"],
        who=row["who"],
        role=row["role"],
        how=row["how"],
        right=row["asked"],
        deed=row["deed"],
        params=_params(row["params"]),
        status=row["status"],
        detail=row["detail"],
    )
    return AuditEntry(row["sequence"], note, row["seal"], row["before"], row["digest"])


def _params(text: str) -> dict[str, str]:
    """What somebody has made unreadable must not stop the walk: it shows there as changed."""
    try:
        found = json.loads(text)
    except ValueError:
        return {"unreadable": text[:200]}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {"unreadable": text[:200]}


def _head_row(head: AuditHead) -> RowValues:
    return {
        "tenant": head.tenant,
        "sequence": head.sequence,
        "digest": head.digest,
        "kept_from": head.kept_from,
        "kept_before": head.kept_before,
        "mark": head.mark,
    }


def _to_head(row: sa.RowMapping) -> AuditHead:
    return AuditHead(**row)
