"""/v1/destinations: where actions go, how that stands, trying it out, and switching it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from zhiyin.domain.delivery import Delivery
from zhiyin.domain.destination import Destination
from zhiyin.domain.destination_state import DestinationState
from zhiyin.domain.own_destination import OwnDestination
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.governance_shapes import (
    AttemptShape,
    DestinationShape,
    DestinationsShape,
    LastDeliveryShape,
    NewDestinationShape,
    OwnDestinationShape,
    SwitchShape,
)
from zhiyin.web.api.present import moment
from zhiyin.web.auditing import audited
from zhiyin.web.caller import Caller
from zhiyin.web.denied import Denied
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["settings"])

SettingsReader = Annotated[Caller, Depends(Having(Right.SETTINGS_READ))]
SettingsEditor = Annotated[Caller, Depends(Having(Right.SETTINGS_EDIT))]
Name = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,40}$")]

LOOKED_AT = 500
"""Latest actions in which the last delivery of each destination is looked for."""


@router.get("/v1/destinations")
async def list_destinations(caller: SettingsReader, services: UsedServices) -> DestinationsShape:
    """The console and what the configuration names (docs/actions.md), without any secret."""
    return await _all(caller, services)


@router.post("/v1/destinations", status_code=201, responses={409: NAMED[409]})
async def add_destination(
    request: Request, wanted: NewDestinationShape, caller: SettingsEditor, services: UsedServices
) -> DestinationsShape:
    """Add a destination. Secrets are not sent: name a variable or a file of the server that holds them."""
    audited(request, f"destination {wanted.name} added: {wanted.hand}")
    await services.governance.own.add(caller.tenant, _own(wanted.name, wanted), caller.name)
    return await _all(caller, services)


@router.put("/v1/destinations/{name}", responses={404: NAMED[404]})
async def change_destination(
    wanted: OwnDestinationShape, caller: SettingsEditor, services: UsedServices, name: Name
) -> DestinationsShape:
    """Change a destination that was added here; those of the configuration file are changed there."""
    await services.governance.own.change(caller.tenant, _own(name, wanted), caller.name)
    return await _all(caller, services)


@router.delete("/v1/destinations/{name}", status_code=204, responses={404: NAMED[404]})
async def remove_destination(caller: SettingsEditor, services: UsedServices, name: Name) -> None:
    """Remove a destination that was added here; what waits for it is not sent any more."""
    await services.governance.own.remove(caller.tenant, name, caller.name)


@router.post("/v1/destinations/{name}/test", responses={404: NAMED[404]})
async def try_destination(request: Request, caller: SettingsEditor, services: UsedServices, name: Name) -> AttemptShape:
    """Send a signed test event and say what was answered. It is neither kept nor tried again."""
    found = await services.governance.destinations.test(caller.tenant, name)
    audited(request, f"test event: {'arrived' if found.ok else 'failed'}, HTTP {found.status}, {found.took} ms")
    return AttemptShape(ok=found.ok, status=found.status, took_ms=found.took, body=found.body, detail=found.detail)


@router.post("/v1/destinations/{name}/switch", responses={404: NAMED[404]})
async def switch_destination(
    request: Request, wanted: SwitchShape, caller: SettingsEditor, services: UsedServices, name: Name
) -> DestinationShape:
    """Off: what falls due is given up and can be sent again. On also ends a switch-off after HTTP 410."""
    before = _state(services, caller, name)
    if before and before.destination.tenants != (caller.tenant,) and caller.tenant != "default":
        raise Denied(403, "other tenants use this destination too; only the tenant 'default' may switch it")
    await services.governance.destinations.switch(caller.tenant, name, wanted.on, caller.name)
    audited(request, f"{'off' if before and before.off else 'on'} -> {'on' if wanted.on else 'off'}")
    state = _state(services, caller, name)
    assert state is not None  # or ``switch`` would not have found it
    entry = next((one for one in services.governance.own.of(caller.tenant) if one.name == name), None)
    return _shape(state, await services.store.deliveries(caller.tenant, limit=LOOKED_AT), entry)


async def _all(caller: Caller, services: Services) -> DestinationsShape:
    own = {one.name: one for one in services.governance.own.of(caller.tenant)}
    faults = services.governance.own.faults
    states = list(services.governance.destinations.states(caller.tenant))
    states += [_unusable(own[name]) for name in own if name in faults]
    latest = await services.store.deliveries(caller.tenant, limit=LOOKED_AT)
    shown = [_shape(s, latest, own.get(s.destination.name), faults.get(s.destination.name, "")) for s in states]
    return DestinationsShape(destinations=shown)


def _unusable(entry: OwnDestination) -> DestinationState:
    known = Destination(entry.name, entry.hand, kinds=entry.kinds, min_tier=entry.min_tier, scenes=entry.scenes)
    return DestinationState(known, "", failing=False, off="", testable=False)


def _own(name: str, given: OwnDestinationShape) -> OwnDestination:
    return OwnDestination(
        name=name,
        hand=given.hand,
        url=given.url.strip(),
        secrets=tuple(given.secrets),
        kinds=tuple(given.kinds),
        min_tier=given.min_tier,
        scenes=tuple(given.scenes),
        per_minute=given.per_minute,
    )


def _references(entry: OwnDestination) -> list[str]:
    """Only what is a reference: an address may hold a key in its path."""
    return [text for text in (entry.url, *entry.secrets) if text.startswith(("env:", "file:"))]


def _state(services: Services, caller: Caller, name: str) -> DestinationState | None:
    states = services.governance.destinations.states(caller.tenant)
    return next((state for state in states if state.destination.name == name), None)


def _shape(
    state: DestinationState, latest: Sequence[Delivery], own: OwnDestination | None, fault: str = ""
) -> DestinationShape:
    destination = state.destination
    return DestinationShape(
        name=destination.name,
        hand=destination.hand,
        place=state.place,
        off=state.off,
        failing=state.failing,
        testable=state.testable,
        kinds=list(destination.kinds),
        min_tier=destination.min_tier,
        scenes=list(destination.scenes),
        per_minute=destination.per_minute,
        last=_last(destination.name, latest),
        own=own is not None,
        fault=fault,
        references=_references(own) if own else [],
    )


def _last(name: str, latest: Sequence[Delivery]) -> LastDeliveryShape | None:
    for delivery in latest:
        for leg in delivery.legs:
            if leg.destination == name:
                at = delivery.delivered_at or delivery.created_at
                return LastDeliveryShape(action=delivery.action.id, at=moment(at), status=leg.status, error=leg.error)
    return None
