"""What somebody does to the table of the operation log by hand is found by the check, on both kinds of store."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from zhiyin.domain.audit_check import Broken
from zhiyin.engine.audit_log import PAGE, AuditLog
from zhiyin.store import SqlStore, engines, open_store
from zhiyin.store.address import parse
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.store_contract.audit import KEY, note

Tamper = Callable[[str], Awaitable[None]]
LogAndTamper = tuple[AuditLog, Tamper]


async def _filled(url: str) -> tuple[SqlStore, AuditLog]:
    store = open_store(url)
    await store.open()
    log = AuditLog(store, ManualClock(), KEY)
    await store.append_audit([note(n) for n in range(1, 6)], KEY)
    return store, log


def _by_hand(url: str) -> Tamper:
    async def run(statement: str) -> None:
        gate = engines.writing(parse(url, None), None)
        await gate.run(lambda connection: connection.execute(sa.text(statement)))
        await gate.close()

    return run


class Tampering:
    """``url`` names an empty store."""

    @pytest.fixture
    async def tampered(self, url: str) -> AsyncIterator[LogAndTamper]:
        """A log of five entries, and a hand that reaches its table."""
        store, log = await _filled(url)
        yield log, _by_hand(url)
        await store.close()

    @pytest.mark.parametrize(
        ("statement", "at", "why"),
        [
            ("UPDATE audit_log SET detail = 'nothing' WHERE sequence = 3", 3, Broken.CHANGED),
            ("UPDATE audit_log SET params = 'not json' WHERE sequence = 2", 2, Broken.CHANGED),
            ("DELETE FROM audit_log WHERE sequence = 3", 3, Broken.MISSING),
            ("DELETE FROM audit_log WHERE sequence = 1", 1, Broken.MISSING),
            ("DELETE FROM audit_log WHERE sequence > 3", 4, Broken.TRUNCATED),
            ("DELETE FROM audit_heads", 5, Broken.HEAD),
            ("UPDATE audit_heads SET kept_from = 3", 3, Broken.FOREIGN),
            (
                "INSERT INTO audit_log SELECT tenant, 6, at, 'mallory', role, how, asked, deed, params, status, "
                "detail, seal, digest, digest FROM audit_log WHERE sequence = 5",
                6,
                Broken.CHANGED,
            ),
        ],
    )
    async def test_what_was_done_by_hand_is_found(
        self, tampered: LogAndTamper, statement: str, at: int, why: Broken
    ) -> None:
        log, by_hand = tampered
        assert (await log.verify("acme")).whole
        await by_hand(statement)
        check = await log.verify("acme")
        assert (check.broken_at, check.why) == (at, why)

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM audit_log WHERE sequence > 3",
            "DELETE FROM audit_heads",
            "UPDATE audit_heads SET sequence = 2",
            "UPDATE audit_heads SET digest = ''",
        ],
    )
    async def test_the_log_goes_on_and_the_break_stays_to_be_seen(self, tampered: LogAndTamper, statement: str) -> None:
        log, by_hand = tampered
        await by_hand(statement)
        await log.did("acme", "later", "")
        check = await log.verify("acme")
        assert not check.whole
        assert check.broken_at is not None
        assert 3 <= check.broken_at <= 6

    async def test_a_head_moved_back_by_hand_lacks_the_right_mark(self, tampered: LogAndTamper) -> None:
        log, by_hand = tampered
        await by_hand("DELETE FROM audit_log WHERE sequence = 5")
        await by_hand("UPDATE audit_heads SET sequence = 4, digest = (SELECT digest FROM audit_log WHERE sequence = 4)")
        check = await log.verify("acme")
        assert (check.broken_at, check.why) == (4, Broken.HEAD)


class TestOnSqlite(Tampering):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path}/x.db"


class TestOnPostgres(Tampering):
    @pytest.fixture
    def url(self, postgres_emptied_url: str) -> str:
        return postgres_emptied_url


async def test_a_long_log_is_walked_page_by_page(tmp_path: Path) -> None:
    store, log = await _filled(f"sqlite:///{tmp_path}/x.db")
    await store.append_audit([note(n) for n in range(PAGE * 2)], KEY)
    check = await log.verify("acme")
    assert (check.whole, check.entries) == (True, PAGE * 2 + 5)
    assert await log.trim("acme", note(3).at, 100) == 2
    check = await log.verify("acme")
    assert (check.whole, check.first, check.entries) == (True, 3, PAGE * 2 + 3)
    await store.close()
