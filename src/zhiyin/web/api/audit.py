"""/v1/audit: the operation log, the check that nobody changed it, and taking it along."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from zhiyin.domain.audit_entry import AuditEntry
from zhiyin.seams import AuditQuery, AuditTrail
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.governance_shapes import AuditCheckShape, AuditEntryShape, AuditShape
from zhiyin.web.api.present import moment
from zhiyin.web.api.site_time import Moment, between
from zhiyin.web.auditing import audited
from zhiyin.web.caller import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["settings"])

AuditReader = Annotated[Caller, Depends(Having(Right.AUDIT_READ))]
Who = Annotated[str | None, Query(max_length=60)]

PAGE = 500
COLUMNS = ("sequence", "at", "who", "role", "how", "right", "deed", "params", "status", "detail", "seal", "digest")


async def asked_for(
    caller: AuditReader,
    services: UsedServices,
    who: Who = None,
    right: Right | None = None,
    since: Moment = None,
    until: Moment = None,
) -> AuditQuery:
    """The caller's right and the filters, which list and export have in common; [since, until)."""
    first, last = between(since, until, services.zone)
    return AuditQuery(caller.tenant, who, right.value if right else None, first, last)


Filtered = Annotated[AuditQuery, Depends(asked_for)]


@router.get("/v1/audit")
async def list_audit(
    services: UsedServices,
    query: Filtered,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AuditShape:
    """Entries of the tenant, newest first."""
    trail = services.governance.audit.trail
    found = await trail.audit_entries(_page(query, before, limit + 1))
    return AuditShape(
        entries=[_shape(entry) for entry in found[:limit]],
        next_before=found[limit - 1].sequence if len(found) > limit else None,
        people=await trail.audit_people(query.tenant),
    )


@router.get("/v1/audit/verify")
async def verify_audit(caller: AuditReader, services: UsedServices) -> AuditCheckShape:
    """Walk the whole chain: does every entry still say what it was sealed with, and follow upon the one before?"""
    check = await services.governance.audit.verify(caller.tenant)
    return AuditCheckShape(
        whole=check.whole,
        entries=check.entries,
        first=check.first,
        last=check.last,
        head=check.head,
        sealed=check.sealed,
        keyed=check.keyed,
        broken_at=check.broken_at,
        why=check.why,
    )


@router.get(
    "/v1/audit/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}, "application/x-ndjson": {}}}},
)
async def export_audit(
    request: Request, services: UsedServices, query: Filtered, form: Literal["csv", "jsonl"] = "csv"
) -> StreamingResponse:
    """The entries as a file, newest first; that it was taken stands in the log as well."""
    audited(request, f"operation log as {form}")
    media = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    headers = {"Content-Disposition": f'attachment; filename="zhiyin-audit.{form}"'}
    return StreamingResponse(export_lines(services.governance.audit.trail, query, form), 200, headers, media)


async def export_lines(trail: AuditTrail, query: AuditQuery, form: str) -> AsyncIterator[bytes]:
    """A page in memory at a time."""
    if form == "csv":
        yield "\ufeff".encode() + _csv(COLUMNS)  # so that spreadsheets see that it is UTF-8
    before: int | None = None
    while page := await trail.audit_entries(_page(query, before, PAGE)):
        for entry in page:
            row = _shape(entry).model_dump(mode="json")
            if form == "csv":
                yield _csv([_cell(row[column]) for column in COLUMNS])
            else:
                yield msgspec.json.encode({**row, "before": entry.before}) + b"\n"
        before = page[-1].sequence


def _page(query: AuditQuery, before: int | None, limit: int) -> AuditQuery:
    return AuditQuery(query.tenant, query.who, query.right, query.since, query.until, before, limit)


def _csv(cells: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    """What begins like a formula is quoted: a spreadsheet would run it (OWASP, CSV injection)."""
    if isinstance(value, dict):
        return "; ".join(f"{k}={v}" for k, v in value.items())
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _shape(entry: AuditEntry) -> AuditEntryShape:
    note = entry.note
    return AuditEntryShape(
        sequence=entry.sequence,
        at=moment(note.at),
        who=note.who,
        role=note.role,
        how=note.how,
        right=note.right,
        deed=note.deed,
        params=dict(note.params),
        status=note.status,
        detail=note.detail,
        seal=entry.seal,
        digest=entry.digest,
    )
