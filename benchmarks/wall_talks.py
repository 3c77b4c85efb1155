"""Talks for a wall: many conversations under way at once, made of the shipped examples, with teams and agents."""

import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice

import httpx

from zhiyin.packs import load_conversations

TEAMS = ("售后一组", "售后二组", "投诉组", "VIP 专席", "夜班组")
AGENTS_A_TEAM = 8
BATCH = 500
BATCHES_A_SECOND = 10
EXAMPLES = load_conversations()
Event = dict[str, object]


class Talk:
    """One conversation that goes on for as long as it is asked to; the same seed gives the same talks."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self._example = EXAMPLES[number % len(EXAMPLES)]
        self._id = f"{self._example.scene[:2].upper()}-{number:05}"
        team = TEAMS[number % len(TEAMS)]
        self._facts = {**self._example.facts, "team": team, "agent": f"{team[:2]}-{chance.randrange(AGENTS_A_TEAM):02}"}
        self._said = 0

    def next(self, at: int) -> Event:
        """The next turn, said at ``at`` ms."""
        turn = self._example.turns[self._said % len(self._example.turns)]
        self._said += 1
        return {
            "event_id": f"{self._id}-{self._said}",
            "conversation_id": self._id,
            "role": turn.role.value,
            "at": at,
            "text": turn.say.reveal(),
            "scene": self._example.scene,
            "channel": self._example.channel,
            "facts": self._facts,
        }


def begin(address: str, talks: int, seed: int = 7) -> list[Talk]:
    """So many conversations, each a few turns in, the last of these within five minutes from now; sent to a service."""
    chance = random.Random(seed)
    made = [Talk(n, chance) for n in range(talks)]
    events = iter([event for talk in made for event in _opening(talk, chance)])
    with httpx.Client(base_url=address, timeout=120) as client:
        while batch := list(islice(events, BATCH)):
            answer = client.post("/v1/events", json={"events": batch})
            answer.raise_for_status()
        while client.get("/v1/overview").json()["unapplied"]:
            time.sleep(0.2)
    return made


def _opening(talk: Talk, chance: random.Random) -> Iterator[Event]:
    turns = chance.randint(2, 9)
    last = round(time.time() * 1000) - chance.randrange(300_000)
    return (talk.next(last - (turns - n - 1) * 15_000) for n in range(turns))


def go_on(address: str, talks: Sequence[Talk], per_second: float, seconds: float, seed: int = 11) -> int:
    """One turn each of talks taken by chance, ``per_second`` in all, in ten batches a second; how many were sent."""
    chance = random.Random(seed)
    sent, start = 0, time.perf_counter()
    with httpx.Client(base_url=address, timeout=30) as client:
        while (now := time.perf_counter()) - start < seconds:
            due = int((now - start) * per_second) - sent
            if due < per_second / BATCHES_A_SECOND:
                time.sleep(0.01)
                continue
            at = round(time.time() * 1000)
            events = [talk.next(at) for talk in chance.sample(talks, min(due, len(talks)))]
            client.post("/v1/events", json={"events": events}).raise_for_status()
            sent += len(events)
    return sent
