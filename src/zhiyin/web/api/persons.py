"""/v1/persons: what is kept of one customer, to hand over or to erase (PIPL Art. 45 and 47).

The customer's own reference comes in a body, never in an address: addresses end up in the logs of proxies.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import StreamingResponse

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.person import PersonRecord
from zhiyin.domain.text import RawText
from zhiyin.reports.person_copy import person_zip
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.governance_shapes import PSEUDONYM, EraseShape, PersonAskShape, PersonShape
from zhiyin.web.auditing import audited
from zhiyin.web.caller import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["settings"])

SettingsEditor = Annotated[Caller, Depends(Having(Right.SETTINGS_EDIT))]
Customer = Annotated[str, Path(pattern=PSEUDONYM)]


@router.post("/v1/persons/find")
async def find_person(
    request: Request, asked: PersonAskShape, caller: SettingsEditor, services: UsedServices
) -> PersonShape:
    """How much is kept of a customer, and under which pseudonym."""
    found = await services.governance.persons.find(caller.tenant, RawText(asked.customer.strip()))
    audited(request, f"looked for {found.customer}")
    return _shape(found)


@router.get(
    "/v1/persons/{customer}/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}, "application/zip": {}}}, 404: NAMED[404]},
)
async def export_person(
    request: Request,
    caller: SettingsEditor,
    services: UsedServices,
    customer: Customer,
    form: Literal["jsonl", "zip"] = "jsonl",
) -> StreamingResponse:
    """All that is kept, texts masked: as JSON lines, or as a ZIP with a page to read, a table, and the JSON lines."""
    record = await _known(services, caller, customer)
    audited(request, f"handed out {_said(record)}")
    headers = {"Content-Disposition": f'attachment; filename="{customer}.{form}"'}
    lines = services.governance.persons.export(record)
    if form == "jsonl":
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)
    packed = person_zip(customer, lines, services.clock.now(), services.zone)
    return StreamingResponse(packed, media_type="application/zip", headers=headers)


@router.post("/v1/persons/{customer}/erase", responses={404: NAMED[404], 409: NAMED[409]})
async def erase_person(
    request: Request, wanted: EraseShape, caller: SettingsEditor, services: UsedServices, customer: Customer
) -> PersonShape:
    """Delete all of it for good; says what there was. Backups and what was delivered before are not reached."""
    if wanted.confirm != customer:
        raise ConflictError("confirm must repeat the pseudonym of the address; nothing was erased")
    await _known(services, caller, customer)
    erased = await services.governance.persons.erase(caller.tenant, customer)
    audited(request, f"erased {_said(erased)}")
    return _shape(erased)


async def _known(services: UsedServices, caller: Caller, customer: str) -> PersonRecord:
    found = await services.governance.persons.find(caller.tenant, RawText(customer))
    if found.nothing:
        raise NotFoundError("nothing is kept under this pseudonym")
    return found


def _shape(record: PersonRecord) -> PersonShape:
    return PersonShape(
        customer=record.customer,
        conversations=len(record.conversations),
        events=record.events,
        actions=record.actions,
        business_outcomes=record.business_outcomes,
    )


def _said(record: PersonRecord) -> str:
    talks, events = len(record.conversations), record.events
    return f"{talks} conversations, {events} events, {record.actions} actions, {record.business_outcomes} outcomes"
