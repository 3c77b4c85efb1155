"""The in-process bus: the contract, and what is its own."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from zhiyin.bus import InProcessBus
from zhiyin.domain.errors import BusyError
from zhiyin.seams import Message
from zhiyin.testing.bus_contract import LEASE_S, WORK, BusContract, bodies, gives_nothing, job


class TestInProcessBus(BusContract):
    @pytest.fixture
    async def bus(self) -> AsyncIterator[InProcessBus]:
        bus = InProcessBus(lease_s=LEASE_S)
        await bus.open()
        yield bus
        await bus.close()


@pytest.fixture
async def small() -> AsyncIterator[InProcessBus]:
    """Room for two messages of work and for three unheard ones."""
    bus = InProcessBus(capacity=2, ring=3)
    await bus.open()
    yield bus
    await bus.close()


async def _turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_equal_waiting_messages_are_one(small: InProcessBus) -> None:
    # A full bus would make the third wait.
    await small.put([job("a", "1"), job("a", "1"), job("b", "1"), job("a", "1"), job("b", "1")])
    assert sorted(await bodies(small, 2)) == [("a", "1"), ("b", "1")]
    assert await gives_nothing(small)


async def test_a_full_bus_makes_the_sender_wait(small: InProcessBus) -> None:
    putting = asyncio.create_task(small.put([job(key) for key in "abcd"]))
    await _turns()
    assert not putting.done()
    assert sorted(await bodies(small, 4)) == [(key, "") for key in "abcd"]
    await putting


async def test_a_sender_who_gives_up_waiting_leaves_nothing_behind(small: InProcessBus) -> None:
    await small.put([job("a"), job("b")])
    putting = asyncio.create_task(small.put([job("c")]))
    await _turns()
    putting.cancel()
    assert sorted(await bodies(small, 2)) == [("a", ""), ("b", "")]
    assert await gives_nothing(small)


async def test_a_full_bus_takes_back_what_it_gave(small: InProcessBus) -> None:
    await small.put([job("a"), job("b")])
    batch = await small.take(WORK, 2)
    await small.put([job("c"), job("d")])
    await batch.again()
    assert sorted(await bodies(small, 4)) == [(key, "") for key in "abcd"]


async def test_a_listener_that_falls_behind_loses_the_oldest(small: InProcessBus) -> None:
    async with small.listen("news") as heard:
        await small.publish([Message("news", "k", str(n).encode()) for n in range(10)])
        assert [(await anext(heard)).body for _ in range(3)] == [b"7", b"8", b"9"]


async def test_closing_wakes_all_who_wait(small: InProcessBus) -> None:
    taking = asyncio.create_task(small.take("empty", 1))
    await small.put([job("a"), job("b")])
    putting = asyncio.create_task(small.put([job("c")]))

    async def listen() -> list[Message]:
        async with small.listen("news") as heard:
            return [message async for message in heard]

    listening = asyncio.create_task(listen())
    await _turns()
    await small.publish([Message("news", "k", b"last")])
    await small.close()
    async with asyncio.timeout(20):
        for waiting in (taking, putting):
            with pytest.raises(BusyError, match="closed"):
                await waiting
        assert [m.body for m in await listening] == [b"last"]


async def test_a_closed_bus_says_so() -> None:
    bus = InProcessBus()
    with pytest.raises(BusyError, match="closed"):
        await bus.put([job("a")])
    with pytest.raises(BusyError, match="closed"):
        await bus.take(WORK, 1)
    with pytest.raises(BusyError, match="closed"):
        await bus.publish([job("a")])
    with pytest.raises(BusyError, match="closed"):
        async with bus.listen("news"):
            pass


async def test_keys_without_work_leave_nothing_in_memory() -> None:
    bus = InProcessBus()
    await bus.open()
    for n in range(1_000):
        await bus.put([job(f"k{n}")])
        await (await bus.take(WORK, 1)).done()
    assert bus.busy_keys(WORK) == 0
    await bus.close()
