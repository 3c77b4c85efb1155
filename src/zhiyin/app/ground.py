"""Ground: store, bus, models, engine and dispatcher, as configured."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from zhiyin.actions.dispatcher import Dispatcher, DispatcherSettings
from zhiyin.actions.poster import tls
from zhiyin.actions.route import Route
from zhiyin.app.clock import SystemClock
from zhiyin.app.parts import cues_of, library_of, mark_secret_of, policies_of, routes_of
from zhiyin.app.readers import second_opinion_of, text_model
from zhiyin.bus.inprocess import InProcessBus
from zhiyin.config import Config
from zhiyin.domain.conversation import Step
from zhiyin.domain.delivery import Delivery
from zhiyin.engine.engine import Engine, EngineParts
from zhiyin.engine.feed import FeedLimits
from zhiyin.models.registry import load_question_model, load_risk_weights
from zhiyin.models.second_opinion import SecondOpinionTextModel
from zhiyin.seams import Bus, Clock, Message, Store, TextModel
from zhiyin.web.live_hub import DELIVERIES


@dataclass(frozen=True, slots=True)
class Ground:
    """What everything else stands on."""

    config: Config
    clock: Clock
    store: Store
    bus: Bus
    shipped: bool
    """The reader is the configured artefact, and not one given by a test."""
    reader: TextModel
    """Reads by itself; the same file is read the same way whatever a server elsewhere does."""
    second_opinion: SecondOpinionTextModel | None
    """The reader with a second opinion where one is configured; to be closed."""
    limits: FeedLimits
    engine: Engine
    routes: list[Route]
    dispatcher: Dispatcher

    @property
    def model(self) -> TextModel:
        """Reads what comes in live."""
        return self.second_opinion or self.reader


async def ground_of(config: Config, store: Store, given: TextModel | None) -> Ground:
    """``given`` takes the place of the configured model."""
    clock, bus = SystemClock(), InProcessBus()
    reader = given if given is not None else await asyncio.to_thread(text_model, config)
    opinion = second_opinion_of(config)
    second = SecondOpinionTextModel(reader, opinion, tls=tls()) if opinion else None
    limits = FeedLimits(text_characters=config.text_characters, batch_events=config.batch_events)
    engine = await _engine(config, store, bus, clock, second or reader, limits)
    routes = routes_of(config)
    dispatcher = _dispatcher(config, store, bus, clock, routes)
    engine.worker.on_saved.append(lambda steps: _wake(dispatcher, steps))
    return Ground(config, clock, store, bus, given is None, reader, second, limits, engine, routes, dispatcher)


async def _engine(config: Config, store: Store, bus: Bus, clock: Clock, model: TextModel, limits: FeedLimits) -> Engine:
    same = await asyncio.to_thread(load_question_model)
    weights, policies, finders = load_risk_weights(), policies_of(config), cues_of(config)
    parts = EngineParts(store, bus, model, weights, policies, finders, clock, limits)
    return Engine(replace(parts, same_question=same, mark_secret=mark_secret_of(config), library=library_of(config)))


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


def _wake(dispatcher: Dispatcher, steps: Sequence[Step]) -> None:
    if any(outcome.decision.actions for step in steps for outcome in step.outcomes):
        dispatcher.wake()
