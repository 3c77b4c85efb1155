"""InSight: which conversations a caller may see. Agents who sign in: their own, nobody's, and those they hold."""

from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.key import Access
from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.seams import AlarmQuery
from zhiyin.web.api.names import names_of
from zhiyin.web.caller import Caller
from zhiyin.web.services import Services
from zhiyin.web.view import View

DAY_MS = 86_400_000
MOST_KNOWN = 20_000
"""Conversations of the last day that a live view knows of when it opens."""


async def sight_of(services: Services, caller: Caller) -> Sight | None:
    """None: all of the tenant. Programs with a key see all, whatever their role: they are nobody's conversations."""
    if caller.access is not Access.AGENT or caller.how != "session" or services.settings.agents_see == "all":
        return None
    return Sight(caller.staff, (await names_of(services, caller.tenant)).shown(caller.person))


async def check_in_sight(services: Services, caller: Caller, conversation: str) -> None:
    """NotFoundError if the caller may not see it: whether it exists is not told either."""
    sight = await sight_of(services, caller)
    if sight and not await services.store.in_sight(caller.tenant, [conversation], sight):
        raise NotFoundError("no conversation of this id that you may see; others' are for their agents and supervisors")


async def held_by(services: Services, caller: Caller, sight: Sight) -> frozenset[str]:
    """Conversations of the last day whose alarm the caller holds: at most the 500 newest."""
    since = services.clock.now() - DAY_MS
    found = await services.store.alarms(AlarmQuery(caller.tenant, since, tier=Tier.MILD, limit=500, sight=sight))
    return frozenset(case.ref.id for case in found if case.handling and case.handling.person == sight.name)


async def view_of(services: Services, caller: Caller) -> View | None:
    """What a live view of the caller shows of the present conversations; None: all."""
    sight = await sight_of(services, caller)
    if sight is None:
        return None
    tiles = await services.store.tiles(caller.tenant, services.clock.now() - DAY_MS, MOST_KNOWN)
    held = set(await held_by(services, caller, sight))
    return View(sight, held, {tile.ref.id for tile in tiles if sight.sees(tile.agent)} | held)
