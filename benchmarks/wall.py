"""The live wall: from a server-sent event to the painted frame in a real browser; the service's time for a snapshot.

    python -m benchmarks.wall page [--open 500] [--per-second 50] [--seconds 20]
    python -m benchmarks.wall store [--stored 100000] [--url URL]

``page`` runs the real service and the built console (./zhiyin console) with the system's Chromium on this machine, so
all three share its cores. The page itself marks each update: from the first event of a batch to the task after the
frame. ``store`` fills a store with snapshots of real size, and times what GET /v1/wall asks of it.
"""

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

from benchmarks.wall_talks import begin, go_on
from playwright.sync_api import Page, sync_playwright

from zhiyin.cli.logs import configure
from zhiyin.cli.serve import service as running_here
from zhiyin.cli.serve import until_stopped
from zhiyin.config import Config
from zhiyin.domain.alarm import Alarm
from zhiyin.domain.conversation import Conversation, Step
from zhiyin.domain.reading import Emotion
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import CoursePoint
from zhiyin.domain.utterance import ConversationRef, Facts
from zhiyin.reports.wall import wall_of
from zhiyin.seams import Store
from zhiyin.store import open_store
from zhiyin.testing import samples
from zhiyin.testing.text_model import FakeTextModel

WATCH = """() => {
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type });
  window.updates = [];
  window.long = [];
  watch("measure", (entry) => entry.name === "wall.update" && window.updates.push(entry.duration));
  watch("longtask", (entry) => window.long.push(entry.duration));
}"""
TENANT = "acme"
HOUR_MS = 3_600_000
REPEATS = 15


@contextmanager
def service(home: Path) -> Iterator[str]:
    """The service in a process of its own, reading by word lists: what is measured is the wall, not the reader."""
    command = [sys.executable, __file__, "serve", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the service did not start"
            yield found[0].rstrip("/")
        finally:
            process.terminate()
            process.communicate(timeout=30)


def serve_command(wanted: argparse.Namespace) -> None:
    async def serve() -> None:
        config = Config(home=wanted.home, port=0, event_rate="100000/second")
        async with running_here(config, FakeTextModel()) as (_, address):
            print(address, flush=True)
            await until_stopped()

    configure("error")
    asyncio.run(serve())


def cpu_of(page: Page) -> float:
    """CPU ms that the page's main thread has used so far: what a busy machine cannot distort."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    found = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return float(found["TaskDuration"]) * 1000


def measure_page(page: Page, address: str, wanted: argparse.Namespace) -> None:
    talks = begin(address, wanted.open)
    page.goto(f"{address}/#/wall")
    page.wait_for_selector("[data-conversation]", timeout=30_000)
    page.wait_for_function(f"document.querySelector('[data-testid=open]').textContent === '{wanted.open}'")
    page.evaluate(WATCH)
    worked = cpu_of(page)
    sent: list[int] = []
    load = os.getloadavg()[0]
    sending = Thread(target=lambda: sent.append(go_on(address, talks, wanted.per_second, wanted.seconds)))
    sending.start()
    # Playwright must not be asked anything meanwhile: its questions would be work for the page.
    page.wait_for_timeout(wanted.seconds * 1000 + 1500)
    sending.join()
    worked = cpu_of(page) - worked
    updates: list[float] = page.evaluate("window.updates")
    long: list[float] = page.evaluate("window.long")
    p95 = quantiles(updates, n=20)[-1]
    nodes = page.evaluate("document.querySelectorAll('*').length")
    print(f"{wanted.open} open conversations, {sent[0] / wanted.seconds:.0f} turns/s for {wanted.seconds:g} s")
    print(f"  event to painted frame  p50 {median(updates):.0f} ms, p95 {p95:.0f} ms, max {max(updates):.0f} ms")
    print(
        f"  {len(updates)} frames with news; {len(long)} tasks of 50 ms and more, longest {max(long, default=0):.0f} ms"
    )
    print(
        f"  {worked / len(updates):.1f} ms of CPU a frame with news on the page's main thread, timers and all included"
    )
    print(f"  {nodes} nodes in the page; load average before {load:.1f} on {os.cpu_count()} cores")


def page_command(wanted: argparse.Namespace) -> None:
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        sys.exit("no chromium on PATH")
    with tempfile.TemporaryDirectory() as home, service(Path(home)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        measure_page(browser.new_page(viewport={"width": 1920, "height": 1080}), address, wanted)
        browser.close()


def snapshot(n: int, last_at: int) -> Conversation:
    """A conversation of real size: a full course, reasons, facts."""
    tier = tuple(Tier)[n % 4]
    base = samples.conversation(ConversationRef(TENANT, f"c{n:07}"), 1, last_at=last_at, risk=n % 97 / 97, tier=tier)
    course = tuple(CoursePoint(f"e{i}", last_at - i, -0.4, Emotion.ANXIOUS, 0.5, False, -0.3) for i in range(24))
    alarms = tuple(Alarm(t, last_at - 60_000, 3, 0.5) for t in Tier if 0 < t.level <= tier.level)
    facts: Facts = {"team": f"team-{n % 12}", "agent": f"agent-{n % 150}", "order_amount": 299.0}
    reasons = tuple(Reason(ReasonKind.COURSE, "slope", 0.5, "情绪变差", None, "e1") for _ in range(8))
    state = replace(base.state, course=course, alarms=alarms, facts=facts, turns=30, risks=(0.1, 0.2, 0.3))
    return replace(base, state=state, risk=Risk(base.risk.probability, tier, reasons))


async def fill(store: Store, start: int, count: int, last_at: int) -> None:
    for first in range(start, start + count, 500):
        rows = [Step(snapshot(n, last_at - n % 1000), ()) for n in range(first, min(first + 500, start + count))]
        assert all(await store.save(rows, last_at))


async def timed(store: Store, now: int) -> tuple[list[float], list[float], int]:
    """Ms on the clock that the store's answer, and making the view from it, took; how many were open."""
    asked, made = [], []
    for _ in range(REPEATS):
        start = time.perf_counter()
        found = await store.tiles(TENANT, now - HOUR_MS // 2, 20_000)
        middle = time.perf_counter()
        wall_of(found)
        asked.append((middle - start) * 1000)
        made.append((time.perf_counter() - middle) * 1000)
    return asked, made, len(found)


async def measure_store(url: str, stored: int) -> None:
    now = 1_790_000_000_000
    store = open_store(url)
    await store.open()
    await fill(store, 0, stored, now - 24 * HOUR_MS)
    print(f"{url.partition(':')[0]}, {stored:,} conversations stored; load average {os.getloadavg()[0]:.1f}")
    for start, count in ((stored, 500), (stored + 500, 4_500)):
        await fill(store, start, count, now)
        asked, made, found = await timed(store, now)
        best = f"best {min(asked):.1f} + {min(made):.1f} ms"
        print(f"  {found:>5,} open: read {median(asked):.1f} ms + view {median(made):.1f} ms ({best})")
    await store.close()


def store_command(wanted: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure_store(wanted.url or f"sqlite:///{folder}/wall.db", wanted.stored))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(required=True)
    page = parts.add_parser("page")
    page.add_argument("--open", type=int, default=500)
    page.add_argument("--per-second", type=float, default=50)
    page.add_argument("--seconds", type=float, default=20)
    page.set_defaults(run=page_command)
    serve = parts.add_parser("serve", help="what page starts")
    serve.add_argument("home")
    serve.set_defaults(run=serve_command)
    store = parts.add_parser("store")
    store.add_argument("--stored", type=int, default=100_000)
    store.add_argument("--url", default="")
    store.set_defaults(run=store_command)
    wanted = parser.parse_args()
    wanted.run(wanted)


if __name__ == "__main__":
    main()
