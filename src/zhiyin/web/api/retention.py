"""/v1/settings/retention: how long what is kept, and what that would delete now."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from zhiyin.domain.retention import Expired, Retention
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.governance_shapes import AuditDays, Days, ExpiredShape, RetentionSetShape, RetentionShape
from zhiyin.web.auditing import audited
from zhiyin.web.caller import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["settings"])

SettingsReader = Annotated[Caller, Depends(Having(Right.SETTINGS_READ))]
SettingsEditor = Annotated[Caller, Depends(Having(Right.SETTINGS_EDIT))]


@router.get("/v1/settings/retention")
async def get_retention(caller: SettingsReader, services: UsedServices) -> RetentionSetShape:
    """What is set. Nothing is deleted that nobody set."""
    return _shape(await services.governance.retention.of(caller.tenant))


@router.put("/v1/settings/retention")
async def put_retention(
    request: Request, wanted: RetentionShape, caller: SettingsEditor, services: UsedServices
) -> RetentionSetShape:
    """Set it; applied within the hour, in small batches. Changes and deletions stand in the operation log."""
    retention = Retention(**wanted.model_dump())
    audited(request, "; ".join(await services.governance.retention.put(caller.tenant, retention, caller.name)))
    return _shape(retention)


@router.get("/v1/settings/retention/preview")
async def preview_retention(
    caller: SettingsReader,
    services: UsedServices,
    conversations: Annotated[Days, Query()] = None,
    deliveries: Annotated[Days, Query()] = None,
    business_outcomes: Annotated[Days, Query()] = None,
    audit: Annotated[AuditDays, Query()] = None,
) -> ExpiredShape:
    """What would be deleted now if these days were set."""
    wanted = Retention(conversations, deliveries, business_outcomes, audit)
    return _expired(await services.governance.retention.preview(caller.tenant, wanted))


def _shape(retention: Retention) -> RetentionSetShape:
    return RetentionSetShape(retention=RetentionShape(**asdict(retention)))


def _expired(expired: Expired) -> ExpiredShape:
    return ExpiredShape(**asdict(expired))
