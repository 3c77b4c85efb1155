"""Summed talks: made-up conversations in any order of arrival, applied as the engine does, for the summaries."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from zhiyin.domain.conversation import Step, Turn
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Kind, Masked, Origin, Role
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0

HOUR_MS = 3_600_000
_TEXTS = ("快递还没到", "我要退款", "好的谢谢", "退钱！快递也没到", "嗯")


def said(chance: random.Random, ref: ConversationRef, n: int) -> Masked:
    """Some event of a conversation: any role, within 30 hours, now and then with a team."""
    role, silent = (
        chance.choice([Role.CUSTOMER, Role.CUSTOMER, Role.AGENT, Role.BOT, Role.SYSTEM]),
        chance.random() < 0.1,
    )
    facts = {"team": chance.choice(["售前", "售后"])} if chance.random() < 0.3 else {}
    origin = Origin(
        ref,
        f"e{n}",
        role,
        T0 + chance.randrange(30 * HOUR_MS),
        Kind.SILENCE if silent else Kind.MESSAGE,
        channel=chance.choice(["chat", "phone"]),
        facts=facts,
    )
    return Masked(origin, SafeText("" if silent else chance.choice(_TEXTS)))


def led_to(masked: Masked, sequence: int, seed: int) -> Outcome:
    """What the event leads to at this place of its conversation: the same for the same place."""
    chance = random.Random(f"{seed}{masked.origin.event_id}{sequence}")
    read = masked.origin.role is Role.CUSTOMER and masked.origin.kind is Kind.MESSAGE
    tier = chance.choice(list(Tier))
    plain = samples.outcome(masked, sequence)
    reading = _reading(masked, chance) if read else None
    return replace(plain, reading=reading, mood=chance.uniform(-1, 1), risk=Risk(0.5, tier, ()))


def _reading(masked: Masked, chance: random.Random) -> Reading:
    polarity = chance.choice(list(Polarity))
    probs = {p: 0.8 if p is polarity else 0.1 for p in Polarity}
    end = min(3, len(masked.text))
    reason = Reason(ReasonKind.WORDS, polarity.value, 1.0, masked.text[:end], (0, end), masked.origin.event_id)
    return replace(
        samples.reading(),
        polarity=polarity,
        polarity_probs=probs,
        emotion=chance.choice(list(Emotion)),
        intensity=chance.random(),
        unsure=chance.random() < 0.2,
        reasons=(reason,),
    )


@dataclass(slots=True)
class Talk:
    """One conversation as the engine would carry it through a store."""

    ref: ConversationRef
    seed: int
    version: int = 0
    applied: list[Masked] = field(default_factory=list)

    def turns(self) -> list[Turn]:
        return [Turn(m, led_to(m, n, self.seed)) for n, m in enumerate(self.applied, start=1)]

    def arrive(self, new: Sequence[Masked]) -> Step:
        """The step after ``new`` events: goes on where they all come last, starts over where one is late."""
        known = {m.origin.event_id for m in self.applied}
        fresh = sorted((m for m in new if m.origin.event_id not in known), key=lambda m: m.origin.order)
        late = bool(self.applied) and fresh[0].origin.order <= self.applied[-1].origin.order
        before = len(self.applied)
        self.applied = sorted([*self.applied, *fresh], key=lambda m: m.origin.order)
        self.version += 1
        outcomes = [t.outcome for t in self.turns()[0 if late else before :] if t.outcome]
        base = samples.conversation(self.ref, self.version, last_at=self.applied[-1].origin.at)
        # As the engine does, and as those do who cannot tell what was said.
        told = tuple(fresh) if not late and self.version % 2 else ()
        return Step(replace(base, opened_at=self.applied[0].origin.at), tuple(outcomes), late, told)


async def play(store: Store, talks: Sequence[Talk], seed: int, events: int = 8) -> None:
    """Let events of all talks arrive in any order, some in one batch, some twice, some together with another talk's."""
    chance = random.Random(seed)
    coming = [(talk, said(chance, talk.ref, n)) for talk in talks for n in range(events)]
    chance.shuffle(coming)
    while coming:
        size = chance.randint(1, 4)
        batch, coming = coming[:size], coming[size:]
        await store.accept([m for _, m in batch] + [batch[0][1]], T0)
        by_talk: dict[str, tuple[Talk, list[Masked]]] = {}
        for talk, masked in batch:
            by_talk.setdefault(talk.ref.id, (talk, []))[1].append(masked)
        steps = [talk.arrive(new) for talk, new in by_talk.values()]
        assert await store.save(steps, T0) == [True] * len(steps)
        # The same again, as after an answer that got lost: another version is stored, so that nothing is counted.
        assert await store.save(steps, T0) == [False] * len(steps)
