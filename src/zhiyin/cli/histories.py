"""Histories: where past conversations come from: a store, an export, or conversations written as YAML."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import click
import msgspec

from zhiyin.app import cues_of, opened_store, policies_of, text_model
from zhiyin.config import Config
from zhiyin.connectors.examples import example_history
from zhiyin.connectors.history import read_history
from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.policy import Policy
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.engine.trial import History, TrialScope
from zhiyin.models.registry import load_risk_weights
from zhiyin.packs import load_conversations

DEFAULT_TENANT = "default"
ON = "'store', a database (file or URL), a .jsonl export, or a folder of conversations."
SHIPPED = "shipped"
"""What options call the risk weights that came with the program."""
_CHINA = timezone(timedelta(hours=8))


def day(value: str) -> date:
    """``2026-11-22``: a day in Chinese time, for an option."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2026-11-22") from None


def scope_of(since: date | None, until: date | None, channel: str | None) -> TrialScope:
    """From the first moment of ``since`` to the last of ``until``, in Chinese time."""
    if since and until and until < since:
        raise InputError(f"--until {until} lies before --since {since}; swap them")
    return TrialScope(channel, _start(since), _start(until + timedelta(days=1)) if until else None)


def _start(day: date | None) -> int | None:
    return round(datetime(day.year, day.month, day.day, tzinfo=_CHINA).timestamp() * 1000) if day else None


async def policy_in_force(config: Config, scene: str) -> Policy:
    """NotFoundError names the scenes that have one."""
    async with opened_store(config) as store:
        found = {**policies_of(config), **await store.active()}
    if scene not in found:
        raise NotFoundError(
            f"no policy is in force in the scene {scene!r}; scenes with one: {', '.join(sorted(found))}; "
            "or name a policy to compare with (--against)"
        )
    return found[scene]


async def risk_of(config: Config, named: str | None) -> RiskWeights:
    """The risk model ``named``: an artefact folder, a version kept by a refit, or ``shipped``; None: the one in force.

    NotFoundError lists the versions that are kept.
    """
    if named == SHIPPED:
        return load_risk_weights()
    if named is not None:
        folder = Path(named)
        if await asyncio.to_thread(folder.is_dir):
            return load_risk_weights(folder)
    async with opened_store(config) as store:
        active = await store.active_risk()
        if named is None:
            return active.weights if active else load_risk_weights()
        kept = {version.name: version.weights for version in await store.risk_versions()}
    if named not in kept:
        known = ", ".join([SHIPPED, *kept])
        raise NotFoundError(f"{named} is neither the folder of a risk model nor a version that is kept; kept: {known}")
    return kept[named]


@asynccontextmanager
async def opened_history(config: Config, on: str, scene: str, scope: TrialScope) -> AsyncIterator[History]:
    """InputError if ``on`` is none of what ``ON`` lists."""
    path = Path(on)
    if path.suffix == ".jsonl":
        yield read_history(path)
    elif await asyncio.to_thread(path.is_dir):
        conversations = [c for c in load_conversations(folder=path) if c.scene == scene]
        yield example_history(conversations, text_model(config), cues_of(config)(scene))
    else:
        async with opened_store(_with_store(config, on)) as store:
            yield store.history(DEFAULT_TENANT, scope.since, scope.until, scene)


async def stored_ends(config: Config, on: str, scene: str) -> dict[str, bool]:
    """How conversations ended by the outcomes that came back, by id; empty where ``on`` is no store.

    Bad is one of which any outcome that counts now is bad. All of the scene's are given, whenever they began: the
    history decides which of them are asked for.
    """
    if Path(on).suffix == ".jsonl" or await asyncio.to_thread(Path(on).is_dir):
        return {}
    async with opened_store(_with_store(config, on)) as store:
        past = store.joined(DEFAULT_TENANT, None, None, scene)
        return {p.ref.id: any(o.bad for o in p.outcomes) async for p in past if p.outcomes}


def _with_store(config: Config, on: str) -> Config:
    if on == "store":
        return config
    if "://" in on:
        return msgspec.structs.replace(config, store=on)
    if not Path(on).is_file():
        raise InputError(f"{on} is neither a database, a .jsonl export, nor a folder of conversations")
    return msgspec.structs.replace(config, store=f"sqlite:///{on}")
