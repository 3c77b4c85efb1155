"""House: everything that runs, put together; opened and closed in order."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import structlog
from fastapi import FastAPI

from zhiyin.actions.dispatcher import Dispatcher, DispatcherSettings
from zhiyin.actions.poster import tls
from zhiyin.actions.route import Route
from zhiyin.actions.routes import close_routes
from zhiyin.app.clock import SystemClock
from zhiyin.app.files import analysis_desk
from zhiyin.app.parts import cues_of, mark_secret_of, opened_store, policies_of, routes_of, warnings_of
from zhiyin.app.readers import second_opinion_of, text_model
from zhiyin.app.reporting import report_desk_of
from zhiyin.app.summing import keeping
from zhiyin.bus.inprocess import InProcessBus
from zhiyin.config import Config
from zhiyin.connectors.analysis_desk import FILE_ANALYSIS
from zhiyin.domain.conversation import Step
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.errors import SetupError
from zhiyin.engine.engine import Engine, EngineParts
from zhiyin.engine.feed import FeedLimits
from zhiyin.engine.jobs import JobRunner
from zhiyin.models.registry import load_question_model, load_risk_weights
from zhiyin.models.second_opinion import SecondOpinionTextModel
from zhiyin.packs import parse_policy
from zhiyin.seams import Bus, Clock, Message, Store, TextModel
from zhiyin.web.live_hub import DELIVERIES
from zhiyin.web.server import build
from zhiyin.web.services import Services, WebSettings

STATIC = Path(__file__).parents[1] / "web" / "static"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs, put together; ``running`` opens and closes it."""

    config: Config
    clock: Clock
    store: Store
    bus: Bus
    model: TextModel
    second_opinion: SecondOpinionTextModel | None
    """The model itself where a second opinion is configured; to be closed."""
    engine: Engine
    routes: list[Route]
    dispatcher: Dispatcher
    web: FastAPI
    background: tuple[tuple[str, Callable[[], Coroutine[None, None, None]]], ...] = ()
    """Name and body of what runs beside engine and dispatcher until the house closes; cancelled then, in reverse."""


async def _open_to_all(config: Config, store: Store) -> bool:
    if config.open:
        return True
    if any(key.revoked_at is None for key in await store.keys()):
        return False
    if config.loopback:
        return True
    raise SetupError(
        f"the service would listen on {config.host} without any key. Make one with 'zhiyin key add NAME', "
        "or set open: true if everyone who can reach it may read and write"
    )


async def _assemble(config: Config, store: Store, given: TextModel | None) -> House:
    clock = SystemClock()
    bus = InProcessBus()
    first = given if given is not None else await asyncio.to_thread(text_model, config)
    opinion = second_opinion_of(config)
    second = SecondOpinionTextModel(first, opinion, tls=tls()) if opinion else None
    model = second or first
    limits = FeedLimits(text_characters=config.text_characters, batch_events=config.batch_events)
    engine = await _engine(config, store, bus, clock, model, limits)
    routes = routes_of(config)
    dispatcher = _dispatcher(config, store, bus, clock, routes)
    engine.worker.on_saved.append(lambda steps: _wake(dispatcher, steps))
    analyses = await analysis_desk(config, store, clock, first, given is None)
    jobs = JobRunner(store, clock, {FILE_ANALYSIS: analyses.work})
    reports = report_desk_of(config, store, clock, model.name)
    services = Services(
        engine=engine,
        store=store,
        bus=bus,
        clock=clock,
        settings=await _web_settings(config, store),
        model_name=model.name,
        parse_policy=parse_policy,
        wake_outbox=dispatcher.wake,
        jobs=jobs,
        analyses=analyses,
        reports=reports,
        opinions=(lambda: second.counted) if second else None,
    )
    background = (
        ("jobs", jobs.run),
        ("more jobs", jobs.run),
        ("summaries", keeping(store, clock)),
        ("reports", reports.run),
    )
    web = build(services, limits)
    return House(config, clock, store, bus, model, second, engine, routes, dispatcher, web, background)


async def _engine(config: Config, store: Store, bus: Bus, clock: Clock, model: TextModel, limits: FeedLimits) -> Engine:
    same = await asyncio.to_thread(load_question_model)
    weights, policies, finders = load_risk_weights(), policies_of(config), cues_of(config)
    parts = EngineParts(store, bus, model, weights, policies, finders, clock, limits)
    return Engine(replace(parts, same_question=same, mark_secret=mark_secret_of(config)))


def _dispatcher(config: Config, store: Store, bus: Bus, clock: Clock, routes: Sequence[Route]) -> Dispatcher:
    async def tell(deliveries: Sequence[Delivery]) -> None:
        await bus.publish(
            [
                Message(DELIVERIES, f"{d.conversation.tenant}/{d.conversation.id}", msgspec.json.encode(d))
                for d in deliveries
            ]
        )

    settings = DispatcherSettings(lease=config.delivery_lease_s * 1000)
    return Dispatcher(store, routes, clock, settings, on_settled=tell)


async def _web_settings(config: Config, store: Store) -> WebSettings:
    return WebSettings(
        open=await _open_to_all(config, store),
        console=STATIC if STATIC.is_dir() else None,
        body_bytes=config.body_bytes,
        file_bytes=config.file_bytes,
        requests=config.request_rate,
        events=config.event_rate,
        warnings=warnings_of(config),
    )


def _wake(dispatcher: Dispatcher, steps: Sequence[Step]) -> None:
    if any(outcome.decision.actions for step in steps for outcome in step.outcomes):
        dispatcher.wake()


@asynccontextmanager
async def running(config: Config, model: TextModel | None = None) -> AsyncIterator[House]:
    """Open store and bus, start engine and dispatcher; on leaving stop them in turn, so that nothing is lost.

    ``model`` takes the place of the configured one (tests, and programs that bring their own).
    """
    async with opened_store(config) as store:
        house = await _assemble(config, store, model)
        for warning in warnings_of(config):
            _log.warning("unsafe setting", what=warning)
        await house.bus.open()
        await house.engine.start()
        delivering = asyncio.create_task(house.dispatcher.run(), name="dispatcher")
        house.engine.watch(delivering)
        beside = [asyncio.create_task(body(), name=name) for name, body in house.background]
        for task in beside:
            house.engine.watch(task)
        try:
            yield house
        finally:
            for task in reversed(beside):
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await house.engine.stop()
            if house.second_opinion:
                await asyncio.to_thread(house.second_opinion.close)
            await house.dispatcher.stop()
            await asyncio.gather(delivering, return_exceptions=True)
            await close_routes(house.routes)
            await house.bus.close()
