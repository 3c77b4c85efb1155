"""RunningService: the whole service on a free port, with a model driven by word lists, for tests of its API."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from zhiyin.app import House
from zhiyin.cli.serve import service
from zhiyin.config import Config
from zhiyin.testing.empty_store import put_empty
from zhiyin.testing.text_model import FakeTextModel

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients that speak plain HTTP: without the certificates, which take longer to read than many tests."""

START = 1_700_000_000_000

PATIENCE_S = 60.0
"""For an answer: a machine may be busy with other tests."""

Json = dict[str, object]


def event(number: int, text: str, **more: object) -> Json:
    """An event of conversation ``c1``, ``number`` seconds after the start."""
    at = START + number * 1000
    return {"event_id": f"e{number}", "conversation_id": "c1", "role": "customer", "at": at, "text": text, **more}


@dataclass(frozen=True, slots=True)
class RunningService:
    house: House
    address: str
    client: httpx.AsyncClient
    home: Path

    async def send(self, *events: Json) -> list[dict[str, str]]:
        """Post the events; the result of each."""
        answer = await self.client.post("/v1/events", json={"events": list(events)})
        answer.raise_for_status()
        results: list[dict[str, str]] = answer.json()["results"]
        return results

    async def settled(self, seconds: float = 20.0) -> None:
        """Until nothing waits to be worked off or delivered; TimeoutError if it is not in time."""
        async with asyncio.timeout(seconds):
            while True:
                counts = await self.house.store.counts("default")
                if not counts["unapplied"] and not counts["pending"]:
                    return
                await asyncio.sleep(0.01)


@asynccontextmanager
async def running_service(home: Path, **settings: object) -> AsyncIterator[RunningService]:
    """``settings`` are fields of ``Config``."""
    config = msgspec.convert({"home": str(home), "port": 0, **settings}, Config)
    if not config.store:
        put_empty(home / "zhiyin.db", config.store_key)
    async with (
        service(config, FakeTextModel()) as (house, address),
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_S, verify=PLAIN) as client,
    ):
        yield RunningService(house, address, client, home)
