"""Trial: a policy, its thresholds or a risk model tried on past conversations before it counts.

The conversations run through the very same ``advance`` as live ones, once under each rulebook, with the readings that
were made then: no text is read again, so the two sides differ by the rulebook alone.
"""

from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from zhiyin.domain.conversation import Turn
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.quartiles import quartiles
from zhiyin.domain.reading import Reading
from zhiyin.domain.risk import Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.trial import Change, TrialExample, TrialReport, TrialShift
from zhiyin.domain.trial_difference import TrialDifference
from zhiyin.domain.utterance import ConversationRef
from zhiyin.engine.agent_clock import AgentClock
from zhiyin.engine.plan import is_read
from zhiyin.engine.trial_differences import course_of
from zhiyin.engine.trial_digest import TrialDigest
from zhiyin.engine.trial_side import FirstWarning, SideTally
from zhiyin.pipeline.advance import Appraised, Observed, Rulebook, appraise_briefly, observe
from zhiyin.pipeline.features import CueFinder, features, follow
from zhiyin.seams import QuestionModel

History = Iterable[tuple[ConversationRef, Sequence[Turn]]] | AsyncIterable[tuple[ConversationRef, Sequence[Turn]]]
"""Conversations with their turns and stored outcomes; turns in any order."""
Items = Sequence[tuple[Features, Reading | None]]

WARN_TIER = Tier.MODERATE
"""A conversation counts as warned from this tier on: mild rules only help the agent, they call nobody."""
EXAMPLES = 5
"""Examples kept for each kind of change."""
_DAY_MS = 86_400_000
_CHINA_MS = 8 * 3_600_000
"""Chinese time is eight hours ahead of UTC, all year."""


@dataclass(frozen=True, slots=True)
class TrialScope:
    """Which conversations take part. ``since`` and ``until`` bound the last turn in ms since 1970 UTC, ``until``
    excluded, as ``Archive.history`` does; None: any."""

    channel: str | None = None
    since: int | None = None
    until: int | None = None

    def holds(self, first: Turn, last: Turn) -> bool:
        at = last.masked.origin.at
        return (
            (self.channel is None or first.masked.origin.channel == self.channel)
            and (self.since is None or at >= self.since)
            and (self.until is None or at < self.until)
        )


@dataclass(frozen=True, slots=True)
class TrialOptions:
    """``ends``: conversation id -> whether it ended badly, for those of which that is known; None: of none."""

    warn_tier: Tier = WARN_TIER
    examples: int = EXAMPLES
    scope: TrialScope = TrialScope()
    ends: Mapping[str, bool] | None = None
    on_change: Callable[[TrialExample], None] | None = None
    """Told each conversation whose first warning changes, as it is found."""
    on_difference: Callable[[TrialDifference], None] | None = None
    """Told each conversation in which other rules fire, or on other turns, as it is found."""


async def try_policy(
    old: Rulebook,
    new: Rulebook,
    history: History,
    cues: CueFinder,
    options: TrialOptions | None = None,
    go_on: Callable[[int, int], bool] | None = None,
) -> TrialReport:
    """Replays the conversations of the new policy's scene under both rulebooks.

    Memory does not grow with history, but for a few whole numbers a changed conversation and an agent. ``go_on`` is
    told the conversations and turns done after each conversation; when it answers False the report so far is given,
    marked incomplete.
    """
    trial = Trial(old, new, cues, options or TrialOptions())
    async for ref, turns in each(history):
        trial.add(ref, turns)
        if go_on and not go_on(trial.conversations, trial.turns):
            return trial.report(complete=False)
    return trial.report()


async def each(history: History) -> AsyncIterator[tuple[ConversationRef, Sequence[Turn]]]:
    """One conversation after the other, from either kind of history."""
    if isinstance(history, AsyncIterable):
        async for item in history:
            yield item
    else:
        for item in history:
            yield item


def walk(course: Sequence[Turn], cues: CueFinder) -> Items:
    """What ``advance`` is shown of each turn, in order, with the reading made then."""
    items: list[tuple[Features, Reading | None]] = []
    context: tuple[ContextTurn, ...] = ()
    for turn in course:
        items.append((features(turn.masked, context, cues), turn.outcome.reading if turn.outcome else None))
        context = follow(context, turn.masked)
    return items


def observed(items: Items, same_question: QuestionModel | None) -> list[Observed]:
    """What each turn tells, once for both sides: it does not depend on who judges."""
    state, seen = EmotionState(), []
    for item, reading in items:
        seen.append(observe(state, item, reading, same_question))
        state = seen[-1].state
    return seen


def appraised_by(rulebook: Rulebook, seen: Sequence[Observed]) -> list[tuple[Observed, Appraised]]:
    """With what the rulebook's weights make of each; policies of the same weights share it."""
    return [(turn, appraise_briefly(turn, rulebook)) for turn in seen]


def in_order(turns: Sequence[Turn]) -> list[Turn]:
    return sorted(turns, key=lambda t: t.masked.origin.order)


class Trial:
    """Fed one conversation at a time; ``report`` may be asked for at any moment."""

    def __init__(self, old: Rulebook, new: Rulebook, cues: CueFinder, options: TrialOptions) -> None:
        self._old, self._new = SideTally.of(old), SideTally.of(new)
        self._scene = new.policy.policy.scene
        self._same_question = new.same_question
        self._same_weights = old.weights == new.weights
        self._cues = cues
        self._options = options
        self._examples: dict[Change, list[TrialExample]] = {c: [] for c in Change}
        self._changes: Counter[Change] = Counter()
        self._shifts: dict[Change, tuple[Counter[int], Counter[int]]] = {
            c: (Counter(), Counter()) for c in (Change.EARLIER, Change.LATER)
        }
        self._digest = TrialDigest()
        self._agents = AgentClock()
        self._days: set[int] = set()
        self.conversations = self.turns = self._skipped = self._unread = 0

    def add(self, ref: ConversationRef, turns: Sequence[Turn]) -> None:
        """Runs one conversation under both; skipped when it is empty, of another scene or out of scope."""
        course = in_order(turns)
        if not course or not self._takes(course):
            self._skipped += 1
            return
        items = walk(course, self._cues)
        self.conversations += 1
        self.turns += len(items)
        self._unread += sum(1 for item, reading in items if reading is None and is_read(item.masked))
        self._days.add((course[0].masked.origin.at + _CHINA_MS) // _DAY_MS)
        self._agents.add(course)
        bad = None if self._options.ends is None else self._options.ends.get(ref.id)
        seen = observed(items, self._same_question)
        appraised = appraised_by(self._old.rulebook, seen)
        before, old = self._old.run(appraised, self._options.warn_tier, bad)
        if not self._same_weights:
            appraised = appraised_by(self._new.rulebook, seen)
        after, new = self._new.run(appraised, self._options.warn_tier, bad)
        self._digest.add(ref, old, new)
        self._compare(ref, items, before, after)
        if self._options.on_difference and any(
            a.decision.rules != b.decision.rules or a.decision.actions != b.decision.actions
            for a, b in zip(old, new, strict=True)
        ):
            self._options.on_difference(
                TrialDifference(
                    conversation=ref.id,
                    channel=course[0].masked.origin.channel,
                    at=course[-1].masked.origin.at,
                    before=course_of(old, self._old.rules_by_id, before.place if before else None),
                    after=course_of(new, self._new.rules_by_id, after.place if after else None),
                    change=_change(before, after),
                )
            )

    def report(self, complete: bool = True) -> TrialReport:
        ends_given = self._options.ends is not None
        return TrialReport(
            scene=self._scene,
            old=self._old.result(ends_given),
            new=self._new.result(ends_given),
            warn_tier=self._options.warn_tier,
            conversations=self.conversations,
            turns=self.turns,
            skipped=self._skipped,
            unread=self._unread,
            changes={c: self._changes[c] for c in Change},
            examples=tuple(chain.from_iterable(self._examples.values())),
            shifts={c: s for c, counts in self._shifts.items() if (s := _shift(*counts))},
            agent_time=self._agents.time(),
            days=len(self._days),
            digest=self._digest.hexdigest(),
            complete=complete,
        )

    def _takes(self, course: Sequence[Turn]) -> bool:
        first, last = course[0], course[-1]
        return first.masked.origin.scene == self._scene and self._options.scope.holds(first, last)

    def _compare(
        self, ref: ConversationRef, items: Items, before: FirstWarning | None, after: FirstWarning | None
    ) -> None:
        change = _change(before, after)
        shown = after or before
        if change is None or shown is None:
            return
        self._changes[change] += 1
        turns, ms = _earlier(before, after)
        if change in self._shifts:
            by_turns, by_seconds = self._shifts[change]
            by_turns[abs(turns)] += 1
            by_seconds[abs(ms) // 1000] += 1
        self._keep(_example(change, ref, items[shown.place][0], shown, turns, ms))

    def _keep(self, example: TrialExample) -> None:
        if self._options.on_change:
            self._options.on_change(example)
        kept = [*self._examples[example.change], example]
        # Sorted by what is in the conversations, so that reading them in another order shows the same examples.
        kept.sort(key=lambda e: (-e.probability, e.conversation))
        self._examples[example.change] = kept[: self._options.examples]


def _change(before: FirstWarning | None, after: FirstWarning | None) -> Change | None:
    if before is None or after is None:
        return Change.NEWLY if after else Change.NO_LONGER if before else None
    if before.place == after.place:
        return None
    return Change.EARLIER if after.place < before.place else Change.LATER


def _earlier(before: FirstWarning | None, after: FirstWarning | None) -> tuple[int, int]:
    """By how many turns and ms the new warning comes earlier; 0 where only one side warns."""
    if before is None or after is None:
        return 0, 0
    return before.place - after.place, before.outcome.at - after.outcome.at


def _example(
    change: Change, ref: ConversationRef, item: Features, shown: FirstWarning, turns: int, ms: int
) -> TrialExample:
    origin = item.masked.origin
    return TrialExample(
        change=change,
        conversation=ref,
        at=origin.at,
        sequence=shown.outcome.sequence,
        role=origin.role,
        text=item.masked.text,
        probability=shown.outcome.risk.probability,
        tier=shown.tier,
        why=shown.why,
        shift=turns,
        shift_s=ms / 1000,
        scene=origin.scene,
        channel=origin.channel,
    )


def _shift(turns: Counter[int], seconds: Counter[int]) -> TrialShift | None:
    by_turns, by_seconds = quartiles(turns), quartiles(seconds)
    return TrialShift(turns.total(), by_turns, by_seconds) if by_turns and by_seconds else None
