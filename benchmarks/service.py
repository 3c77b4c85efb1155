"""The service end to end: events/s, and time from request to published decision, with a durable store.

    python benchmarks/service.py [--seconds 15] [--rate 40] [--snownlp FOLDER]

In one run, over loopback HTTP and with the same texts:
  ours      the whole service in a process of its own: masks, reads, decides, SQLite that survives a power cut, actions
  snownlp   what a search for "Chinese sentiment service" leads to: FastAPI + SnowNLP + sqlite3, one row and commit an
            event; it neither masks nor decides. Install it apart: pip install --target FOLDER snownlp
  floor     the physical limit: one durable commit of one row per event by the standard library's sqlite3, no HTTP
The published decision is seen by a second connection (WebSocket /v1/stream), as a console or a router would see it.
"""

import argparse
import asyncio
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
from websockets.asyncio.client import connect

from zhiyin.packs import load_conversations

RESULT = Path(__file__).parent / "results" / "service.json"
BATCH = 50
CLIENTS = 8
OTHER = """
import sqlite3, sys, threading
sys.path.insert(0, sys.argv[2])
import uvicorn
from fastapi import FastAPI
from snownlp import SnowNLP
SnowNLP("好").sentiments
app, lock = FastAPI(), threading.Lock()
db = sqlite3.connect(sys.argv[3], check_same_thread=False)
db.execute("PRAGMA journal_mode=WAL"); db.execute("PRAGMA synchronous=FULL")
db.execute("CREATE TABLE said (id TEXT PRIMARY KEY, body TEXT, score REAL)")
@app.post("/v1/events")
def said(body: dict):
    scores = []
    for event in body["events"]:
        score = SnowNLP(event["text"]).sentiments if event["text"] else 0.5
        with lock:
            db.execute("INSERT OR IGNORE INTO said VALUES (?, ?, ?)", (event["event_id"], event["text"], score))
            db.commit()
        scores.append(score)
    return scores
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
"""


@dataclass(frozen=True)
class Result:
    """``p50_ms`` and ``p99_ms``: from sending one event to seeing its decision, at ``--rate`` events a second."""

    name: str
    events_per_s: float
    p50_ms: float | None
    p99_ms: float | None


def events(run: str) -> list[dict[str, object]]:
    """The turns of the shipped conversations, many times over as separate conversations."""
    found: list[dict[str, object]] = []
    now = time.time_ns() // 1_000_000 - 3_600_000
    for copy in range(60):
        for conversation in load_conversations():
            at = now
            for number, turn in enumerate(conversation.turns):
                at += round(turn.after * 1000)
                found.append(
                    {
                        "event_id": f"{run}-{copy}-{conversation.id}-{number}",
                        "conversation_id": f"{run}-{copy}-{conversation.id}",
                        "role": turn.role.value,
                        "at": at,
                        "text": turn.say.reveal(),
                        "scene": conversation.scene,
                    }
                )
    return found


async def throughput(address: str, seconds: float, worked: "Worked | None") -> float:
    """Events worked off per second by ``CLIENTS`` callers that send batches without pause."""
    queue = iter(events("bulk"))
    sent = 0
    started = time.perf_counter()

    async def caller(client: httpx.AsyncClient) -> None:
        nonlocal sent
        while time.perf_counter() - started < seconds:
            batch = [e for _, e in zip(range(BATCH), queue, strict=False)]
            if not batch:
                return
            answer = await client.post("/v1/events", json={"events": batch})
            answer.raise_for_status()
            sent += len(batch)

    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        await asyncio.gather(*(caller(client) for _ in range(CLIENTS)))
    if worked is not None:
        await worked.off()
    return sent / (time.perf_counter() - started)


async def latency(address: str, rate: float, seconds: float, seen: "Seen | None") -> tuple[float, float]:
    """p50 and p99 in ms at a steady rate, one event a request."""
    took: list[float] = []
    queue = events("single")[: round(rate * seconds)]

    async def one(client: httpx.AsyncClient, item: dict[str, object]) -> None:
        started = time.perf_counter()
        answer = await client.post("/v1/events", json={"events": [item]})
        answer.raise_for_status()
        ended = await seen.at(str(item["event_id"])) if seen is not None else time.perf_counter()
        took.append(ended - started)

    async with httpx.AsyncClient(base_url=address, timeout=60) as client, asyncio.TaskGroup() as tasks:
        for item in queue:
            tasks.create_task(one(client, item))
            await asyncio.sleep(1 / rate)
    took.sort()
    return took[len(took) // 2] * 1000, took[int(len(took) * 0.99)] * 1000


class Seen:
    """When each event's decision was published, as told by the service's stream."""

    def __init__(self) -> None:
        self.moments: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Future[float]] = {}

    async def listen(self, address: str, ready: asyncio.Event) -> None:
        async with connect(address.replace("http", "ws") + "/v1/stream", max_size=None, compression=None) as socket:
            await socket.send(json.dumps({"type": "subscribe", "conversations": ["*"]}))
            await socket.recv()
            ready.set()
            async for message in socket:
                now = time.perf_counter()
                found = json.loads(message)
                if found["type"] == "lost":
                    raise RuntimeError("the listener fell behind; lower --rate")
                for turn in found["data"].get("turns", ()):
                    self.moments[turn["event_id"]] = now
                    if waiting := self._waiting.pop(turn["event_id"], None):
                        waiting.set_result(now)

    async def at(self, event_id: str) -> float:
        if event_id in self.moments:
            return self.moments[event_id]
        waiting = self._waiting.setdefault(event_id, asyncio.get_running_loop().create_future())
        return await asyncio.wait_for(waiting, 60)


class Worked:
    """Waits until the service has worked off all it accepted, by its overview."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def off(self) -> None:
        async with httpx.AsyncClient(base_url=self._address, timeout=60) as client:
            while (await client.get("/v1/overview")).json()["unapplied"]:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def process(*command: str, port: int, **environment: str) -> AsyncIterator[str]:
    """A service in a process of its own, on loopback."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, *command, env={**os.environ, **environment}, stdout=asyncio.subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=address) as client:
            for _ in range(300):
                try:
                    await client.post("/v1/events", json={"events": []})
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield address
    finally:
        running.terminate()
        await running.wait()


async def ours(folder: Path, seconds: float, rate: float) -> Result:
    settings = {"ZHIYIN_HOME": str(folder), "ZHIYIN_PORT": "8431", "ZHIYIN_EVENT_RATE": "1000000/second"}
    settings |= {"ZHIYIN_REQUEST_RATE": "1000000/second", "ZHIYIN_LOG_LEVEL": "error"}
    async with process("-m", "zhiyin.cli", "serve", port=8431, **settings) as address:
        seen, ready = Seen(), asyncio.Event()
        listening = asyncio.create_task(seen.listen(address, ready))
        await ready.wait()
        p50, p99 = await latency(address, rate, seconds, seen)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        return Result("zhiyin", await throughput(address, seconds, Worked(address)), p50, p99)


async def snownlp(folder: Path, where: str, seconds: float, rate: float) -> Result:
    script = folder / "other.py"
    script.write_text(OTHER, encoding="utf-8")
    async with process(str(script), "8432", where, str(folder / "other.db"), port=8432) as address:
        p50, p99 = await latency(address, rate, seconds, None)
        return Result("FastAPI + SnowNLP + sqlite3", await throughput(address, seconds, None), p50, p99)


def floor(folder: Path, seconds: float) -> Result:
    """Durable one-row commits a second: no service that keeps each event by itself can be faster on this disk."""
    database = sqlite3.connect(folder / "floor.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, body TEXT)")
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < seconds / 3:
        database.execute("INSERT INTO said (body) VALUES (?)", ("等了三天还没发货，你们到底管不管",))
        count += 1
    return Result("floor: one durable commit an event", count / (time.perf_counter() - started), None, None)


async def run(seconds: float, rate: float, where: str) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = [floor(folder, seconds), await ours(folder / "ours", seconds, rate)]
        if where:
            results.append(await snownlp(folder, where, seconds, rate))
        else:
            print(
                "NOT COMPARED with SnowNLP: pip install --target FOLDER snownlp, then --snownlp FOLDER", file=sys.stderr
            )
        return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--rate", type=float, default=40, help="events a second while latency is measured")
    parser.add_argument("--snownlp", default="", help="folder in which SnowNLP was installed")
    arguments = parser.parse_args()
    results = asyncio.run(run(arguments.seconds, arguments.rate, arguments.snownlp))
    for result in results:
        times = f"p50 {result.p50_ms:6.1f} ms  p99 {result.p99_ms:6.1f} ms" if result.p50_ms and result.p99_ms else ""
        print(f"{result.name:36} {result.events_per_s:8.0f} events/s  {times}")
    others = [r for r in results if r.name != "zhiyin"]
    mine = next(r for r in results if r.name == "zhiyin")
    for other in others:
        print(f"zhiyin / {other.name}: {mine.events_per_s / other.events_per_s:.2f} x events/s")
    about = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    measured = {"about": about, "rate": arguments.rate, "results": [asdict(r) for r in results]}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
