"""zhiyin refit: fit the risk weights anew on the outcomes that came back, list the versions, roll back."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import click
import msgspec
from rich.console import Console

from zhiyin.app import SystemClock, cues_of, opened_store, policies_of
from zhiyin.cli.histories import SHIPPED
from zhiyin.cli.outcomes import milliseconds, tenant_option
from zhiyin.cli.scored import scored_options
from zhiyin.config import Config, load
from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.refit_report import RefitVerdict
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.warning_report import Silence
from zhiyin.engine.refit import Judges, Past, Refit, gather, known_ends, next_name
from zhiyin.engine.refit import refit as fit_anew
from zhiyin.engine.rulebooks import FALLBACK_SCENE
from zhiyin.models.registry import load_question_model, load_risk_weights
from zhiyin.reports.refit_view import render_refit, render_versions
from zhiyin.reports.warning_tally import TallyRules
from zhiyin.seams import Store

BY = "command line"
_SAY_EVERY = 50


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which conversations are learned from; times in ms since 1970 UTC."""

    tenant: str
    since: int | None
    until: int | None
    scene: str | None
    rules: TallyRules


@click.command()
@scored_options
@click.option("--scene", help="Learn from this scene only; the weights count for all scenes all the same.")
@click.option("--dry-run", is_flag=True, help="Fit and compare; keep nothing.")
@click.option("--anyway", is_flag=True, help="Keep the new weights though they are no better.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--list", "listed", is_flag=True, help="List the kept versions.")
@click.option("--back", is_flag=True, help="Roll back to what was in force before the version in force was made.")
@click.option("--to", "version", metavar="VERSION", help=f"Switch to a kept version, or to '{SHIPPED}'.")
@tenant_option
def refit(
    since: datetime | None,
    until: datetime | None,
    scene: str | None,
    silence: str,
    after_days: int,
    dry_run: bool,
    anyway: bool,
    as_json: bool,
    listed: bool,
    back: bool,
    version: str | None,
    tenant: str,
) -> None:
    """Fit the risk weights anew on the outcomes that came back. Times are Chinese time.

    Learns from the earlier 70 % of the conversations with a known end, compares on the later 30 %. If the new weights
    are better there, they are fitted on all, kept as a version and put in force; a running service takes them up within
    30 seconds. Exit codes: 0 done, 1 not kept (the report says why), 2 wrong usage, 3 could not be done.
    """
    if listed + back + (version is not None) > 1:
        raise click.UsageError("--list, --back and --to do one thing each; give one of them")
    if listed:
        _with_store(_list)
    elif back:
        _with_store(_back)
    elif version is not None:
        _with_store(lambda store: _switch(store, "" if version == SHIPPED else version))
    else:
        rules = TallyRules(Silence(silence), after_days, SystemClock().now())
        wanted = _Wanted(tenant, milliseconds(since), milliseconds(until), scene, rules)
        _with_store(lambda store: _refit(store, wanted, dry_run, anyway, as_json))


def _with_store(use: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        async with opened_store(load()) as store:
            await use(store)

    asyncio.run(run())


async def _refit(store: Store, wanted: _Wanted, dry_run: bool, anyway: bool, as_json: bool) -> None:
    base, active = load_risk_weights(), await store.active_risk()
    past = await _gathered(
        store, load(), wanted, Judges(base, active.weights if active else base, load_question_model())
    )
    name = next_name(base, await store.risk_versions())
    with Console(stderr=True).status("拟合并比较"):
        found = await asyncio.to_thread(fit_anew, past, base, active, name)
    if as_json:
        click.echo(msgspec.json.encode(found.report).decode())
    else:
        Console().print(render_refit(found.report, wanted.scene))
    good = found.report.verdict is RefitVerdict.BETTER
    if found.weights is not None and (good or anyway) and not dry_run:
        await _keep(store, found, active)
    elif not good and found.report.verdict is not RefitVerdict.SAME:
        raise SystemExit(1)


async def _gathered(store: Store, config: Config, wanted: _Wanted, weights: Judges) -> Past:
    policies = {**policies_of(config), **await store.active()}

    def thresholds(scene: str) -> Thresholds:
        return (policies.get(scene) or policies[FALLBACK_SCENE]).thresholds

    ended = known_ends(store, wanted.tenant, wanted.since, wanted.until, wanted.scene, wanted.rules.known)
    with Console(stderr=True).status("重放历史会话") as status:

        def say(count: int) -> None:
            if count % _SAY_EVERY == 0:
                status.update(f"重放历史会话：已读 {count:,} 个已知结局的会话")

        return await gather(ended, weights, cues_of(config), thresholds, say)


async def _keep(store: Store, found: Refit, active: RiskVersion | None) -> None:
    if found.weights is None:
        return
    before = active.name if active else ""
    await store.keep_risk(RiskVersion(found.weights, before, found.seen_until, BY, SystemClock().now()))
    await _switch(store, found.weights.name)


async def _switch(store: Store, name: str) -> None:
    await store.activate_risk(name, BY, SystemClock().now())
    click.echo(f"{name or load_risk_weights().name} is in force; a running service takes it up in 30 seconds", err=True)


async def _back(store: Store) -> None:
    active = await store.active_risk()
    if active is None:
        raise NotFoundError("the shipped weights are in force already: there is nothing to roll back")
    await _switch(store, active.before)


async def _list(store: Store) -> None:
    active = await store.active_risk()
    kept, shipped = await store.risk_versions(), load_risk_weights().name
    Console().print(render_versions(kept, active.name if active else "", shipped))
