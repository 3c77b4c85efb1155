from hypothesis import given
from hypothesis import strategies as st

from zhiyin.actions.schedule import HOUR, JITTER, LONGEST_WAIT, SCHEDULE, delay


def test_is_the_schedule_of_standard_webhooks() -> None:
    assert [ms / 1000 for ms in SCHEDULE] == [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]


@given(st.text(), st.integers(0, 9), st.integers(0, 10 * LONGEST_WAIT))
def test_lies_near_the_plan_or_at_the_receivers_wish(key: str, attempts: int, wish: int) -> None:
    wait = delay(key, attempts, wish)
    assert wait is not None
    assert wait >= min(wish, LONGEST_WAIT)
    assert wait >= SCHEDULE[attempts] * (1 - JITTER) - 1
    assert wait <= max(SCHEDULE[attempts] * (1 + JITTER) + 1, LONGEST_WAIT)


@given(st.text(), st.integers(0, 20))
def test_is_the_same_each_time(key: str, attempts: int) -> None:
    assert delay(key, attempts) == delay(key, attempts)


def test_spreads_many_actions() -> None:
    waits = {delay(f"a{n}", 4) for n in range(200)}
    assert len(waits) > 190


def test_ends_after_the_last_attempt() -> None:
    assert delay("a", 9) is not None
    assert delay("a", 10, wish=HOUR) is None
