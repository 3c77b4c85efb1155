"""Agent-hours: who is occupied when, what counts once, and what gives no time at all."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.connectors.history import as_turn
from zhiyin.domain.conversation import Turn
from zhiyin.domain.text import SafeText
from zhiyin.domain.trial import AgentTime
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role, Scalar
from zhiyin.engine.agent_clock import AgentClock

MINUTE = 60_000
Said = tuple[Role, float, Scalar | None]
A, C = Role.AGENT, Role.CUSTOMER


def course(*said: Said, tenant: str = "t") -> list[Turn]:
    """(who, minute, the fact ``agent`` if any) each."""
    return [
        as_turn(
            Masked(
                Origin(
                    ConversationRef(tenant, "c"),
                    f"e{n}",
                    role,
                    round(minute * MINUTE),
                    facts={} if agent is None else {"agent": agent},
                ),
                SafeText("好"),
            ),
            n,
            None,
        )
        for n, (role, minute, agent) in enumerate(said)
    ]


def time_of(*courses: Sequence[Turn]) -> AgentTime:
    clock = AgentClock()
    for one in courses:
        clock.add(one)
    return clock.time()


def test_an_agent_is_occupied_from_the_first_to_the_last_turn_of_its_own() -> None:
    found = time_of(course((C, 0, None), (A, 10, "a1"), (C, 20, None), (A, 40, None), (C, 90, None)))
    assert found == AgentTime(hours=0.5, agents=1)


def test_overlapping_conversations_of_one_agent_count_once_and_of_two_twice() -> None:
    first, second = course((A, 0, "a1"), (A, 60, "a1")), course((A, 30, "a1"), (A, 90, "a1"))
    assert time_of(first, second) == time_of(second, first) == AgentTime(hours=1.5, agents=1)
    other = course((A, 30, "a2"), (A, 90, "a2"))
    assert time_of(first, other) == AgentTime(hours=2.0, agents=2)
    assert time_of(first, course((A, 0, "a1"), (A, 60, "a1"), tenant="u")).hours == 2.0


def test_without_a_name_each_conversation_counts_on_its_own() -> None:
    alone = course((A, 0, None), (A, 30, None))
    assert time_of(alone, alone) == AgentTime(hours=1.0, unnamed=2)


def test_a_conversation_handed_over_occupies_both_agents_in_turn() -> None:
    found = time_of(course((C, 0, "a1"), (A, 0, None), (A, 30, None), (A, 60, 7), (A, 90, 7), (C, 95, True)))
    assert found == AgentTime(hours=1.0, agents=2)


def test_turns_at_one_moment_and_conversations_without_agents_give_no_time() -> None:
    found = time_of(course((A, 0, None), (A, 0, None)), course((A, 5, "a1")), course((C, 0, None), (Role.BOT, 9, None)))
    assert found == AgentTime(hours=0.0, agents=1, unnamed=1, untimed=2, absent=1)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 30)), min_size=1, max_size=300), st.randoms())
def test_busy_minutes_are_those_that_some_conversation_covers(
    spans: list[tuple[int, int]], chance: random.Random
) -> None:
    courses = [course((A, start, "a1"), (A, start + length, "a1")) for start, length in spans]
    covered = {minute for start, length in spans for minute in range(start, start + length)}
    assert round(time_of(*courses).hours * 60) == len(covered)
    shuffled = chance.sample(courses, len(courses))
    assert time_of(*shuffled) == time_of(*courses)
