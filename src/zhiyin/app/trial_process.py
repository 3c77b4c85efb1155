"""Trial process: a policy tried on the stored history, in a process of its own, so that live work is never held up.

A million turns take minutes of pure computing: in a thread they would slow every live turn down all that time.
"""

import asyncio
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

import structlog

from zhiyin.app.parts import cues_of, opened_store, policies_of
from zhiyin.config import Config
from zhiyin.domain.errors import InputError, NotFoundError, SetupError, ZhiyinError
from zhiyin.engine.jobs import Handler, JobContext
from zhiyin.engine.policy_trial import TrialWish, result_of
from zhiyin.engine.trial import TrialOptions, TrialScope, try_policy
from zhiyin.engine.trial_differences import TrialDifferences
from zhiyin.models.registry import load_question_model, load_risk_weights
from zhiyin.packs import parse_policy
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.policy import compile_policy
from zhiyin.seams import Store

_TELL_S = 0.25
"""How often the process tells its progress."""
_LOOK_S = 0.3
"""How long one look for news waits; a cancel is noticed after it."""
_NICE = 10
"""Live work comes first."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _News:
    """``result`` or ``failure`` come last; before them progress in conversations."""

    done: int = 0
    total: int = 0
    result: Mapping[str, object] | None = None
    failure: str = ""


def trial_handler(config: Config) -> Handler:
    """Works on jobs of the kind ``policy-trial``, one process each; a cancel ends the process."""

    async def handle(context: JobContext) -> Mapping[str, object]:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe(duplex=False)
        wish = TrialWish.of(context.job.params)
        process = spawn.Process(target=_run, args=(config, wish, theirs), daemon=True, name="policy trial")
        await asyncio.to_thread(process.start)
        theirs.close()
        try:
            return await _followed(context, ours)
        finally:
            process.terminate()
            await asyncio.shield(asyncio.to_thread(process.join))
            ours.close()

    return handle


async def _followed(context: JobContext, news_of: Connection) -> Mapping[str, object]:
    while True:
        context.check()
        if not await asyncio.to_thread(news_of.poll, _LOOK_S):
            continue
        try:
            news: _News = await asyncio.to_thread(news_of.recv)
        except EOFError:
            raise SetupError("the trial ended before it was done: the machine may be short of memory") from None
        if news.failure:
            raise InputError(news.failure)
        context.tell(news.done, news.total)
        if news.result is not None:
            return news.result


def _run(config: Config, wish: TrialWish, told: Connection) -> None:
    if sys.platform != "win32":
        os.nice(_NICE)
    try:
        told.send(asyncio.run(_tried(config, wish, told)))
    except ZhiyinError as error:
        told.send(_News(failure=str(error)))
    except Exception as error:  # noqa: BLE001 - only the name: the words of an unforeseen error may quote data
        _log.error("policy trial failed", error=type(error).__name__)
        told.send(_News(failure=f"the trial broke off ({type(error).__name__}); the service's log tells when"))
    finally:
        told.close()


async def _tried(config: Config, wish: TrialWish, told: Connection) -> _News:
    async with opened_store(config) as store:
        before, after = await _rulebooks(config, wish, store)
        total, since = await store.extent(wish.tenant, wish.since, wish.until, wish.scene, wish.limit)
        told.send(_News(0, total))
        differences = TrialDifferences()
        options = TrialOptions(wish.warn_tier, 0, TrialScope(None, since, wish.until), await _ends(store, wish))
        history = store.history(wish.tenant, since, wish.until, wish.scene)
        report = await try_policy(
            before,
            after,
            history,
            cues_of(config)(wish.scene),
            replace(options, on_difference=differences.add),
            _teller(told, total),
        )
        done = report.conversations
        return _News(done, done, result_of(report, differences))


def _teller(told: Connection, total: int) -> Callable[[int, int], bool]:
    last = time.monotonic()

    def tell(conversations: int, _turns: int) -> bool:
        nonlocal last
        if time.monotonic() - last >= _TELL_S:
            last = time.monotonic()
            told.send(_News(conversations, max(total, conversations)))
        return True

    return tell


async def _rulebooks(config: Config, wish: TrialWish, store: Store) -> tuple[Rulebook, Rulebook]:
    """The one in force, and the one to be tried."""
    policies = {**policies_of(config), **await store.active()}
    if wish.scene not in policies:
        raise NotFoundError(f"no policy is in force in the scene {wish.scene!r} any more")
    refitted = await store.active_risk()
    weights = refitted.weights if refitted else load_risk_weights()
    same = load_question_model()
    new = parse_policy(wish.text, "policy")
    return (
        Rulebook(compile_policy(policies[wish.scene]), weights, same),
        Rulebook(compile_policy(new), weights, same),
    )


async def _ends(store: Store, wish: TrialWish) -> dict[str, bool] | None:
    """How conversations ended by the outcomes that came back; None where no end is known."""
    past = store.joined(wish.tenant, None, None, wish.scene)
    return {p.ref.id: any(o.bad for o in p.outcomes) async for p in past if p.outcomes} or None
