"""A process killed while it writes: what it had been told is kept, is there, and only that much is half done."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from zhiyin.store import open_store
from zhiyin.testing.samples import ref

WRITER = """
import asyncio, sys
from zhiyin.store import open_store
from zhiyin.testing import samples

async def main(url, key):
    store = open_store(url, key or None)
    await store.open()
    for n in range(1, 100_000):
        event = samples.event(samples.ref(), n)
        assert await store.accept([event], samples.T0) == [True]
        print(f"accepted {n}", flush=True)
        step = samples.step(n, samples.outcome(event, n, (samples.action(f"a{n}"),)))
        assert await store.save([step], samples.T0) == [True]
        print(f"saved {n}", flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


def _write_until_killed(url: str, key: str) -> tuple[int, int]:
    """How many events the process was told were accepted, and saved, before it was killed."""
    # A process of our own, not of a shell: the kill hits it in the middle of whatever it does.
    with subprocess.Popen([sys.executable, "-c", WRITER, url, key], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(41)]
        process.kill()
        lines += process.stdout
    said = [line.split() for line in lines if line.endswith("\n")]
    accepted, saved = (max(int(n) for word, n in said if word == wanted) for wanted in ("accepted", "saved"))
    return accepted, saved


@pytest.mark.parametrize("key", ["", "a pass phrase"])
async def test_sigkill_loses_nothing_that_was_answered(tmp_path: Path, key: str) -> None:
    url = f"sqlite:///{tmp_path}/zhiyin.db"
    accepted, saved = await asyncio.to_thread(_write_until_killed, url, key)

    store = open_store(url, key or None)
    await store.open()
    turns = await store.turns(ref())
    actions = {d.action.id for d in await store.deliveries("acme", limit=100_000)}
    lane = (await store.load([ref()]))[ref()]
    waiting = await store.unapplied()
    await store.close()

    assert len(turns) >= accepted
    applied = [t.outcome.sequence for t in turns if t.outcome]
    assert len(applied) >= saved
    # Whole steps only: snapshot, outcomes, actions and what still waits tell the same story.
    assert applied == list(range(1, len(applied) + 1))
    assert lane.conversation is not None
    assert lane.conversation.version == len(applied)
    assert actions == {f"a{n}" for n in applied}
    assert len(lane.pending) == len(turns) - len(applied)
    assert waiting == ([ref()] if lane.pending else [])
