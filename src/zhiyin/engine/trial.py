"""Trial: a new policy tried on past conversations before it is published.

The conversations run through the very same ``advance`` as live ones, once under each policy, with the readings that
were made then: no text is read again, so the two sides differ by the policy alone.
"""

from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from zhiyin.domain.conversation import Turn
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Policy, Rule
from zhiyin.domain.reading import Reading
from zhiyin.domain.risk import Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.trial import Change, TrialExample, TrialReport, TrialSide
from zhiyin.domain.utterance import ConversationRef
from zhiyin.engine.plan import is_read
from zhiyin.pipeline.advance import Rulebook, advance
from zhiyin.pipeline.features import CueFinder, features, follow

History = Iterable[tuple[ConversationRef, Sequence[Turn]]] | AsyncIterable[tuple[ConversationRef, Sequence[Turn]]]
"""Conversations with their turns and stored outcomes; turns in any order."""

WARN_TIER = Tier.MODERATE
"""A conversation counts as warned from this tier on: mild rules only help the agent, they call nobody."""
EXAMPLES = 5
"""Examples kept for each kind of change."""


async def try_policy(
    old: Rulebook,
    new: Rulebook,
    history: History,
    cues: CueFinder,
    *,
    warn_tier: Tier = WARN_TIER,
    examples: int = EXAMPLES,
) -> TrialReport:
    """Replays the conversations of the new policy's scene under both policies. Memory does not grow with history."""
    trial = Trial(old, new, cues, warn_tier, examples)
    async for ref, turns in _each(history):
        trial.add(ref, turns)
    return trial.report()


async def _each(history: History) -> AsyncIterator[tuple[ConversationRef, Sequence[Turn]]]:
    if isinstance(history, AsyncIterable):
        async for item in history:
            yield item
    else:
        for item in history:
            yield item


@dataclass(frozen=True, slots=True)
class _Warning:
    """The first turn of a conversation on which a side warns; ``place`` counts turns from 0."""

    place: int
    tier: Tier
    outcome: Outcome
    why: tuple[str, ...]


@dataclass(slots=True)
class _Side:
    rulebook: Rulebook
    rules_by_id: dict[str, Rule]
    alerts: Counter[Tier] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    warned: int = 0

    def run(self, items: Sequence[tuple[Features, Reading | None]], warn_tier: Tier) -> _Warning | None:
        state = EmotionState()
        first: _Warning | None = None
        for place, (item, reading) in enumerate(items):
            state, outcome = advance(state, item, reading, self.rulebook)
            tier = self._count(outcome)
            if first is None and tier.level >= warn_tier.level:
                why = tuple(self.rules_by_id[r].title for r in outcome.decision.rules)
                first = _Warning(place, tier, outcome, why)
        self.warned += first is not None
        return first

    def _count(self, outcome: Outcome) -> Tier:
        """Adds one turn's decision to the counts; the heaviest tier that fired."""
        fired = outcome.decision.rules
        tiers = [self.rules_by_id[r].tier for r in fired]
        self.alerts.update(t for t in tiers if t is not Tier.NONE)
        self.rules.update(fired)
        self.actions.update(a.kind for a in outcome.decision.actions)
        self.failures.update({r.name for r in outcome.decision.reasons} - set(fired))
        return max(tiers, key=lambda t: t.level, default=Tier.NONE)

    def result(self) -> TrialSide:
        return TrialSide(
            policy=self.rulebook.policy.policy.name,
            alerts={t: self.alerts[t] for t in (Tier.MILD, Tier.MODERATE, Tier.SEVERE)},
            actions=dict(sorted(self.actions.items())),
            rules=dict(sorted(self.rules.items())),
            failures=dict(sorted(self.failures.items())),
            warned=self.warned,
        )


class Trial:
    """Fed one conversation at a time; ``report`` may be asked for at any moment."""

    def __init__(
        self, old: Rulebook, new: Rulebook, cues: CueFinder, warn_tier: Tier = WARN_TIER, examples: int = EXAMPLES
    ) -> None:
        self._old = _Side(old, _by_id(old.policy.policy))
        self._new = _Side(new, _by_id(new.policy.policy))
        self._cues = cues
        self._warn_tier = warn_tier
        self._most = examples
        self._examples: dict[Change, list[TrialExample]] = {c: [] for c in Change}
        self._changes: Counter[Change] = Counter()
        self._conversations = self._turns = self._skipped = self._unread = 0

    def add(self, ref: ConversationRef, turns: Sequence[Turn]) -> None:
        """Runs one conversation under both policies; skipped when it is empty or of another scene."""
        course = sorted(turns, key=lambda t: t.masked.origin.order)
        if not course or course[0].masked.origin.scene != self._new.rulebook.policy.policy.scene:
            self._skipped += 1
            return
        items = walk(course, self._cues)
        self._conversations += 1
        self._turns += len(items)
        self._unread += sum(1 for item, reading in items if reading is None and is_read(item.masked))
        before, after = self._old.run(items, self._warn_tier), self._new.run(items, self._warn_tier)
        self._compare(ref, items, before, after)

    def report(self) -> TrialReport:
        return TrialReport(
            scene=self._new.rulebook.policy.policy.scene,
            old=self._old.result(),
            new=self._new.result(),
            warn_tier=self._warn_tier,
            conversations=self._conversations,
            turns=self._turns,
            skipped=self._skipped,
            unread=self._unread,
            changes={c: self._changes[c] for c in Change},
            examples=tuple(chain.from_iterable(self._examples.values())),
        )

    def _compare(
        self,
        ref: ConversationRef,
        items: Sequence[tuple[Features, Reading | None]],
        before: _Warning | None,
        after: _Warning | None,
    ) -> None:
        change = _change(before, after)
        shown = after or before
        if change is None or shown is None:
            return
        self._changes[change] += 1
        masked = items[shown.place][0].masked
        example = TrialExample(
            change=change,
            conversation=ref,
            at=masked.origin.at,
            sequence=shown.outcome.sequence,
            role=masked.origin.role,
            text=masked.text,
            probability=shown.outcome.risk.probability,
            tier=shown.tier,
            why=shown.why,
            shift=before.place - after.place if before and after else 0,
        )
        kept = [*self._examples[change], example]
        # Sorted by what is in the conversations, so that reading them in another order shows the same examples.
        kept.sort(key=lambda e: (-e.probability, e.conversation))
        self._examples[change] = kept[: self._most]


def _by_id(policy: Policy) -> dict[str, Rule]:
    return {rule.id: rule for rule in policy.rules}


def _change(before: _Warning | None, after: _Warning | None) -> Change | None:
    if before is None or after is None:
        return Change.NEWLY if after else Change.NO_LONGER if before else None
    if before.place == after.place:
        return None
    return Change.EARLIER if after.place < before.place else Change.LATER


def walk(course: Sequence[Turn], cues: CueFinder) -> list[tuple[Features, Reading | None]]:
    """What ``advance`` is given for each turn of a sorted course, with the readings that were made then."""
    items: list[tuple[Features, Reading | None]] = []
    context: tuple[ContextTurn, ...] = ()
    for turn in course:
        items.append((features(turn.masked, context, cues), turn.outcome.reading if turn.outcome else None))
        context = follow(context, turn.masked)
    return items
