"""App: the only place that picks back ends, and puts the house together."""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import msgspec
import structlog
from fastapi import FastAPI

from zhiyin.actions.destinations import destinations_from
from zhiyin.actions.dispatcher import Dispatcher, DispatcherSettings
from zhiyin.actions.poster import tls
from zhiyin.actions.route import Route
from zhiyin.actions.routes import HANDS, close_routes, routes_from
from zhiyin.actions.secret import secret_reader
from zhiyin.bus.inprocess import InProcessBus
from zhiyin.config import Config, SecondOpinionConfig
from zhiyin.domain.conversation import Step
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.errors import ArtefactError, SetupError
from zhiyin.domain.policy import Policy
from zhiyin.engine.engine import Engine, EngineParts
from zhiyin.engine.feed import FeedLimits
from zhiyin.models.cascade import cascade_from, fast_from, read_band
from zhiyin.models.opinion_client import OpinionServer
from zhiyin.models.opinion_gate import OpinionGateSettings
from zhiyin.models.registry import load_question_model, load_risk_weights, load_text_model
from zhiyin.models.second_opinion import SecondOpinionSettings, SecondOpinionTextModel
from zhiyin.packs import load_lexicon, load_policy, parse_policy, scenes
from zhiyin.pipeline.features import CueFinder
from zhiyin.seams import Bus, Clock, Message, Store, TextModel
from zhiyin.store import open_store
from zhiyin.web.live_hub import DELIVERIES
from zhiyin.web.server import build
from zhiyin.web.services import Services, WebSettings

STATIC = Path(__file__).parent / "web" / "static"

_log = structlog.get_logger(__name__)


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000


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


def text_model(config: Config) -> TextModel:
    return load_text_model(_model_folder(config))


def fast_text_model(config: Config) -> TextModel:
    """The fast reader of the artefact: for files, where nobody waits for a single turn."""
    return fast_from(_model_folder(config))


def quickener(config: Config, required: bool) -> Callable[[TextModel], TextModel] | None:
    """Puts the artefact's fast reader before its full one; picklable. None if it has no fast reader.

    ArtefactError says why it has none, if ``required``.
    """
    try:
        read_band(_model_folder(config))
    except ArtefactError:
        if required:
            raise
        return None
    return partial(_quickened, config)


def _quickened(config: Config, full: TextModel) -> TextModel:
    return cascade_from(_model_folder(config), full)


def mark_secret_of(config: Config) -> bytes:
    """Key of the marks of masked values: made from the store's key, so that the store alone tells nothing.

    Without a store key it is empty, and who reads the store can try values out (docs/masking.md).
    """
    return hashlib.sha256(b"marks\0" + config.store_key.encode()).digest() if config.store_key else b""


def _model_folder(config: Config) -> Path | None:
    return Path(config.model) if config.model else None


def second_opinion_of(config: Config) -> SecondOpinionSettings | None:
    """The configured second opinion; None if it is off. SetupError if its key cannot be read.

    For the service only: the analysis of a file must give the same result twice, whatever a server elsewhere does.
    """
    given = config.second_opinion
    if given is None:
        return None
    return SecondOpinionSettings(
        server=OpinionServer(given.url, given.model, _opinion_key(given)),
        trust=given.trust,
        sure=given.sure,
        deadline=given.deadline_s,
        parallel=given.parallel,
        remembered=given.remembered,
        gate=OpinionGateSettings(per_hour=given.per_hour),
    )


def _opinion_key(given: SecondOpinionConfig) -> str:
    try:
        return secret_reader(os.environ)(given.key) if given.key else ""
    except SetupError as error:
        raise SetupError(f"second_opinion: key: {error}") from error


def store_of(config: Config) -> Store:
    if not config.store:
        Path(config.home).mkdir(parents=True, exist_ok=True)
    return open_store(config.store_url, config.store_key or None)


@asynccontextmanager
async def opened_store(config: Config) -> AsyncIterator[Store]:
    """The configured store, open, for a command that needs no running service."""
    store = store_of(config)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


def policies_of(config: Config) -> dict[str, Policy]:
    """Scene -> policy of the shipped packs and of the user's folder, which wins."""
    found = {scene: load_policy(scene) for scene in scenes()}
    if config.packs:
        folders = [p.parent for p in sorted(Path(config.packs).glob("*/policy.yaml"))]
        if not folders:
            raise SetupError(f"packs: {config.packs} holds no folder with a policy.yaml")
        for folder in folders:
            policy = load_policy(folder)
            found[policy.scene] = policy
    return found


def cues_of(config: Config) -> Callable[[str], CueFinder]:
    """Finder of the listed expressions of a scene."""
    folder = Path(config.packs) if config.packs else None

    @cache
    def finder(scene: str) -> CueFinder:
        return CueFinder(load_lexicon(scene if scene in scenes() else None, folder))

    return lambda scene: finder(scene if scene in scenes() else "")


def routes_of(config: Config) -> list[Route]:
    """Where actions go: the console, and what is configured."""
    destinations = destinations_from(config.destinations, secret_reader(os.environ), HANDS)
    return routes_from(destinations, SystemClock(), config.public_url)


def warnings_of(config: Config) -> tuple[str, ...]:
    """Unsafe defaults, in the words of those who should mend them."""
    found = []
    if config.open and not config.loopback:
        found.append("任何能连到本机的人都可以读写数据：已设置 open=true 且监听非本机地址。请创建密钥并关闭 open。")
    if not config.store_key and config.store_url.startswith("sqlite"):
        found.append("数据库未加密：请设置 ZHIYIN_STORE_KEY_FILE 以加密静态数据。")
    asked = config.second_opinion
    if asked and not asked.loopback:
        found.append(
            f"脱敏后的客户文字会离开本机：拿不准的话连同上文会发送到 {asked.host}（模型 {asked.model}）征求第二意见。"
            "如非本意，请删除 second_opinion 设置。"
        )
    return tuple(found)


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
    same = await asyncio.to_thread(load_question_model)
    weights, policies, finders = load_risk_weights(), policies_of(config), cues_of(config)
    parts = EngineParts(store, bus, model, weights, policies, finders, clock, limits)
    engine = Engine(replace(parts, same_question=same, mark_secret=mark_secret_of(config)))
    routes = routes_of(config)

    async def tell(deliveries: Sequence[Delivery]) -> None:
        await bus.publish(
            [
                Message(DELIVERIES, f"{d.conversation.tenant}/{d.conversation.id}", msgspec.json.encode(d))
                for d in deliveries
            ]
        )

    delivery = DispatcherSettings(lease=config.delivery_lease_s * 1000)
    dispatcher = Dispatcher(store, routes, clock, delivery, on_settled=tell)
    engine.worker.on_saved.append(lambda steps: _wake(dispatcher, steps))
    settings = WebSettings(
        open=await _open_to_all(config, store),
        console=STATIC if STATIC.is_dir() else None,
        body_bytes=config.body_bytes,
        requests=config.request_rate,
        events=config.event_rate,
        warnings=warnings_of(config),
    )
    opinions = (lambda: second.counted) if second else None
    services = Services(engine, store, bus, clock, settings, model.name, parse_policy, dispatcher.wake, opinions)
    return House(config, clock, store, bus, model, second, engine, routes, dispatcher, build(services, limits))


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
        try:
            yield house
        finally:
            await house.engine.stop()
            if house.second_opinion:
                await asyncio.to_thread(house.second_opinion.close)
            await house.dispatcher.stop()
            await asyncio.gather(delivering, return_exceptions=True)
            await close_routes(house.routes)
            await house.bus.close()
