"""Any order and repetition of the same events gives the same state, outcomes and actions."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiyin.domain.delivery import Delivery
from zhiyin.domain.features import Features
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import ConversationRef, Kind, Role, Utterance
from zhiyin.testing.spine import TENANT, said, spine

WORDS = ("我要投诉", "太差了，怎么还没到", "谢谢", "在吗", "怎么还没发货？", "失望", "您好，请稍等", "12315")


class ContextModel:
    """Reads a turn by all that stands before it too, so that a wrong context would show in the outcome."""

    name = "context-model-1"

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        return [self._one(f) for f in batch]

    def _one(self, features: Features) -> Reading:
        seen = "|".join((*(f"{t.role}{t.text}" for t in features.context), features.folded))
        share = crc32(seen.encode()) / 2**32
        polarity = (Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE)[int(share * 3)]
        probs = {p: 0.8 if p is polarity else 0.1 for p in Polarity}
        emotions = {e: 1 / len(Emotion) for e in Emotion}
        return Reading(polarity, probs, Emotion.CALM, emotions, share, 0.8, share > 0.9, 0.0, (), self.name)


@st.composite
def conversations(draw: st.DrawFn) -> list[Utterance]:
    turns = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(list(Role)[:3])), min_size=2, max_size=9))
    gaps = draw(st.lists(st.sampled_from([0, 1, 9, 70]), min_size=len(turns), max_size=len(turns)))
    at, found = 0.0, []
    for number, ((text, role), gap) in enumerate(zip(turns, gaps, strict=True)):
        at += gap
        kind = Kind.SILENCE if number % 5 == 4 else Kind.MESSAGE
        who = Role.SYSTEM if kind is Kind.SILENCE else role
        words = "" if kind is Kind.SILENCE else text
        found.append(said(number, words, role=who, seconds=at, kind=kind, facts={"step": number}))
    return found


async def _course(batches: Sequence[Sequence[Utterance]]) -> tuple[EmotionState, list[Outcome], set[str]]:
    with tempfile.TemporaryDirectory() as folder:
        async with spine(f"sqlite:///{Path(folder) / 'z.db'}", model=ContextModel()) as running:
            for batch in batches:
                await running.send(*batch)
                await running.settled()
            ref = ConversationRef(TENANT, "c1")
            conversation = await running.store.conversation(ref)
            assert conversation is not None
            outcomes = [t.outcome for t in await running.store.turns(ref) if t.outcome]
            sent: list[Delivery] = await running.store.deliveries(TENANT, conversation="c1", limit=500)
            return conversation.state, outcomes, {d.action.id for d in sent if d.status.value == "pending"}


@given(data=st.data(), turns=conversations())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_and_repetition_gives_the_same_course(data: st.DataObject, turns: list[Utterance]) -> None:
    again = data.draw(st.lists(st.sampled_from(turns), max_size=4))
    mixed = data.draw(st.permutations([*turns, *again]))
    cut = data.draw(st.integers(1, 3))
    batches = [mixed[i : i + cut] for i in range(0, len(mixed), cut)]
    assert asyncio.run(_course(batches)) == asyncio.run(_course([turns]))
