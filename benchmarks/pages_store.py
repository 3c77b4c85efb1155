"""A made-up store of any size for ``pages.py``: three months of talks, written by the store's own row functions."""

import asyncio
import random
import time
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import sqlalchemy as sa

from zhiyin.app.summing import summing_of
from zhiyin.config import Config
from zhiyin.domain.alarm import Alarm
from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind
from zhiyin.domain.conversation import Conversation, Turn
from zhiyin.domain.features import ContextTurn
from zhiyin.domain.ledger import Ledger
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import CoursePoint
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Facts, Masked, Origin, Role
from zhiyin.pipeline.summing import Summing
from zhiyin.store import engines, open_store
from zhiyin.store.address import parse
from zhiyin.store.codec import (
    RowValues,
    business_outcome_row,
    carried_body,
    conversation_row,
    event_row,
    outcome_row,
)
from zhiyin.store.event_counts import count_events
from zhiyin.store.ledger import write_ledger
from zhiyin.store.tables import business_outcomes, conversations, events, outcomes
from zhiyin.testing import samples

TENANT = "default"
DAYS = 90
DAY_MS = 86_400_000
TEMPLATES = 2_000
PAGE = 1_000
"""Conversations a transaction."""
_SCENES = {"ecommerce": 5, "finance": 2, "government": 2, "medical": 1}
_CHANNELS = {"wechat": 4, "app": 3, "web": 2, "phone": 1}
_TEAMS = {"一组": 3, "二组": 2, "夜班": 1}
_HOURS = (1, 1, 1, 1, 1, 1, 2, 4, 8, 12, 13, 11, 9, 10, 12, 12, 11, 9, 8, 9, 10, 8, 5, 2)
"""How busy each hour of the day is, in China."""
_SAID = {
    Polarity.NEGATIVE: (
        ("等了三天快递还没到，你们到底管不管", "还没到"),
        ("质量太差了，用一次就坏了", "太差了"),
        ("客服一直不理人，我要投诉", "不理人"),
        ("说好退款，钱呢？一直敷衍我", "敷衍"),
        ("多收了手续费，扣款也不说一声", "多收"),
        ("排队两个小时，材料还说不齐", "排队"),
    ),
    Polarity.NEUTRAL: (("我想问一下订单什么时候发货", ""), ("好的，我看看", ""), ("预约要带什么证件", "")),
    Polarity.POSITIVE: (("谢谢，处理得很快", "很快"), ("好的，非常满意", "满意")),
}
_ANSWERS = ("您好，马上为您查询", "已经为您登记，请稍候", "给您添麻烦了，非常抱歉")
_WHEN = list(accumulate(_HOURS))


@dataclass(frozen=True, slots=True)
class Talk:
    conversation: Conversation
    turns: tuple[Turn, ...]


def templates(until: int, seed: int = 7) -> list[Talk]:
    """Talks of one day; every other one of the store is one of these, some days earlier, under another name."""
    chance = random.Random(seed)
    return [_talk(n, _moment(chance, until), chance) for n in range(TEMPLATES)]


def _moment(chance: random.Random, until: int) -> int:
    hour = bisect(_WHEN, chance.random() * _WHEN[-1])
    return (until // DAY_MS - 1) * DAY_MS + (hour - 8) * 3_600_000 + chance.randrange(3_600_000)


def _talk(n: int, opened: int, chance: random.Random) -> Talk:
    ref = ConversationRef(TENANT, f"talk-{n:07}")
    scene, channel, team = (_pick(chance, weights) for weights in (_SCENES, _CHANNELS, _TEAMS))
    upset = chance.random() * 0.6 * (1.5 if channel == "phone" else 1)
    at, mood, tier, made = opened, 0.0, Tier.NONE, list[Turn]()
    for place in range(chance.randint(8, 16)):
        role = Role.AGENT if place % 2 else Role.CUSTOMER
        facts: Facts = {"team": team} if place == 0 else {}
        origin = Origin(ref, f"{ref.id}-{place:02}", role, at, scene=scene, channel=channel, facts=facts)
        reading, text = _said(origin, chance, upset) if role is Role.CUSTOMER else (None, chance.choice(_ANSWERS))
        if reading:
            mood += 0.4 * (reading.valence - mood)
            tier = list(Tier)[(mood < -0.25) + (mood < -0.45) + (mood < -0.6)]
        masked = Masked(origin, SafeText(text))
        risk = Risk(min(0.95, max(0.02, 0.4 - mood / 2)), tier, reading.reasons if reading else ())
        made.append(Turn(masked, replace(samples.outcome(masked, place + 1), reading=reading, mood=mood, risk=risk)))
        at += int(1000 * chance.lognormvariate(3.6 if role is Role.CUSTOMER else 3.0, 1.0))
    last = made[-1].outcome
    assert last
    base = samples.conversation(ref, len(made), last_at=last.at, risk=last.risk.probability, tier=tier, scene=scene)
    state = replace(
        base.state,
        mood=mood,
        turns=len(made),
        alarms=_alarms(made),
        course=tuple(_point(t) for t in made if t.outcome and t.outcome.reading),
        context=tuple(ContextTurn(t.masked.origin.role, t.masked.text) for t in made[-6:]),
    )
    return Talk(replace(base, channel=channel, opened_at=opened, state=state), tuple(made))


def _alarms(turns: Sequence[Turn]) -> tuple[Alarm, ...]:
    """The first turn of each tier of warning."""
    first: dict[Tier, Alarm] = {}
    for place, outcome in enumerate((t.outcome for t in turns), start=1):
        if outcome and outcome.risk.tier is not Tier.NONE:
            tier = outcome.risk.tier
            first.setdefault(tier, Alarm(tier, outcome.at, place, outcome.risk.probability))
    return tuple(sorted(first.values(), key=lambda alarm: alarm.at))


def _point(turn: Turn) -> CoursePoint:
    outcome = turn.outcome
    assert outcome
    assert outcome.reading
    read = outcome.reading
    name = turn.masked.origin.event_id
    return CoursePoint(name, outcome.at, read.valence, read.emotion, read.intensity, False, outcome.mood)


def _said(origin: Origin, chance: random.Random, upset: float) -> tuple[Reading, str]:
    drawn = chance.random()
    polarity = Polarity.NEGATIVE if drawn < upset else Polarity.POSITIVE if drawn > 0.9 else Polarity.NEUTRAL
    text, word = chance.choice(_SAID[polarity])
    start = text.find(word) if word else -1
    named = (Reason(ReasonKind.WORDS, "w", 1.2, word, (start, start + len(word)), origin.event_id),) if word else ()
    emotion = chance.choice(list(Emotion))
    reading = replace(
        samples.reading(),
        polarity=polarity,
        polarity_probs={p: 0.8 if p is polarity else 0.1 for p in Polarity},
        emotion=emotion,
        emotions=dict.fromkeys(Emotion, 1 / 11),
        intensity=round(chance.random(), 3),
        reasons=named,
    )
    return reading, text


def _pick(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


@dataclass(frozen=True, slots=True)
class Template:
    """A talk as rows and counts, once."""

    conversation: Conversation
    summed: str
    said: tuple[RowValues, ...]
    led_to: tuple[RowValues, ...]
    ledger: Ledger

    @classmethod
    def of(cls, talk: Talk, summer: Summing) -> "Template":
        ledger = Ledger()
        carried = summer.count(None, talk.turns, ledger)
        return cls(
            talk.conversation,
            carried_body(carried),
            tuple({**event_row(t.masked, t.masked.origin.at), "applied_at": t.masked.origin.at} for t in talk.turns),
            tuple(outcome_row(t.outcome) for t in talk.turns if t.outcome),
            ledger,
        )

    def moved(self, name: str, days: int, into: "Page") -> None:
        """The same so many days earlier: in a zone without summer time all cells move alike."""
        by = -days * DAY_MS
        held = replace(self.conversation, ref=ConversationRef(TENANT, name), opened_at=self.conversation.opened_at + by)
        alarms = tuple(replace(alarm, at=alarm.at + by) for alarm in held.state.alarms)
        held = replace(held, state=replace(held.state, last_at=held.state.last_at + by, alarms=alarms))
        customer = f"c-{sha256(name[:-1].encode()).hexdigest()[:16]}"
        into.conversations.append({**conversation_row(held), "customer": customer, "summed": self.summed})
        into.outcomes_of(held, customer)
        for place, (said, led_to) in enumerate(zip(self.said, self.led_to, strict=True)):
            at = int(said["at"] or 0) + by
            named: RowValues = {"conversation": name, "event_id": f"{name}-{place:02}", "at": at}
            into.events.append({**said, **named, "received_at": at, "applied_at": at})
            into.outcomes.append({**led_to, **named})
        into.add(self.ledger, name, by)


@dataclass(slots=True)
class Page:
    conversations: list[RowValues] = field(default_factory=list)
    events: list[RowValues] = field(default_factory=list)
    outcomes: list[RowValues] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    came_back: list[RowValues] = field(default_factory=list)

    def outcomes_of(self, talk: Conversation, customer: str) -> None:
        """Of every fourth talk an outcome comes back, of every fifth of these by the customer alone."""
        n = int(talk.ref.id[-7:])
        if n % 4:
            return
        bad = n % 100 < 100 * talk.risk.probability
        at = talk.state.last_at + 3_600_000 * (1 + n % 48)
        named = talk.ref.id if n % 5 else None
        value = 1.0 if bad else 5.0
        back = BusinessOutcome(TENANT, f"o-{n}", named, customer, OutcomeKind.RATING, value, bad, at)
        self.came_back.append(business_outcome_row(back, at))

    def add(self, of: Ledger, name: str, by: int) -> None:
        said = [replace(w, conversation=name, event_id=name + w.event_id[-3:], at=w.at + by) for w in of.said]
        moved = Ledger(
            {(k[0], k[1] + by, k[2], k[3], k[4]): counts for k, counts in of.moods.items()},
            Counter({(key[0], key[1] + by, *key[2:]): count for key, count in of.waits.items()}),
            {(t, at + by, scene, topic): counts for (t, at, scene, topic), counts in of.topics.items()},
            {(t, at + by, scene, word): counts for (t, at, scene, word), counts in of.words.items()},
            said,
        )
        self.ledger.add(moved)

    def write(self, connection: sa.Connection, summer: Summing) -> None:
        connection.execute(sa.insert(events), self.events)
        count_events(connection, {TENANT: len(self.events)})
        connection.execute(sa.insert(outcomes), self.outcomes)
        connection.execute(sa.insert(conversations), self.conversations)
        if self.came_back:
            connection.execute(sa.insert(business_outcomes), self.came_back)
        write_ledger(connection, self.ledger, summer.day_of)


async def fill(url: str, turns: int) -> float:
    """Seconds it took. The store must be empty, or hold as much already (then it is left alone)."""
    summer = summing_of(Config())
    store = open_store(url, summer=summer)
    await store.open()
    held = (await store.counts(TENANT))["events"]
    await store.begin_counting()
    await store.close()
    if held >= turns * 0.9:
        return 0.0
    begun = time.perf_counter()
    made = [Template.of(talk, summer) for talk in templates(int(time.time() * 1000))]
    gate = engines.writing(parse(url, None), None)
    try:
        for page in pages(made, turns // 12):
            await gate.run(partial(page.write, summer=summer))
        if not url.startswith("sqlite"):
            await gate.run(lambda connection: connection.execute(sa.text("ANALYZE")))
    finally:
        await gate.close()
    return time.perf_counter() - begun


def pages(made: Sequence[Template], talks: int) -> Iterator[Page]:
    """``talks`` of them, the earliest day first, a thousand at once."""
    chance = random.Random(11)
    page = Page()
    for n in range(talks):
        chance.choice(made).moved(f"talk-{n:07}", DAYS - 1 - n * DAYS // talks, page)
        if len(page.conversations) >= PAGE:
            yield page
            page = Page()
    if page.conversations:
        yield page


if __name__ == "__main__":
    import sys

    print(f"{asyncio.run(fill(sys.argv[1], int(sys.argv[2]))):.0f} s, {Path(sys.argv[1]).name}")
