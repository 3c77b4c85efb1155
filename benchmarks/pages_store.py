"""A made-up store of any size for ``pages.py``: three months of talks, written by the store's own row functions."""

import asyncio
import random
import time
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from pathlib import Path

import sqlalchemy as sa

from zhiyin.app.summing import summing_of
from zhiyin.config import Config
from zhiyin.domain.conversation import Conversation, Turn
from zhiyin.domain.ledger import Ledger
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Facts, Masked, Origin, Role
from zhiyin.pipeline.summing import Summing
from zhiyin.store import engines, open_store
from zhiyin.store.address import parse
from zhiyin.store.codec import RowValues, carried_body, conversation_row, event_row, outcome_row
from zhiyin.store.ledger import write_ledger
from zhiyin.store.tables import conversations, events, outcomes
from zhiyin.testing import samples

TENANT = "default"
DAYS = 90
DAY_MS = 86_400_000
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


def talks(turns: int, until: int, seed: int = 7) -> Iterator[Talk]:
    """In the order in which they began, so that many share an hour; ``turns`` of them in all, at least."""
    chance = random.Random(seed)
    count = turns // 12
    opened = sorted(_moment(chance, until) for _ in range(count))
    for n, at in enumerate(opened):
        yield _talk(n, at, chance)


def _moment(chance: random.Random, until: int) -> int:
    day = until // DAY_MS - 1 - int(DAYS * chance.random())
    hour = bisect(_WHEN, chance.random() * _WHEN[-1])
    return day * DAY_MS + (hour - 8) * 3_600_000 + chance.randrange(3_600_000)


def _talk(n: int, opened: int, chance: random.Random) -> Talk:
    ref = ConversationRef(TENANT, f"talk-{n:07}")
    scene, channel, team = (_pick(chance, weights) for weights in (_SCENES, _CHANNELS, _TEAMS))
    upset = chance.random() * 0.6 * (1.5 if channel == "phone" else 1)
    at, mood, tier, made = opened, 0.0, Tier.NONE, []
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
    state = replace(base.state, mood=mood, turns=len(made))
    return Talk(replace(base, channel=channel, opened_at=opened, state=state), tuple(made))


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


async def fill(url: str, turns: int) -> float:
    """Seconds it took. The store must be empty, or hold at least as much already (then it is left alone)."""
    config = Config()
    summer = summing_of(config)
    store = open_store(url, summer=summer)
    await store.open()
    held = (await store.counts(TENANT))["events"]
    await store.begin_counting()
    await store.close()
    if held >= turns * 0.9:
        return 0.0
    begun = time.perf_counter()
    gate = engines.writing(parse(url, None), None)
    source = talks(turns, int(time.time() * 1000))
    try:
        while page := list(islice(source, PAGE)):
            await gate.run(lambda connection, page=page: _write(connection, page, summer))
        if not url.startswith("sqlite"):
            await gate.run(lambda connection: connection.execute(sa.text("ANALYZE")))
    finally:
        await gate.close()
    return time.perf_counter() - begun


def _write(connection: sa.Connection, page: list[Talk], summer: Summing) -> None:
    ledger = Ledger()
    held: list[RowValues] = []
    for talk in page:
        carried = summer.count(None, talk.turns, ledger)
        held.append({**conversation_row(talk.conversation), "summed": carried_body(carried)})
    turns = [turn for talk in page for turn in talk.turns]
    said = [{**event_row(turn.masked, turn.masked.origin.at), "applied_at": turn.masked.origin.at} for turn in turns]
    connection.execute(sa.insert(events), said)
    connection.execute(sa.insert(outcomes), [outcome_row(turn.outcome) for turn in turns if turn.outcome])
    connection.execute(sa.insert(conversations), held)
    write_ledger(connection, ledger, summer.day_of)


if __name__ == "__main__":
    import sys

    print(f"{asyncio.run(fill(sys.argv[1], int(sys.argv[2]))):.0f} s, {Path(sys.argv[1]).name}")
