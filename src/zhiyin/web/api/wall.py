"""GET /v1/wall: all open conversations at a glance, in one snapshot."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from zhiyin.reports.wall import WallFilter, wall_of
from zhiyin.web.api.access import Reader, UsedServices
from zhiyin.web.api.in_sight import held_by, sight_of
from zhiyin.web.api.present import moment
from zhiyin.web.api.present_wall import load_shape, pulse_shapes, tile_shape
from zhiyin.web.api.wall_shapes import AlarmFiguresShape, WallShape
from zhiyin.web.services import Services

router = APIRouter(tags=["wall"])

MOST_OPEN = 20_000
"""Open conversations that are counted: the most recent."""
DAY_MS = 86_400_000
_CHINA_MS = 8 * 3_600_000

Named = Annotated[str | None, Query(max_length=128)]


@router.get("/v1/wall")
async def wall(
    caller: Reader,
    services: UsedServices,
    team: Named = None,
    channel: Named = None,
    scene: Named = None,
    tiles: Annotated[int, Query(ge=0, le=1_000)] = 500,
) -> WallShape:
    """Open conversations by tier, the rising ones, loads, and alarms.

    A conversation is open until it has had no event for `idle_s`, or its sender says that it is `closed` (a business
    fact). `tiles` bounds how many are told of one by one, the most urgent first; an empty `team` means: none named.
    """
    now = services.clock.now()
    found = await services.store.tiles(caller.tenant, now - services.wall.idle, MOST_OPEN)
    sight = await sight_of(services, caller)
    if sight:
        held = await held_by(services, caller, sight)
        found = [tile for tile in found if sight.sees(tile.agent) or tile.ref.id in held]
    view = await asyncio.to_thread(wall_of, found, WallFilter(team, channel, scene), tiles)
    return WallShape(
        at=moment(now),
        idle_s=services.wall.idle // 1000,
        escalate_s=services.wall.escalate // 1000,
        open=view.open,
        by_tier=dict(view.by_tier),
        waiting=view.waiting,
        longest=tile_shape(view.longest) if view.longest else None,
        teams=[load_shape(load) for load in view.teams],
        agents=[load_shape(load) for load in view.agents],
        channels=[load_shape(load) for load in view.channels],
        rising=[tile_shape(tile) for tile in view.rising],
        tiles=[tile_shape(tile) for tile in view.tiles],
        truncated=view.open > len(view.tiles),
        names={name: list(values) for name, values in view.names.items()},
        pulse=pulse_shapes(services.pulse.beats(caller.tenant)),
        alarms=await _alarm_figures(services, caller.tenant, now),
    )


async def _alarm_figures(services: Services, tenant: str, now: int) -> AlarmFiguresShape:
    midnight = (now + _CHINA_MS) // DAY_MS * DAY_MS - _CHINA_MS
    times = await services.store.alarm_times(tenant, midnight, now + 1)
    answered = sum(t.answered for t in times)
    return AlarmFiguresShape(
        states=dict(await services.store.alarm_counts(tenant, now - DAY_MS)),
        answered=answered,
        mean_s=round(sum(t.total for t in times) / answered / 1000, 1) if answered else None,
        rung_5min=dict(await services.store.rung(tenant, now - 300_000, now + 1)),
        rung_hour=dict(await services.store.rung(tenant, now - 3_600_000, now + 1)),
    )
