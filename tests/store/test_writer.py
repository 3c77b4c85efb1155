"""The writer: many callers share a commit, and each gets their own answer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from zhiyin.domain.errors import BusyError, ConflictError
from zhiyin.store.gate import ThreadGate
from zhiyin.store.writer import GROUP_ITEMS, Writer


def keep(connection: sa.Connection, items: Sequence[int]) -> list[str]:
    """Writes numbers; refuses a call that has a negative one, after having written it."""
    connection.execute(sa.text("INSERT INTO kept VALUES (:n)"), [{"n": n} for n in items])
    if any(n < 0 for n in items):
        raise ConflictError("negative")
    return [f"kept {n}" for n in items]


def keep_more(connection: sa.Connection, items: Sequence[int]) -> list[str]:
    return keep(connection, items)


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[ThreadGate]:
    options = {"isolation_level": None, "check_same_thread": False}
    engine = sa.create_engine(f"sqlite:///{tmp_path}/x.db", connect_args=options)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    gate = ThreadGate(engine, 1)
    await gate.run(lambda c: c.execute(sa.text("CREATE TABLE kept (n INTEGER PRIMARY KEY)")))
    yield gate
    await gate.close()


@pytest.fixture
async def writer(gate: ThreadGate) -> AsyncIterator[Writer]:
    writer = Writer(gate)
    writer.start()
    yield writer
    await writer.close()


async def kept(gate: ThreadGate) -> list[int]:
    return await gate.run(lambda c: list(c.execute(sa.text("SELECT n FROM kept ORDER BY n")).scalars()))


def count_commits(gate: ThreadGate) -> list[object]:
    commits: list[object] = []
    sa.event.listen(gate.engine, "commit", commits.append)
    return commits


async def test_many_callers_share_a_commit(writer: Writer, gate: ThreadGate) -> None:
    commits = count_commits(gate)
    answers = await asyncio.gather(*(writer.write(keep, [2 * n, 2 * n + 1]) for n in range(100)))
    assert answers == [[f"kept {2 * n}", f"kept {2 * n + 1}"] for n in range(100)]
    assert await kept(gate) == list(range(200))
    assert len(commits) <= 2


async def test_a_commit_does_not_grow_without_bound(writer: Writer, gate: ThreadGate) -> None:
    commits = count_commits(gate)
    size = GROUP_ITEMS // 2
    await asyncio.gather(*(writer.write(keep, range(n * size, (n + 1) * size)) for n in range(4)))
    assert len(commits) == 2


async def test_only_the_one_to_blame_gets_the_error(writer: Writer, gate: ThreadGate) -> None:
    calls = [
        writer.write(keep, [1, 2]),
        writer.write(keep, [3, -1]),
        writer.write(keep_more, [4]),
        writer.write(keep, [5]),
    ]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [a if isinstance(a, list) else type(a) for a in answers] == [
        ["kept 1", "kept 2"],
        ConflictError,
        ["kept 4"],
        ["kept 5"],
    ]
    assert await kept(gate) == [1, 2, 4, 5]


async def test_the_writer_outlives_errors(writer: Writer) -> None:
    for _ in range(3):
        with pytest.raises(ConflictError):
            await writer.write(keep, [-1])
    assert await writer.write(keep, [1]) == ["kept 1"]
    assert writer.alive


async def test_a_commit_that_fails_is_told_to_all(writer: Writer, gate: ThreadGate) -> None:
    def fail(_: sa.Connection) -> None:
        raise OSError("disk gone")

    sa.event.listen(gate.engine, "commit", fail)
    answers = await asyncio.gather(*(writer.write(keep, [n]) for n in range(3)), return_exceptions=True)
    assert [str(a) for a in answers] == ["disk gone"] * 3
    sa.event.remove(gate.engine, "commit", fail)
    assert await kept(gate) == []
    assert await writer.write(keep, [9]) == ["kept 9"]


async def test_a_writer_that_was_cancelled_can_be_closed_and_takes_no_more(gate: ThreadGate) -> None:
    writer = Writer(gate)
    writer.start()
    (task,) = (t for t in asyncio.all_tasks() if t.get_name() == "store-writer")
    task.cancel()
    await writer.close()
    assert not writer.alive
    with pytest.raises(BusyError):
        await writer.write(keep, [1])


async def test_nothing_is_written_for_nothing(writer: Writer, gate: ThreadGate) -> None:
    commits = count_commits(gate)
    assert await writer.write(keep, []) == []
    assert commits == []


async def test_what_waits_at_the_close_is_written(gate: ThreadGate) -> None:
    writer = Writer(gate)
    writer.start()
    writing = [asyncio.create_task(writer.write(keep, [n])) for n in range(10)]
    await asyncio.sleep(0)
    await writer.close()
    assert len(await asyncio.gather(*writing)) == 10
    with pytest.raises(BusyError):
        await writer.write(keep, [99])
    assert await kept(gate) == list(range(10))
