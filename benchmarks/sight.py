"""What an agent's lists and counts cost who sees only the own conversations, beside those of somebody who sees all.

    python -m benchmarks.sight --folder SCRATCH [--only sqlite|postgresql]

Two tenants: ``acme`` with 300,000 conversations of 15,000 agents, 5,000 of them nobody's, and ``bare`` with 150,000
that are all nobody's. Milliseconds, the lowest of five calls of the store: on the clock, and CPU of this process (a
server of PostgreSQL not counted). The made-up SQLite store stays in the folder and is used again.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import asyncpg
import sqlalchemy as sa

from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.seams import ConversationQuery, Store
from zhiyin.store import engines, open_store
from zhiyin.store.address import parse
from zhiyin.store.codec import RowValues, conversation_row
from zhiyin.store.tables import conversations
from zhiyin.testing.postgres import start
from zhiyin.testing.ringing import ringing
from zhiyin.testing.samples import T0, ref

PAGE = 5_000
TENANTS = {"acme": 300_000, "bare": 150_000}
AGENTS = 15_000
DAYS_MS = 90 * 86_400_000
PADDING = 1_500
"""Signs that make a snapshot as long as one of twelve turns."""
_TIERS = ["none"] * 68 + ["mild"] * 20 + ["moderate"] * 8 + ["severe"] * 4
_SCENES = ["ecommerce"] * 5 + ["finance"] * 2 + ["government"] * 2 + ["medical"]
WHO = {
    "agent of 20": Sight(frozenset({"A00007"}), "张三"),
    "agent of 300": Sight(frozenset({"big", "wang"}), "王敏"),
    "all": None,
}


def rows() -> Iterator[RowValues]:
    chance = random.Random(3)
    base = conversation_row(ringing(ref("x"), Tier.MILD, facts={"agent": "A"}))
    body = str(base["body"])[:-1] + " " * PADDING + "}"
    for tenant, count in TENANTS.items():
        for n in range(count):
            tier, at = Tier(chance.choice(_TIERS)), T0 - chance.randrange(DAYS_MS)
            agent: str | None = f"A{chance.randrange(AGENTS):05}"
            if tenant == "bare" or n % 60 == 0:
                agent = None
            elif n < 18_000 and n % 60 == 1:
                agent = "big"
            yield base | {
                "tenant": tenant,
                "id": f"talk-{n:07}",
                "scene": chance.choice(_SCENES),
                "tier": tier.value,
                "risk": round(tier.level / 4 + chance.random() / 4, 6),
                "last_at": at,
                "opened_at": at - 600_000,
                "agent": agent,
                "alarm_level": tier.level,
                "alarm_at": at if tier.level else None,
                "summed": "{}",
                "body": body,
            }


def _write(page: Sequence[RowValues], connection: sa.Connection) -> None:
    connection.execute(sa.insert(conversations), page)


async def fill(url: str) -> None:
    gate = engines.writing(parse(url, None), None)
    page: list[RowValues] = []
    for row in rows():
        page.append(row)
        if len(page) == PAGE:
            await gate.run(partial(_write, page))
            page = []
    await gate.close()
    if not url.startswith("sqlite"):
        # Which a server that has run for some minutes has done by itself; without it no index answers alone.
        connection = await asyncpg.connect(url)
        await connection.execute("VACUUM ANALYZE")
        await connection.close()


async def timed(name: str, ask: Callable[[], Awaitable[object]]) -> None:
    taken, used = [], []
    for _ in range(5):
        begun, cpu = time.perf_counter(), time.process_time()
        await ask()
        taken.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    print(f"    {name:<24}{min(taken):>9.1f}{min(used):>9.1f} ms", flush=True)


async def measure(store: Store) -> None:
    for who, sight in WHO.items():
        for tenant in TENANTS:
            print(f"  {who}, tenant {tenant}")
            for order in ("recent", "risk"):
                whole = ConversationQuery(tenant, order=order, sight=sight)
                severe = ConversationQuery(tenant, order=order, sight=sight, tier=Tier.SEVERE)
                scene = ConversationQuery(tenant, order=order, sight=sight, scene="medical")
                for what, query in (("", whole), (", severe", severe), (", one scene", scene)):
                    await timed(f"50 by {order}{what}", partial(store.conversations, query))
            await timed("counts of tiers", partial(store.tiers, tenant, sight))


async def one(url: str) -> None:
    store = open_store(url)
    await store.open()
    if (await store.counts("bare"))["conversations"] == 0:
        await fill(url)
    print(url.split(":")[0])
    await measure(store)
    await store.close()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where the made-up store is kept")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    if args.only != "postgresql":
        await one(f"sqlite:///{args.folder}/sight.db")
    if args.only != "sqlite":
        server = start()
        try:
            await one(server.url())
        finally:
            server.stop()


if __name__ == "__main__":
    asyncio.run(main())
