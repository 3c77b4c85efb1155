"""How fast stored turns are replayed by a trial, beside the limit of the store and what one might write instead.

Seconds are of CPU, so that other programs on the machine count for less; each figure is the best of some rounds.
"""

import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from benchmarks.policy_history import APART_MS, SCENE, TENANT, Made, rulebook

from zhiyin.app import cues_of
from zhiyin.config import Config
from zhiyin.domain.decision import Decision
from zhiyin.domain.reading import Reading
from zhiyin.domain.risk import Risk
from zhiyin.domain.state import EmotionState
from zhiyin.engine.trial import try_policy, walk
from zhiyin.pipeline.advance import advance
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import facts
from zhiyin.pipeline.risk import assess
from zhiyin.store import open_store

_SOME_MS = 36 * APART_MS
"""A part of the history that is held in memory: more would slow down what is measured beside it."""
CUES = cues_of(Config())(SCENE)
OLD, NEW = rulebook(), rulebook(0.45)
_ROWS = (
    "SELECT e.conversation, e.body, o.body FROM events e LEFT JOIN outcomes o USING (tenant, conversation, event_id) "
    "WHERE e.tenant = ? ORDER BY e.conversation, e.at, e.event_id"
)


class Body(msgspec.Struct):
    """A stored outcome as the store decodes it."""

    reading: Reading | None
    mood: float
    risk: Risk
    decision: Decision


@dataclass(frozen=True, slots=True)
class Step:
    """Microseconds of one turn's ``update`` + ``facts`` + ``assess`` (with its tier)."""

    p50: float
    p99: float


async def best(run: Callable[[], Awaitable[object]], rounds: int) -> float:
    """Seconds of CPU of the fastest round."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        await run()
        taken.append(time.process_time() - started)
    return min(taken)


async def replayed(made: Made, rounds: int) -> dict[str, float]:
    """Turns a second of one core, by what is done with them."""
    store = open_store(f"sqlite:///{made.database}")
    await store.open()
    some = [walk(turns, CUES) async for _, turns in store.history(TENANT, until=_SOME_MS, scene=SCENE)]

    async def whole() -> None:
        report = await try_policy(OLD, NEW, store.history(TENANT, scene=SCENE), CUES)
        assert report.turns == made.turns

    async def store_alone() -> None:
        async for _ in store.history(TENANT, scene=SCENE):
            pass

    async def one_side() -> None:
        for items in some:
            state = EmotionState()
            for item, reading in items:
                state, _ = advance(state, item, reading, OLD)

    async def limit() -> None:
        _limit(made.database)

    async def plain() -> None:
        _plain(made.database)

    seconds = {
        "policy try, both sides, from SQLite": await best(whole, rounds),
        "reading the store alone": await best(store_alone, rounds),
        "limit: sqlite3 and msgspec, nothing else": await best(limit, rounds),
        "a plain loop: sqlite3, json, one rule in Python a side": await best(plain, rounds),
    }
    rates = {name: made.turns / s for name, s in seconds.items()}
    rates["advance, one side"] = sum(map(len, some)) / await best(one_side, rounds)
    await store.close()
    reading = {f"reading the text again: {name}, nothing else": 1 / s for name, s in made.read_s.items()}
    return rates | reading


async def step(made: Made) -> Step:
    """Signals and risk of each turn, one by one."""
    store = open_store(f"sqlite:///{made.database}")
    await store.open()
    courses = [walk(turns, CUES) async for _, turns in store.history(TENANT, until=_SOME_MS, scene=SCENE)]
    await store.close()
    weigher, thresholds = OLD.weigher, OLD.policy.policy.thresholds
    taken = []
    for course in courses:
        state = EmotionState()
        for item, reading in course:
            started = time.thread_time()
            state = update(state, item, reading, OLD.same_question)
            known = facts(state, item, reading, item.masked.origin.at)
            assess(known, weigher.weigh(known), thresholds)
            taken.append(time.thread_time() - started)
    p50, p99 = np.percentile(taken, (50, 99))
    return Step(float(p50) * 1e6, float(p99) * 1e6)


def _limit(database: Path) -> None:
    decoder = msgspec.json.Decoder(Body)
    with sqlite3.connect(database) as connection:
        for _, _, body in connection.execute(_ROWS, (TENANT,)):
            decoder.decode(body)
    connection.close()


def _plain(database: Path) -> int:
    """What one writes in an hour: warn at two negative turns in a row, or at three."""
    warned: set[tuple[str, int]] = set()
    run, last = 0, ""
    with sqlite3.connect(database) as connection:
        for conversation, event, body in connection.execute(_ROWS, (TENANT,)):
            reading = json.loads(body)["reading"]
            json.loads(event)
            run = 0 if conversation != last else run
            last = conversation
            if reading is not None:
                run = run + 1 if reading["polarity"] == "negative" else 0
            warned.update((conversation, side) for side in (2, 3) if run >= side)
    connection.close()
    return len(warned)
