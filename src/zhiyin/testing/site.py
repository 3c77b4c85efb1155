"""Site: made-up conversations whose ends follow a known rule, for tests of what is learned from ends."""

import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind
from zhiyin.domain.conversation import Conversation, Step, Turn
from zhiyin.domain.decision import Decision
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.seams import Store
from zhiyin.testing.samples import T0

TENANT = "default"
DAY_MS = 86_400_000
Ended = tuple[PastConversation, Sequence[Turn]]
Rule = Callable[[Sequence[Turn], random.Random], bool]
"""Whether a conversation ends badly."""


def felt(polarity: Polarity) -> Reading:
    probs = {p: 0.9 if p is polarity else 0.05 for p in Polarity}
    emotion = Emotion.ANGRY if polarity is Polarity.NEGATIVE else Emotion.CALM
    return Reading(polarity, probs, emotion, {emotion: 1.0}, 0.5, 0.9, False, 0.0, (), "made up")


@dataclass(frozen=True, slots=True)
class Site:
    """``conversations`` begin one hour after the other. The same seed gives the same site."""

    conversations: int
    seed: int
    rule: Rule

    def ended(self) -> list[Ended]:
        chance = random.Random(self.seed)
        return [self._one(n, chance) for n in range(self.conversations)]

    def _one(self, n: int, chance: random.Random) -> Ended:
        ref, opened = ConversationRef(TENANT, f"c{n:05}"), T0 + n * DAY_MS // 24
        turns = talk(ref, opened, chance)
        bad, end = self.rule(turns, chance), turns[-1].masked.origin.at
        kind = OutcomeKind.COMPLAINT if bad else OutcomeKind.REPURCHASE
        outcome = BusinessOutcome(TENANT, f"o{n:05}", ref.id, None, kind, None, bad, end + DAY_MS)
        return PastConversation(ref, "ecommerce", "chat", opened, end, len(turns), (), 0.0, 0.0, (outcome,)), turns


async def fill(store: Store, ended: Sequence[Ended]) -> None:
    """As if these conversations had been worked off, and their outcomes had come back."""
    await store.accept([turn.masked for _, turns in ended for turn in turns], T0)
    await store.save([_step(past, turns) for past, turns in ended], T0)
    await store.keep_outcomes([outcome for past, _ in ended for outcome in past.outcomes], T0)


def _step(past: PastConversation, turns: Sequence[Turn]) -> Step:
    state = EmotionState(last_at=past.last_at, last_event_id=turns[-1].masked.origin.event_id, turns=past.turns)
    whole = Conversation(past.ref, past.scene, past.channel, past.opened_at, state, version=1)
    return Step(whole, tuple(turn.outcome for turn in turns if turn.outcome))


async def stream(ended: Sequence[Ended]) -> AsyncIterator[Ended]:
    for one in ended:
        yield one


def talk(ref: ConversationRef, opened: int, chance: random.Random) -> list[Turn]:
    """Customer and agent in turns. A wait comes after the first turn; a threat, where there is one, in the first."""
    unhappy, waits, threat = chance.random() / 2, chance.random() < 0.5, chance.random() < 0.1
    turns: list[Turn] = []
    at = opened
    for place in range(chance.randint(2, 5)):
        kind = Polarity.NEGATIVE if chance.random() < unhappy else Polarity.NEUTRAL
        text = f"第{place}句" + ("我要投诉" if threat and not place else "")
        turns.append(_turn(ref, len(turns), Role.CUSTOMER, at, text, felt(kind)))
        at += 1_800_000 if waits and not place else 10_000
        turns.append(_turn(ref, len(turns), Role.AGENT, at, f"答{place}", None))
        at += 10_000
    return turns


def _turn(ref: ConversationRef, n: int, role: Role, at: int, text: str, reading: Reading | None) -> Turn:
    masked = Masked(Origin(ref, f"e{n:02}", role, at), SafeText(text))
    return Turn(masked, Outcome(ref, f"e{n:02}", at, n + 1, reading, 0.0, Risk(0.0, Tier.NONE, ()), Decision("none")))
