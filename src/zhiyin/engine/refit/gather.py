"""Gather: from stored conversations with a known end to the past that is fitted on. No text is read again."""

from array import array
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from zhiyin.domain.conversation import Turn
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import Kind, Role
from zhiyin.engine.refit.past import Past
from zhiyin.engine.trial import in_order, walk
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import numbers
from zhiyin.pipeline.features import CueFinder
from zhiyin.pipeline.weigher import Weigher, ramp
from zhiyin.seams import BusinessOutcomes, Lanes, QuestionModel

Ended = tuple[PastConversation, Sequence[Turn]]
Known = Mapping[str, float]


class Remembering(BusinessOutcomes, Lanes, Protocol):
    """What of the store it takes."""


@dataclass(frozen=True, slots=True)
class Judges:
    """``base`` are the shipped weights, which are refitted; ``in_force`` those that judge now."""

    base: RiskWeights
    in_force: RiskWeights
    same_question: QuestionModel | None = None
    """As in ``Rulebook``."""


async def known_ends(
    store: Remembering,
    tenant: str,
    since: int | None,
    until: int | None,
    scene: str | None,
    known: Callable[[PastConversation], bool],
) -> AsyncIterator[Ended]:
    """Conversations that began in [since, until) ms and whose end is ``known``, oldest first, with their turns."""
    async for past in store.joined(tenant, since, until, scene):
        if known(past):
            yield past, await store.turns(past.ref)


async def gather(
    ended: AsyncIterable[Ended],
    judges: Judges,
    cues_of: Callable[[str], CueFinder],
    thresholds_of: Callable[[str], Thresholds],
    say: Callable[[int], None] = lambda _: None,
) -> Past:
    """``ended`` comes oldest first; two arguments are by scene; ``say`` is told how many conversations were read."""
    kept = _Kept(judges)
    async for past, turns in ended:
        cues, before = cues_of(past.scene), past.ended_badly_at
        found = list(moments(in_order(turns), cues, before, judges.same_question))
        if found:
            kept.add(past, found, thresholds_of(past.scene))
        else:
            kept.left_out += 1
        say(len(kept.opened) + kept.left_out)
    return kept.past()


def moments(
    turns: Sequence[Turn], cues: CueFinder, before: int | None, same_question: QuestionModel | None = None
) -> Iterator[Known]:
    """The facts after each customer turn and at the end, as far as they lie before the bad end came (ms).

    What follows that end knows of it (``past_bad_outcomes``), and there is nothing left to warn of.
    """
    state = EmotionState()
    items = walk(turns, cues)
    for place, (item, reading) in enumerate(items, 1):
        origin = item.masked.origin
        if before is not None and origin.at >= before:
            return
        state = update(state, item, reading, same_question)
        spoken = origin.role is Role.CUSTOMER and origin.kind is Kind.MESSAGE
        if spoken or place == len(items):
            yield numbers(state, origin.channel, origin.at)


class _Kept:
    """Arrays, not lists: a year of conversations must fit into memory."""

    def __init__(self, judges: Judges) -> None:
        base = judges.base
        after = base.foresight.after.curves if base.foresight else ()
        self._terms = base.terms
        self._curves, self._after = (Weigher(RiskWeights("", 0.0, (), curves)) for curves in (base.curves, after))
        self._in_force = Weigher(judges.in_force)
        self.left_out = 0
        self.opened: list[int] = []
        self.bad: list[float] = []
        self.tiers: list[tuple[float, float, float]] = []
        self.counts: list[int] = []
        self.after, self.curves, self.ramps, self.in_force = (array("d") for _ in range(4))

    def add(self, past: PastConversation, found: Sequence[Known], now: Thresholds) -> None:
        for known in found:
            self.curves.append(self._curves.log_odds(known))
            self.ramps.extend(_ramp(known, t.fact, t.start, t.full) for t in self._terms)
            self.in_force.append(self._in_force.log_odds(known))
        self.after.append(self._after.log_odds(found[-1]))
        self.opened.append(past.opened_at)
        self.bad.append(float(past.ended_badly_at is not None))
        self.tiers.append((now.mild, now.moderate, now.severe))
        self.counts.append(len(found))

    def past(self) -> Past:
        return Past(
            opened=np.array(self.opened, dtype=np.int64),
            bad=np.array(self.bad, dtype=np.float64),
            tiers=np.array(self.tiers, dtype=np.float64).reshape(-1, 3),
            after=np.array(self.after, dtype=np.float64),
            counts=np.array(self.counts, dtype=np.int64),
            curves=np.array(self.curves, dtype=np.float64),
            ramps=np.array(self.ramps, dtype=np.float64).reshape(len(self.curves), len(self._terms)),
            in_force=np.array(self.in_force, dtype=np.float64),
            left_out=self.left_out,
        )


def _ramp(known: Known, fact: str, start: float, full: float) -> float:
    value = known.get(fact)
    return 0.0 if value is None else ramp(value, start, full)
