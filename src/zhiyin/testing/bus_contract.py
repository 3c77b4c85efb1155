"""Contract of the ``Bus`` seam, as tests. A back end proves itself by a class in its own test module:

    class TestMyBus(BusContract):
        @pytest.fixture
        async def bus(self) -> AsyncIterator[Bus]: ...

The bus is open, empty, and gives batches back after ``LEASE_S``. Nothing here leans on more than a message system with
one message in flight per partition can do: one batch may hold fewer messages than were asked for.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

from zhiyin.seams import Bus, Message

LEASE_S = 0.2
"""Lease that the fixture sets, in seconds: short, because some tests wait for its end."""

WORK = "work"
PATIENCE_S = 20.0
"""A test that waits longer than this has failed; no test passes by waiting."""


def job(key: str, body: str = "") -> Message:
    return Message(WORK, key, body.encode())


async def bodies(bus: Bus, count: int) -> list[tuple[str, str]]:
    """Work off ``count`` messages, one batch after the other; (key, body) in the order in which they came."""
    got: list[tuple[str, str]] = []
    async with asyncio.timeout(PATIENCE_S):
        while len(got) < count:
            batch = await bus.take(WORK, 10)
            got.extend((m.key, m.body.decode()) for m in batch.messages)
            await batch.done()
    return got


async def gives_nothing(bus: Bus, quiet_s: float = 0.0) -> bool:
    """Whether nobody is given work within ``quiet_s`` (0: within some turns of the loop)."""
    taking = asyncio.create_task(bus.take(WORK, 10))
    for _ in range(20):
        await asyncio.sleep(quiet_s / 20)
    taking.cancel()
    (answer,) = await asyncio.gather(taking, return_exceptions=True)
    return isinstance(answer, asyncio.CancelledError)


class WorkContract:
    quiet_s: float = 0.0
    """How long to listen before believing that there is nothing; a back end behind a network needs more than 0."""

    async def test_messages_of_a_key_come_in_order(self, bus: Bus) -> None:
        await bus.put([job(key, str(n)) for n in range(20) for key in "ab"])
        got = await bodies(bus, 40)
        for key in "ab":
            assert [body for k, body in got if k == key] == [str(n) for n in range(20)]

    async def test_a_batch_has_each_key_once_and_no_more_than_asked_for(self, bus: Bus) -> None:
        await bus.put([job(key, str(n)) for key in "abcdef" for n in range(2)])
        batch = await bus.take(WORK, 4)
        keys = [m.key for m in batch.messages]
        assert 1 <= len(keys) <= 4
        assert len(set(keys)) == len(keys)
        await batch.done()

    async def test_a_key_in_work_is_given_to_nobody_else(self, bus: Bus) -> None:
        await bus.put([job("a", "1"), job("a", "2")])
        batch = await bus.take(WORK, 10)
        assert await gives_nothing(bus, self.quiet_s)
        await batch.done()
        assert await bodies(bus, 1) == [("a", "2")]

    async def test_other_keys_go_on_meanwhile(self, bus: Bus) -> None:
        await bus.put([job("a")])
        held = await bus.take(WORK, 1)
        await bus.put([job("b")])
        assert await bodies(bus, 1) == [("b", "")]
        await held.done()

    async def test_a_taker_waits_for_work(self, bus: Bus) -> None:
        taking = asyncio.create_task(bus.take(WORK, 1))
        await asyncio.sleep(0)
        assert not taking.done()
        await bus.put([job("a", "1")])
        async with asyncio.timeout(PATIENCE_S):
            batch = await taking
        assert [m.body for m in batch.messages] == [b"1"]
        await batch.done()

    async def test_what_is_given_back_comes_again_before_the_rest(self, bus: Bus) -> None:
        await bus.put([job("a", "1"), job("a", "2")])
        batch = await bus.take(WORK, 1)
        await batch.again()
        assert await bodies(bus, 2) == [("a", "1"), ("a", "2")]

    async def test_a_batch_whose_lease_ends_is_given_to_another(self, bus: Bus) -> None:
        await bus.put([job("a", "1"), job("a", "2")])
        lost = await bus.take(WORK, 1)
        async with asyncio.timeout(PATIENCE_S):
            found = await bus.take(WORK, 1)
        assert list(found.messages) == list(lost.messages)
        # The first worker comes back: it holds nothing any more, so nothing happens.
        await lost.done()
        await lost.again()
        assert await gives_nothing(bus, self.quiet_s)
        await found.done()
        assert await bodies(bus, 1) == [("a", "2")]

    async def test_a_message_that_comes_while_its_key_is_in_work_is_not_lost(self, bus: Bus) -> None:
        await bus.put([job("a", "same")])
        batch = await bus.take(WORK, 1)
        await bus.put([job("a", "same")])
        await batch.done()
        assert await bodies(bus, 1) == [("a", "same")]

    async def test_a_cancelled_taker_takes_nothing_with_it(self, bus: Bus) -> None:
        assert await gives_nothing(bus, self.quiet_s)
        await bus.put([job("a", "1")])
        assert await bodies(bus, 1) == [("a", "1")]

    async def test_subjects_are_apart(self, bus: Bus) -> None:
        await bus.put([Message("elsewhere", "a", b"1")])
        assert await gives_nothing(bus, self.quiet_s)

    async def test_many_workers_do_all_work_once_and_in_order(self, bus: Bus) -> None:
        done: list[tuple[str, str]] = []
        working: Counter[str] = Counter()

        async def work() -> None:
            while True:
                batch = await bus.take(WORK, 3)
                for message in batch.messages:
                    working[message.key] += 1
                    assert working[message.key] == 1
                    await asyncio.sleep(0)
                    done.append((message.key, message.body.decode()))
                    working[message.key] -= 1
                await batch.done()
                if len(done) == 200:
                    finished.set()

        finished = asyncio.Event()
        workers = [asyncio.create_task(work()) for _ in range(5)]
        for n in range(20):
            await bus.put([job(f"k{k}", f"{n:02}") for k in range(10)])
        async with asyncio.timeout(PATIENCE_S):
            await finished.wait()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        assert sorted(done) == sorted((f"k{k}", f"{n:02}") for k in range(10) for n in range(20))
        for k in range(10):
            of_key = [body for key, body in done if key == f"k{k}"]
            assert of_key == sorted(of_key)


class NewsContract:
    quiet_s: float = 0.0

    async def test_all_listeners_hear_all_in_order(self, bus: Bus) -> None:
        async with bus.listen("news") as one, bus.listen("news") as two:
            await bus.publish([Message("news", "k", str(n).encode()) for n in range(3)])
            for heard in (one, two):
                assert await _hear(heard, 3) == ["0", "1", "2"]

    async def test_who_comes_later_hears_what_comes_later(self, bus: Bus) -> None:
        await bus.publish([Message("news", "k", b"before")])
        async with bus.listen("news") as heard:
            await bus.publish([Message("news", "k", b"after"), Message("other", "k", b"other")])
            await bus.publish([Message("news", "k", b"last")])
            assert await _hear(heard, 2) == ["after", "last"]

    async def test_a_slow_listener_holds_up_nobody_and_keeps_the_newest(self, bus: Bus) -> None:
        async with bus.listen("news") as slow:
            async with asyncio.timeout(PATIENCE_S):
                await bus.publish([Message("news", "k", str(n).encode()) for n in range(5_000)])
            last, heard = "", 0
            while last != "4999":
                (last,) = await _hear(slow, 1)
                heard += 1
            assert heard <= 5_000

    async def test_one_who_left_is_not_told(self, bus: Bus) -> None:
        async with bus.listen("news"):
            pass
        await bus.publish([Message("news", "k", b"1")])
        async with bus.listen("news") as heard:
            await bus.publish([Message("news", "k", b"2")])
            assert await _hear(heard, 1) == ["2"]

    async def test_work_is_no_news_and_news_no_work(self, bus: Bus) -> None:
        async with bus.listen(WORK) as heard:
            await bus.put([job("a", "work")])
            await bus.publish([job("a", "news")])
            assert await _hear(heard, 1) == ["news"]
        assert await bodies(bus, 1) == [("a", "work")]
        assert await gives_nothing(bus, self.quiet_s)


class BusContract(WorkContract, NewsContract):
    """Every part of the contract."""


async def _hear(heard: AsyncIterator[Message], count: int) -> list[str]:
    async with asyncio.timeout(PATIENCE_S):
        return [(await anext(heard)).body.decode() for _ in range(count)]
