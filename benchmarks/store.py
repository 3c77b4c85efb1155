"""Speed of the store: accept and save in batches as the engine does, then lists over a full store.

    python benchmarks/store.py                       SQLite and encrypted SQLite in a temporary folder
    python benchmarks/store.py --url URL             any other store, which must be empty
    python benchmarks/store.py --summaries           what the summaries and marks cost: SQLite with and without them,
                                                     batch by batch in turn, CPU time

Beside each rate stands the raw floor: the same number of durable one-row commits by the standard library's sqlite3.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path
from statistics import median

from zhiyin.domain.conversation import Step
from zhiyin.domain.reading import Emotion
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef
from zhiyin.seams import ConversationQuery, Store
from zhiyin.store import open_store, save
from zhiyin.testing import samples
from zhiyin.testing.summing import summing

BATCH = 64
TENANT = "acme"
TEXT = "你们这个快递怎么还没有到啊，都第三次问了，再不处理我就去投诉你们，我的电话是<PHONE>"
REASONS = tuple(Reason(ReasonKind.WORDS, "angry", 0.5, "第三次", (13, 16), "e1") for _ in range(4))
TIERS = tuple(Tier)


def step_of(ref: ConversationRef, n: int) -> Step:
    """A step with a reading of real size; every fifth turn leads to an action."""
    event = samples.event(ref, n, TEXT)
    actions = (samples.action(f"{ref.id}-{n}"),) if n % 5 == 0 else ()
    plain = samples.outcome(event, n, actions)
    read = replace(samples.reading(), emotions=dict.fromkeys(Emotion, 1 / 11), reasons=REASONS)
    risk = (hash((ref.id, n)) % 1000) / 1000
    snapshot = samples.conversation(ref, n, last_at=event.origin.at, risk=risk, tier=TIERS[int(risk * 4)])
    return Step(snapshot, (replace(plain, reading=read, risk=replace(plain.risk, reasons=REASONS)),), said=(event,))


async def one_turn(store: Store, refs: list[ConversationRef], n: int) -> tuple[float, float]:
    """Seconds on the clock and of CPU that accept and save of one batch took; making the nouns is not counted."""
    events = [samples.event(r, n, TEXT) for r in refs]
    steps = [step_of(r, n) for r in refs]
    wall, cpu = time.perf_counter(), time.process_time()
    assert all(await store.accept(events, samples.T0))
    assert all(await store.save(steps, samples.T0))
    return time.perf_counter() - wall, time.process_time() - cpu


async def measure(name: str, store: Store, conversations: int, turns: int) -> None:
    await store.open()
    refs = [ConversationRef(TENANT, f"c{n:06}") for n in range(conversations)]
    batches = [refs[i : i + BATCH] for i in range(0, conversations, BATCH)]
    taken = [await one_turn(store, batch, n) for n in range(1, turns + 1) for batch in batches]
    wall, cpu = (sum(column) for column in zip(*taken, strict=True))
    steps = conversations * turns
    print(f"{name}: {steps:,} steps in batches of {BATCH}")
    batch_ms = median(seconds for seconds, _ in taken) * 1000
    print(f"  accept + save     {steps / wall:,.0f} steps/s on the clock, median batch {batch_ms:.1f} ms")
    print(f"                    {steps / cpu:,.0f} steps per CPU-second")
    for what, query in {
        "50 by risk": ConversationQuery(TENANT, order="risk"),
        "50 severe by risk": ConversationQuery(TENANT, order="risk", tier=Tier.SEVERE),
        "50 recent": ConversationQuery(TENANT),
    }.items():
        print(f"  {what:<18}{await timed(store.conversations(query)):.1f} ms")
    print(f"  {'counts':<18}{await timed(store.counts(TENANT)):.1f} ms")
    print(f"  {'load 64 lanes':<18}{await timed(store.load(refs[:BATCH])):.1f} ms")
    await store.close()


async def summaries(folder: Path, conversations: int, turns: int) -> None:
    """Rounds of 4 turns, each on the store that counts and on one that does not, so that both see the same machine."""
    names, ratios = vars(save), list[float]()
    write_marks = names["write_marks"]
    plain = open_store(f"sqlite:///{folder}/plain.db")
    counting = open_store(f"sqlite:///{folder}/counting.db", summer=summing())
    for store in (plain, counting):
        await store.open()
    refs = [ConversationRef(TENANT, f"c{n:06}") for n in range(conversations)]
    batches = [refs[i : i + BATCH] for i in range(0, conversations, BATCH)]
    spent = {plain: 0.0, counting: 0.0}
    for n in range(1, turns + 1):
        for place, batch in enumerate(batches):
            for store in (plain, counting) if (n + place) % 2 else (counting, plain):
                names["write_marks"] = write_marks if store is counting else lambda *_: None
                spent[store] += (await one_turn(store, batch, n))[1]
        if n % 4 == 0:
            ratios.append(spent[plain] / spent[counting])
            print(f"  turns {n - 3:>2} to {n:>2}: {ratios[-1]:.3f}", flush=True)
            spent = {plain: 0.0, counting: 0.0}
    names["write_marks"] = write_marks
    print(f"steps per CPU-second with summaries and marks / without: median {median(ratios):.3f}")
    for store in (plain, counting):
        await store.close()


async def timed(asking: Awaitable[object]) -> float:
    start = time.perf_counter()
    await asking
    return (time.perf_counter() - start) * 1000


def floor(folder: Path, rows: int = 300) -> float:
    """Durable commits per second of one row each: what a store without group commit is bound by on this disk."""
    with sqlite3.connect(folder / "floor.db", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE kept (body TEXT)")
        start = time.perf_counter()
        for _ in range(rows):
            connection.execute("INSERT INTO kept VALUES (?)", (TEXT * 8,))
        seconds = time.perf_counter() - start
    connection.close()
    return rows / seconds


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--folder", help="where to put the SQLite files; default: the temporary folder")
    parser.add_argument("--conversations", type=int, default=1_024)
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--summaries", action="store_true")
    args = parser.parse_args()
    if args.url:
        await measure(args.url.split(":")[0], open_store(args.url, summer=summing()), args.conversations, args.turns)
        return
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        folder = Path(name)
        if args.summaries:
            await summaries(folder, args.conversations, args.turns)
            return
        print(f"floor: {await asyncio.to_thread(floor, folder):,.0f} one-row commits/s")
        for title, key in (("SQLite", None), ("SQLite, encrypted", "a pass phrase")):
            store = open_store(f"sqlite:///{folder}/{title}.db", key, summing())
            await measure(title, store, args.conversations, args.turns)


if __name__ == "__main__":
    asyncio.run(main())
