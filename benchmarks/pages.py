"""Server time of every page's reads with a million stored turns, on SQLite and PostgreSQL, beside a plain scan.

    python -m benchmarks.pages --folder SCRATCH [--turns 1000000] [--only sqlite|postgresql] [--out FILE]

Requests go over loopback HTTP to the whole service in the same process, one after the other; the time of a request is
from sending it to its last byte, the client's share included: the server's own is shorter. ``cpu_ms`` is the processor
time of this process meanwhile (a server of PostgreSQL not): what the time would be on a machine that does nothing else.
The first request of a page is told apart (``first_ms``); ``slow`` names the pages whose p95 is above 200 ms.

``nothing`` is a request that reads nothing: no page can be quicker. A scan is what somebody would write without the
summaries: the same figure by SQL over the tables of events and outcomes, JSON functions included, without a server.
``scan_over_page`` is how many times longer it takes than the page. The made-up store stays in the folder (SQLite) and
is used again if it holds as many turns; its days are reckoned from when it was made, so make it anew after a week.
"""

import argparse
import asyncio
import json
import os
import platform
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

import httpx
import msgspec
import sqlalchemy as sa
from benchmarks.pages_store import DAYS, TENANT, fill

from zhiyin.app.summing import count_ends
from zhiyin.cli.serve import service
from zhiyin.config import Config
from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind
from zhiyin.seams import Store
from zhiyin.store import engines
from zhiyin.store.address import parse
from zhiyin.testing.postgres import start
from zhiyin.testing.text_model import FakeTextModel

RESULT = Path(__file__).parent / "results" / "pages.json"
ROUNDS = 12
DAY_MS = 86_400_000
_POLARITY = {
    "sqlite": "json_extract(o.body, '$.reading.polarity')",
    "postgresql": "(o.body::json -> 'reading' ->> 'polarity')",
}
LIMIT_MS = 200
"""What a page may take on the server."""


def queries(kind: str) -> dict[str, tuple[str, int]]:
    """SQL of each scan, and the days it covers."""
    moods = (
        f"SELECT {{by}}, count(*), sum(CASE WHEN {_POLARITY[kind]} = 'negative' THEN 1 ELSE 0 END) FROM outcomes o "
        "JOIN events e ON e.tenant = o.tenant AND e.conversation = o.conversation AND e.event_id = o.event_id "
        "WHERE o.tenant = :tenant AND o.at >= :since GROUP BY {by}"
    )
    warned = (
        "SELECT c.scene, c.channel, count(*), sum(b.bad), sum(CASE WHEN b.bad = 1 AND c.alarm_level >= 1 THEN 1 END), "
        "sum(CASE WHEN b.bad = 1 AND c.alarm_level >= 3 THEN 1 END) FROM conversations c LEFT JOIN "
        "(SELECT conversation, max(bad) AS bad FROM business_outcomes WHERE tenant = :tenant AND newest = 1 "
        "AND withdrawn = 0 GROUP BY conversation) b ON b.conversation = c.id "
        "WHERE c.tenant = :tenant AND c.opened_at >= :since GROUP BY c.scene, c.channel"
    )
    return {
        "heat map, 90 days": (moods.replace("{by}", "(o.at / 3600000 + 8) % 24, e.channel"), DAYS),
        "trend by day, 90 days": (moods.replace("{by}", "(o.at + 28800000) / 86400000"), DAYS),
        # Without leads, calibration, weeks, and outcomes that name only the customer: the page tells these too.
        "report on warnings, 12 weeks": (warned, 84),
    }


def _day(before: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=8) - timedelta(days=before)).date().isoformat()


def pages() -> dict[str, str]:
    """What each page asks."""
    long, month, week = (f"since={_day(days - 1)}" for days in (DAYS, 30, 7))
    return {
        "nothing": "/health/live",
        "overview": "/v1/overview",
        "conversations by risk": "/v1/conversations?order=risk",
        "conversations, severe": "/v1/conversations?order=risk&tier=severe",
        "conversations, recent": "/v1/conversations?order=recent",
        "one conversation": "/v1/conversations/talk-0000100",
        "heat map, 7 days": f"/v1/insight/heat?{week}",
        "heat map, 90 days": f"/v1/insight/heat?{long}",
        "heat map weekday x scene, 90 days": f"/v1/insight/heat?grid=weekday_scene&{long}",
        "heat map weekday x hour, one team, 90 days": f"/v1/insight/heat?grid=weekday_hour&team=一组&{long}",
        "trend by day, 90 days": f"/v1/insight/trend?{long}",
        "trend by week, 90 days": f"/v1/insight/trend?step=week&{long}",
        "trend by hour, 30 days": f"/v1/insight/trend?step=hour&{month}",
        "topics, 90 days": f"/v1/insight/topics?{long}",
        "words, 90 days": f"/v1/insight/words?{long}",
        "turns of a word": f"/v1/insight/words/太差了/turns?{long}",
        "choices of filters, 90 days": f"/v1/insight/choices?{long}",
        "workbook, 90 days": f"/v1/insight/export.xlsx?{long}",
        "KPI, 30 days": f"/v1/kpi?{month}",
        "KPI, 90 days": f"/v1/kpi?{long}",
        "report on warnings, 4 weeks": f"/v1/warnings/report?since={_day(27)}",
        "report on warnings, 12 weeks": f"/v1/warnings/report?since={_day(83)}",
        "report on warnings, 4 weeks, silence is fine": f"/v1/warnings/report?silence=fine&since={_day(27)}",
    }


async def timed(rounds: int, ask: Callable[[], Awaitable[object]]) -> dict[str, float]:
    """Milliseconds; the first call warms up and is told apart."""
    taken, used = [], []
    for _ in range(rounds + 1):
        begun, cpu = time.perf_counter(), time.process_time()
        await ask()
        taken.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    first, *rest = taken
    p95 = quantiles(rest, n=20, method="inclusive")[18] if len(rest) > 1 else rest[0]
    shown = {"first_ms": first, "p50_ms": median(rest), "p95_ms": p95, "cpu_ms": median(used[1:])}
    return {name: round(value, 1) for name, value in shown.items()}


async def measure(client: httpx.AsyncClient) -> dict[str, dict[str, float]]:
    found = {}
    for name, path in pages().items():

        async def ask(path: str = path) -> None:
            answer = await client.get(path)
            answer.raise_for_status()

        found[name] = await timed(ROUNDS, ask)
        tell(name, found[name])
    return found


def tell(name: str, found: dict[str, float]) -> None:
    print(f"  {name:<50}{found['p50_ms']:>9.1f}{found['p95_ms']:>10.1f}{found['cpu_ms']:>10.1f} ms", flush=True)


async def after_outcomes(store: Store, client: httpx.AsyncClient, talks: int) -> dict[str, float]:
    """The report right after outcomes came back for all of its days: it reads their conversations until (within some
    15 seconds) the days are counted anew."""
    taken, used = [], []
    for _ in range(4):
        now = int(time.time() * 1000)
        late = [f"talk-{n:07}" for n in range(talks * 62 // DAYS, talks, max(1, talks // 1_000))]
        given = [
            BusinessOutcome(TENANT, f"late-{now}-{name}", name, None, OutcomeKind.COMPLAINT, None, True, now)
            for name in late
        ]
        await store.keep_outcomes(given, now)
        begun, cpu = time.perf_counter(), time.process_time()
        (await client.get(pages()["report on warnings, 4 weeks"])).raise_for_status()
        taken.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - cpu) * 1000)
        await count_ends(store)
    return {"p50_ms": round(median(taken), 1), "p95_ms": round(max(taken), 1), "cpu_ms": round(median(used), 1)}


async def scans(url: str, kind: str) -> dict[str, dict[str, float]]:
    gate = engines.reading(parse(url, None), None)
    found = {}
    for name, (sql, days) in queries(kind).items():
        query = sa.text(sql)
        asked = {"tenant": TENANT, "since": int(time.time() * 1000) - days * DAY_MS}

        async def ask(query: sa.TextClause = query, asked: dict[str, object] = asked) -> object:
            return await gate.run(lambda connection: connection.execute(query, asked).all())

        found[name] = await timed(2, ask)
        print(f"  scan: {name:<39}{found[name]['p50_ms']:>9.1f} ms", flush=True)
    await gate.close()
    return found


async def one(kind: str, url: str, turns: int, folder: Path) -> dict[str, object]:
    took = await fill(url, turns)
    print(f"{kind}: filled in {took:.0f} s", flush=True)
    told = {"home": str(folder), "port": 0, "store": url, "request_rate": "100000/second", "open": True}
    async with (
        service(msgspec.convert(told, Config), FakeTextModel()) as (house, address),
        httpx.AsyncClient(base_url=address, timeout=120) as client,
    ):
        held = await house.store.counts(TENANT)
        await count_ends(house.store)
        print(f"  {'page':<50}{'p50':>9}{'p95':>10}{'cpu':>10}", flush=True)
        found = await measure(client)
        slow = [name for name, page in found.items() if page["p95_ms"] > LIMIT_MS]
        late = await after_outcomes(house.store, client, held["conversations"])
        tell("report on warnings, just after outcomes came", late)
    scanned = await scans(url, kind)
    return {
        "turns": held["events"],
        "conversations": held["conversations"],
        "pages": found,
        "slow": slow,
        "report just after outcomes": late,
        "scans": scanned,
        "scan_over_page": {name: round(scan["p50_ms"] / found[name]["p50_ms"], 1) for name, scan in scanned.items()},
    }


def note(kind: str, found: dict[str, object], out: Path) -> None:
    results = json.loads(out.read_text()) if out.exists() else {}
    results["about"] = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    # The load tells how much the times on the clock owe to others on the machine.
    results[kind] = found | {"load": round(os.getloadavg()[1], 1)}
    out.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where the made-up store is kept")
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--out", type=Path, default=RESULT)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    if args.only != "postgresql":
        note("sqlite", await one("sqlite", f"sqlite:///{args.folder}/pages.db", args.turns, args.folder), args.out)
    if args.only != "sqlite":
        server = start()
        try:
            note("postgresql", await one("postgresql", server.url(), args.turns, args.folder), args.out)
        finally:
            server.stop()


if __name__ == "__main__":
    asyncio.run(main())
