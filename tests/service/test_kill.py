"""Kill -9 at random moments under load: no accepted event is lost, no action is delivered under two ids."""

import asyncio
import json
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx
import yaml

from zhiyin.domain.utterance import ConversationRef
from zhiyin.packs import load_policy
from zhiyin.pipeline.policy import action_id
from zhiyin.store import open_store
from zhiyin.testing.forked import forked
from zhiyin.testing.here import serve_alone
from zhiyin.testing.receiver import Receiver

KILLS = 4
CONVERSATIONS = 12
TURNS = 14
LINES = ("等了三天还没发货，你们到底管不管", "我要投诉到12315", "太差了", "怎么还没处理？", "谢谢，解决了", "好的")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def _process(home: Path, port: int) -> AsyncIterator[BaseProcess]:
    process = forked(serve_alone, {"ZHIYIN_HOME": str(home), "ZHIYIN_PORT": str(port), "KILL_TEST_SECRET": SECRET})
    try:
        yield process
    finally:
        process.terminate()
        await asyncio.to_thread(process.join, 20)
        assert process.exitcode is not None, "the service did not stop"


def _event(conversation: int, turn: int) -> dict[str, object]:
    return {
        "event_id": f"k{conversation}-{turn}",
        "conversation_id": f"kill-{conversation}",
        "role": "customer",
        "at": 1_700_000_000_000 + turn * 7_000,
        "text": LINES[(conversation + turn) % len(LINES)],
    }


async def _load(address: str, accepted: set[str], seed: int) -> None:
    """Send every event in shuffled small batches, again and again until it is accepted or known already."""
    order = [_event(c, t) for c in range(CONVERSATIONS) for t in range(TURNS)]
    random.Random(seed).shuffle(order)
    async with httpx.AsyncClient(base_url=address, timeout=10) as client:
        for start in range(0, len(order), 5):
            await _post(client, order[start : start + 5], accepted)


async def _post(client: httpx.AsyncClient, batch: list[dict[str, object]], accepted: set[str]) -> None:
    while True:
        try:
            answer = await client.post("/v1/events", content=json.dumps({"events": batch}))
        except httpx.TransportError:
            await asyncio.sleep(0.1)
            continue
        answer.raise_for_status()
        results = answer.json()["results"]
        assert {r["status"] for r in results} <= {"accepted", "duplicate"}
        accepted.update(r["event_id"] for r in results)
        return


async def _until_ready(address: str, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds), httpx.AsyncClient(base_url=address) as client:
        while True:
            try:
                if (await client.get("/health/ready")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)


async def _until_quiet(address: str, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds), httpx.AsyncClient(base_url=address) as client:
        while True:
            found = (await client.get("/v1/overview")).json()
            if found["unapplied"] == 0 and found["actions"]["pending"] == 0:
                return
            await asyncio.sleep(0.2)


def _configure(home: Path, receiver: Receiver) -> None:
    home.mkdir()
    destination = {
        "name": "crm",
        "hand": "webhook",
        "url": receiver.url,
        "secrets": ["env:KILL_TEST_SECRET"],
        "allow_private": True,
    }
    settings = {"destinations": [destination], "event_rate": "100000/second", "delivery_lease_s": 5}
    (home / "zhiyin.yaml").write_text(yaml.safe_dump(settings))


async def _courses(home: Path) -> dict[str, list[tuple[str, float, tuple[str, ...]]]]:
    store = open_store(f"sqlite:///{home / 'zhiyin.db'}")
    await store.open()
    found = {}
    try:
        for number in range(CONVERSATIONS):
            turns = await store.turns(ConversationRef("default", f"kill-{number}"))
            assert all(t.outcome for t in turns), "an accepted event was never worked off"
            found[f"kill-{number}"] = [
                (o.event_id, o.risk.probability, tuple(a.id for a in o.decision.actions))
                for t in turns
                if (o := t.outcome)
            ]
    finally:
        await store.close()
    return found


async def _run(home: Path, kills: int) -> Receiver:
    """Load the service while it is killed ``kills`` times; the receiver has then seen all that was delivered."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    accepted: set[str] = set()
    chance = random.Random(kills)
    async with Receiver(SECRET) as receiver:
        _configure(home, receiver)
        load = asyncio.create_task(_load(address, accepted, kills))
        for _ in range(kills):
            async with _process(home, port) as process:
                await _until_ready(address)
                await asyncio.sleep(chance.uniform(0.05, 0.7))
                process.kill()
                await asyncio.to_thread(process.join)
        async with _process(home, port):
            await load
            await _until_quiet(address)
    assert len(accepted) == CONVERSATIONS * TURNS
    return receiver


async def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    receiver = await _run(tmp_path / "killed", KILLS)
    await _run(tmp_path / "calm", 0)

    # The course of every conversation is what it would have been without a single kill.
    courses = await _courses(tmp_path / "killed")
    assert courses == await _courses(tmp_path / "calm")
    assert sum(len(c) for c in courses.values()) == CONVERSATIONS * TURNS

    # Everything decided was delivered, signed, and under the one id that this firing of this rule can have.
    decided = {action for course in courses.values() for _, _, actions in course for action in actions}
    assert decided
    assert decided <= set(receiver.ids)
    assert set(receiver.ids) <= _possible_ids()
    assert all(r.verified for r in receiver.received)


def _possible_ids() -> set[str]:
    policy = load_policy("ecommerce")
    return {
        action_id(ConversationRef("default", f"kill-{c}"), rule.id, nth, index)
        for c in range(CONVERSATIONS)
        for rule in policy.rules
        for nth in range(1, rule.limit + 1)
        for index in range(len(rule.actions))
    }
