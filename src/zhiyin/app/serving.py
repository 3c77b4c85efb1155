"""Serving: what the web room is handed, and what runs beside it."""

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from pathlib import Path

from zhiyin.app.embedding import embed_origins_of
from zhiyin.app.files import analysis_desk
from zhiyin.app.governance import destinations_of_house, governance_of
from zhiyin.app.ground import Ground
from zhiyin.app.parts import cues_of
from zhiyin.app.people import people_of
from zhiyin.app.policy_bench import policy_desk
from zhiyin.app.reporting import report_desk_of
from zhiyin.app.summing import keeping, keeping_ends, zone_of
from zhiyin.app.tiling import tiling
from zhiyin.app.trial_process import trial_handler
from zhiyin.app.unsafe import warnings_of
from zhiyin.app.watched import wall_of
from zhiyin.config import Config
from zhiyin.connectors.plain_rows import plain_rows
from zhiyin.engine.engine import Engine
from zhiyin.engine.jobs import JobRunner
from zhiyin.engine.policy_trial import POLICY_TRIAL
from zhiyin.engine.review_desk import ReviewDesk
from zhiyin.models.second_opinion import SecondOpinionTextModel
from zhiyin.packs import parse_policy
from zhiyin.seams import FILE_ANALYSIS, Clock, Store
from zhiyin.web.services import ReviewRules, Services, WebSettings

STATIC = Path(__file__).parents[1] / "web" / "static"

Background = tuple[tuple[str, Callable[[], Coroutine[None, None, None]]], ...]
"""Name and body of what runs beside engine and dispatcher."""


async def services_of(ground: Ground) -> tuple[Services, Background]:
    config, store, clock, engine = ground.config, ground.store, ground.clock, ground.engine
    analyses = await analysis_desk(config, store, clock, ground.reader, ground.shipped)
    board, own = await destinations_of_house(config, store, clock, ground.routes, ground.dispatcher)
    governance = await governance_of(config, store, clock, board, own)
    watched = wall_of(config, store, ground.bus, clock, ground.dispatcher.wake)
    jobs = JobRunner(store, clock, {FILE_ANALYSIS: analyses.work, POLICY_TRIAL: trial_handler(config)})
    desk = _review_desk(config, store, clock, engine)
    reports = report_desk_of(config, store, clock, ground.model.name, own.current)
    services = Services(
        engine=engine,
        store=store,
        bus=ground.bus,
        clock=clock,
        settings=_web_settings(config),
        model_name=ground.model.name,
        parse_policy=parse_policy,
        wake_outbox=ground.dispatcher.wake,
        jobs=jobs,
        analyses=analyses,
        reports=reports,
        people=people_of(config, store, clock),
        governance=governance,
        zone=zone_of(config),
        wall=watched.settings,
        alarm_desk=watched.desk,
        pulse=watched.pulse,
        policies=policy_desk(config, engine, store),
        read_rows=plain_rows,
        review_desk=desk,
        review_rules=ReviewRules(config.review_labels, config.review_blind),
        cues_of=cues_of(config),
        opinions=_opinions(ground.second_opinion),
    )
    sums = (("summaries", keeping(store, clock)), ("ends", keeping_ends(store)))
    beside = (("jobs", jobs.run), ("more jobs", jobs.run), *sums)
    desks = (("retention", governance.retention.run), ("review desk", desk.run), ("reports", reports.run))
    more = (("destinations", own.run), ("tiling", partial(tiling, store)))
    return services, (*beside, *desks, *more, *watched.background)


def _opinions(second: SecondOpinionTextModel | None) -> Callable[[], Mapping[str, int]] | None:
    return (lambda: second.counted) if second else None


def _review_desk(config: Config, store: Store, clock: Clock, engine: Engine) -> ReviewDesk:
    desk = ReviewDesk(store, clock, config.review_per_day)
    engine.worker.on_saved.append(desk.note)
    return desk


def _web_settings(config: Config) -> WebSettings:
    return WebSettings(
        open=config.open,
        loopback=config.loopback,
        console=STATIC if STATIC.is_dir() else None,
        body_bytes=config.body_bytes,
        file_bytes=config.file_bytes,
        requests=config.request_rate,
        events=config.event_rate,
        warnings=warnings_of(config),
        public_url=config.public_url,
        embed_origins=embed_origins_of(config),
        agents_see=config.agents_see,
    )
