"""GET /v1/insight/...: when, where and about what customers are upset; all from sums, at any volume."""

import asyncio
from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from zhiyin.domain.errors import InputError
from zhiyin.domain.insight import Grid, Step
from zhiyin.domain.summary_key import Axis
from zhiyin.domain.summary_query import SummaryQuery
from zhiyin.reports.insight import WORDS, before, course, has_turns, heat_map, insight, local, telling_words
from zhiyin.reports.insight_sheet import workbook
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.insight_shapes import (
    CourseShape,
    HeatMapShape,
    InsightChoicesShape,
    TopicsShape,
    WordShape,
    WordsShape,
    WordTurnsShape,
)
from zhiyin.web.api.present_insight import course_shape, heat_shape, topic_shape, word_turn_shape
from zhiyin.web.api.wanted import Wanted, period_shape
from zhiyin.web.guard import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["insight"])

InsightReader = Annotated[Caller, Depends(Having(Right.INSIGHT_READ))]
WantedTime = Annotated[Wanted, Depends(Wanted)]

MOST_HOURLY_DAYS = 31
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/v1/insight/choices")
async def choices(caller: InsightReader, services: UsedServices, wanted: WantedTime) -> InsightChoicesShape:
    """Scenes and channels that were heard in this time, and all teams."""
    query = wanted.query(caller.tenant, services)
    unfiltered = SummaryQuery(query.tenant, query.since, query.until)
    found = [key for key, _ in await services.store.cells(unfiltered, (Axis.SCENE, Axis.CHANNEL), ("customer_turns",))]
    return InsightChoicesShape(
        scenes=sorted({key.scene for key in found if key.scene}),
        channels=sorted({key.channel for key in found if key.channel}),
        teams=await services.store.teams(unfiltered),
    )


@router.get("/v1/insight/heat")
async def heat(
    caller: InsightReader, services: UsedServices, wanted: WantedTime, grid: Grid = Grid.HOUR_CHANNEL
) -> HeatMapShape:
    """Moods by hour and channel, weekday and scene, or weekday and hour; hours and days in the site's time zone."""
    query = wanted.query(caller.tenant, services)
    found = await heat_map(services.store, query, grid, services.zone)
    return heat_shape(found, await period_shape(query, services))


@router.get("/v1/insight/trend")
async def trend(
    caller: InsightReader, services: UsedServices, wanted: WantedTime, step: Step = Step.DAY
) -> CourseShape:
    """Moods by hour, day or week (from Monday), with the sums of the time before. By hour at most 31 days."""
    query = _checked(wanted.query(caller.tenant, services), step)
    return course_shape(await course(services.store, query, step, services.zone), await period_shape(query, services))


@router.get("/v1/insight/topics")
async def topics(caller: InsightReader, services: UsedServices, wanted: WantedTime) -> TopicsShape:
    """Topics by emotional load: the sum of the intensity of negative turns. Channel and team are not looked at."""
    query = wanted.query(caller.tenant, services)
    earlier = {t.topic: t.load for t in await services.store.topics(before(query, services.zone))}
    compared = await has_turns(services.store, before(query, services.zone))
    found = [topic_shape(t, earlier.get(t.topic, 0)) for t in await services.store.topics(query)]
    return TopicsShape(period=await period_shape(query, services), topics=found, compared=compared)


@router.get("/v1/insight/words")
async def words(
    caller: InsightReader,
    services: UsedServices,
    wanted: WantedTime,
    limit: Annotated[int, Query(ge=1, le=500)] = WORDS,
) -> WordsShape:
    """Words that turns were read by, most negative first, but for those that say nothing by themselves (你们, 三块).

    Channel and team are not looked at.
    """
    query = wanted.query(caller.tenant, services)
    found = [
        WordShape(word=w.word, turns=w.turns, negative=max(0, w.negative))
        for w in await telling_words(services.store, query, limit)
    ]
    return WordsShape(period=await period_shape(query, services), words=found)


@router.get("/v1/insight/words/{word}/turns")
async def word_turns(
    caller: InsightReader,
    services: UsedServices,
    wanted: WantedTime,
    word: Annotated[str, Path(max_length=64)],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> WordTurnsShape:
    """The latest turns that were read by this word, masked."""
    query = wanted.query(caller.tenant, services)
    found = await services.store.word_turns(query, word, limit)
    return WordTurnsShape(word=word, turns=[word_turn_shape(turn) for turn in found])


@router.get(
    "/v1/insight/export.xlsx",
    response_class=Response,
    responses={200: {"content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export(caller: InsightReader, services: UsedServices, wanted: WantedTime, step: Step = Step.DAY) -> Response:
    """All charts of the page as a workbook, one sheet each."""
    query = _checked(wanted.query(caller.tenant, services), step)
    found = await insight(services.store, query, step, services.zone)
    body = await asyncio.to_thread(workbook, found, _filters(query), services.zone)
    last = local(query.until - 1, services.zone)
    name = f"洞察_{local(query.since, services.zone):%Y%m%d}-{last:%Y%m%d}.xlsx"
    disposition = f"attachment; filename=\"insight.xlsx\"; filename*=UTF-8''{quote(name)}"
    return Response(body, media_type=_XLSX, headers={"Content-Disposition": disposition})


def _filters(query: SummaryQuery) -> Sequence[tuple[str, str]]:
    told = (("场景", query.scene), ("渠道", query.channel), ("班组", query.team))
    return [(name, value or "全部") for name, value in told]


def _checked(query: SummaryQuery, step: Step) -> SummaryQuery:
    if step is Step.HOUR and query.until - query.since > MOST_HOURLY_DAYS * 86_400_000:
        raise InputError(f"by hour at most {MOST_HOURLY_DAYS} days can be asked for: choose a shorter time, or days")
    return query
