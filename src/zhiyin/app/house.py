"""House: everything that runs, put together; opened and closed in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from fastapi import FastAPI

from zhiyin.actions.dispatcher import Dispatcher
from zhiyin.actions.route import Route
from zhiyin.actions.routes import close_routes
from zhiyin.app.ground import ground_of
from zhiyin.app.parts import opened_store
from zhiyin.app.serving import Background, services_of
from zhiyin.app.unsafe import warnings_of
from zhiyin.config import Config
from zhiyin.engine.engine import Engine
from zhiyin.models.second_opinion import SecondOpinionTextModel
from zhiyin.seams import Bus, Clock, Store, TextModel
from zhiyin.web.server import build

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
    background: Background = ()
    """Runs until the house closes; cancelled then, in reverse."""


async def _assemble(config: Config, store: Store, given: TextModel | None) -> House:
    ground = await ground_of(config, store, given)
    services, background = await services_of(ground)
    return House(
        config=config,
        clock=ground.clock,
        store=store,
        bus=ground.bus,
        model=ground.model,
        second_opinion=ground.second_opinion,
        engine=ground.engine,
        routes=ground.routes,
        dispatcher=ground.dispatcher,
        web=build(services, ground.limits),
        background=background,
    )


@asynccontextmanager
async def running(config: Config, model: TextModel | None = None) -> AsyncIterator[House]:
    """Open store and bus, start engine and dispatcher; on leaving stop them in turn, so that nothing is lost.

    ``model`` takes the place of the configured one (tests, and programs that bring their own).
    """
    async with opened_store(config) as store:
        house = await _assemble(config, store, model)
        for warning in warnings_of(config):
            _log.warning("unsafe setting", what=warning.text)
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
