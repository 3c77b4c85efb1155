"""Hashes a few at a time, and limits on guessing."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.errors import BusyError
from zhiyin.engine.people.hasher import Hasher
from zhiyin.engine.people.session_desk import csrf_of, digest_of
from zhiyin.engine.people.sign_in_gate import GateLimits, SignInGate
from zhiyin.testing.clock import ManualClock

MINUTE = 60_000


class Failures:
    """In memory; the store's own are tested by its contract."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str, int]] = []

    async def note_failure(self, login: str, address: str, at: int, forget_before: int) -> None:
        self.kept = [f for f in self.kept if f[2] >= forget_before] + [(login, address, at)]

    async def failures(self, login: str, address: str, since: int) -> list[tuple[str, str, int]]:
        return [f for f in self.kept if (f[0] == login or f[1] == address) and f[2] >= since]

    async def forget_failures(self, login: str, address: str) -> None:
        self.kept = [f for f in self.kept if f[:2] != (login, address)]


async def _fail(gate: SignInGate, login: str, address: str) -> None:
    async with gate.attempt(login, address):
        await gate.failed(login, address)


async def test_a_hash_fits_its_password_only_and_nobody_has_none() -> None:
    hasher = Hasher()
    hashed = await hasher.hash("一句好记的长话")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await hasher.fits(hashed, "一句好记的长话")
    assert not await hasher.fits(hashed, "另一句好记的话")
    assert not await hasher.fits("", "一句好记的长话")
    assert not await hasher.fits("not a hash", "一句好记的长话")
    assert not hasher.outdated(hashed)
    assert hasher.outdated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$" + "A" * 43)


async def test_a_flood_of_hashes_is_turned_away() -> None:
    hasher = Hasher(at_once=1, waiting=1)
    answers = await asyncio.gather(*(hasher.fits("not a hash", str(n)) for n in range(5)), return_exceptions=True)
    assert [type(a).__name__ for a in answers] == ["bool", "bool", "BusyError", "BusyError", "BusyError"]
    assert not await hasher.fits("not a hash", "later"), "and let in again afterwards"


async def test_the_window_slides() -> None:
    clock = ManualClock()
    gate = SignInGate(Failures(), clock)
    for _ in range(5):
        await _fail(gate, "ann", "1")
        clock.move(MINUTE)
    with pytest.raises(BusyError, match="10 min") as told:
        await _fail(gate, "ann", "1")
    assert told.value.retry_after == 10 * 60
    await _fail(gate, "ann", "2")
    clock.move(10 * MINUTE + 1)
    await _fail(gate, "ann", "1")


async def test_a_login_name_and_an_address_have_limits_of_their_own() -> None:
    limits = GateLimits(login_from_address=2, login=3, address=4)
    gate = SignInGate(Failures(), ManualClock(), limits)
    for address in "123":
        await _fail(gate, "ann", address)
    with pytest.raises(BusyError):
        await _fail(gate, "ann", "4")
    for login in ("bo", "cy", "di"):
        await _fail(gate, login, "1")
    with pytest.raises(BusyError):
        await _fail(gate, "ed", "1")
    await _fail(gate, "ed", "5")


async def test_signing_in_forgets_the_failures_before() -> None:
    gate = SignInGate(Failures(), ManualClock())
    for _ in range(3):
        for _ in range(4):
            await _fail(gate, "ann", "1")
        await gate.passed("ann", "1")


async def test_attempts_at_the_same_moment_do_not_get_past_the_limit_together() -> None:
    gate = SignInGate(Failures(), ManualClock())
    inside, most = 0, 0

    async def attempt() -> None:
        nonlocal inside, most
        async with gate.attempt("ann", "1"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            await gate.failed("ann", "1")
            inside -= 1

    answers = await asyncio.gather(*(attempt() for _ in range(30)), return_exceptions=True)
    assert sum(a is None for a in answers) <= 5
    assert most <= 5


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_neither_digest_nor_csrf_token_tells_the_session_token(one: str, other: str) -> None:
    assert digest_of(one) != csrf_of(one)
    assert (csrf_of(one) == csrf_of(other)) == (one == other)
    assert len(one) < 8 or (one not in csrf_of(one) and one not in digest_of(one))
