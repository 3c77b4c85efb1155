"""Plan: what one step of a lane must read, and how the readings become outcomes. Pure: no store, no clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zhiyin.domain.conversation import Conversation, Step, Turn
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Reading
from zhiyin.domain.rising import RISKS_KEPT
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import EmotionState, changed
from zhiyin.domain.utterance import ConversationRef, Kind, Masked, Role
from zhiyin.pipeline.advance import Rulebook, advance
from zhiyin.pipeline.features import CONTEXT_TURNS, CueFinder, features, follow

CUSTOMERS = frozenset({Role.CUSTOMER})
"""Who is read unless the tenant's legal switches say otherwise."""

_PEOPLE = frozenset({Role.CUSTOMER, Role.AGENT})
_NO_CUES = CueFinder(Lexicon({}))


@dataclass(frozen=True, slots=True)
class Plan:
    """``known`` holds readings made before, by event id; every other message of those in ``reads`` is read anew.

    ``muted``: events that are not read because they came while that was switched off, now or then.
    """

    ref: ConversationRef
    conversation: Conversation | None
    todo: tuple[Features, ...]
    known: Mapping[str, Reading]
    rebuilt: bool
    reads: frozenset[Role] = CUSTOMERS
    muted: frozenset[str] = frozenset()

    @property
    def unread(self) -> tuple[Features, ...]:
        left = self.known.keys() | self.muted
        return tuple(f for f in self.todo if is_read(f.masked, self.reads) and f.masked.origin.event_id not in left)


def is_read(masked: Masked, reads: frozenset[Role] = CUSTOMERS) -> bool:
    """Whether a turn gets a reading: what customers say; agents' feelings only where a tenant has switched that on."""
    return masked.origin.role in reads and masked.origin.kind is Kind.MESSAGE and bool(masked.text)


def comes_after(state: EmotionState, masked: Masked) -> bool:
    """False for a late event: one that belongs before what has been applied already."""
    return masked.origin.order > (state.last_at, state.last_event_id)


def plan_on(
    conversation: Conversation | None,
    ref: ConversationRef,
    new: Sequence[Masked],
    cues: CueFinder,
    reads: frozenset[Role] = CUSTOMERS,
) -> Plan:
    """Go on from the snapshot with events that all come after it."""
    context = conversation.state.context if conversation else ()
    muted = _muted([Turn(masked) for masked in new], reads)
    todo = tuple(_walk(context, new, cues, muted))
    return Plan(ref, conversation, todo, {}, rebuilt=False, reads=reads, muted=muted)


def plan_again(
    conversation: Conversation, turns: Sequence[Turn], cues: CueFinder, reads: frozenset[Role] = CUSTOMERS
) -> Plan:
    """Start over from the first turn because a late event changed the course.

    A reading made before stays good as long as no new turn stands among the turns it was read after. What was worked
    off without a reading stays without one: it was said while reading was switched off.
    """
    known: dict[str, Reading] = {}
    window = 0
    for turn in turns:
        if turn.outcome and turn.outcome.reading and window == 0:
            known[turn.masked.origin.event_id] = turn.outcome.reading
        if turn.masked.origin.kind is Kind.MESSAGE:
            window = max(0, window - 1) if turn.outcome else CONTEXT_TURNS
    muted = _muted(turns, reads)
    todo = tuple(_walk((), [t.masked for t in turns], cues, muted))
    return Plan(conversation.ref, conversation, todo, known, rebuilt=True, reads=reads, muted=muted)


def _muted(turns: Sequence[Turn], reads: frozenset[Role]) -> frozenset[str]:
    """Events of people that must not be read: said while reading them is switched off, or was when they came."""
    return frozenset(
        turn.masked.origin.event_id
        for turn in turns
        if is_read(turn.masked, _PEOPLE)
        and (turn.outcome.reading is None if turn.outcome else turn.masked.origin.role not in reads)
    )


def finish(plan: Plan, readings: Mapping[str, Reading], rulebook_of: Callable[[str], Rulebook]) -> Step:
    """``readings``: event id -> the reading of each of ``plan.unread``; ``rulebook_of``: by scene of the event."""
    first = plan.todo[0].masked.origin
    before = plan.conversation
    state = before.state if before and not plan.rebuilt else EmotionState()
    outcomes: list[Outcome] = []
    for item in plan.todo:
        origin = item.masked.origin
        reading = plan.known.get(origin.event_id) or readings.get(origin.event_id)
        state, outcome = advance(state, item, reading, rulebook_of(origin.scene))
        outcomes.append(outcome)
    last = plan.todo[-1].masked.origin
    state = changed(state, {"risks": _risks(state, plan, outcomes)})
    conversation = Conversation(
        ref=plan.ref,
        scene=last.scene,
        channel=last.channel,
        opened_at=min(first.at, before.opened_at) if before else first.at,
        state=state,
        risk=outcomes[-1].risk if outcomes else Risk(0.0, Tier.NONE, ()),
        version=before.version + 1 if before else 1,
        foresight=outcomes[-1].foresight if outcomes else None,
    )
    return Step(conversation, tuple(outcomes), plan.rebuilt, tuple(item.masked for item in plan.todo))


def _risks(state: EmotionState, plan: Plan, outcomes: Sequence[Outcome]) -> tuple[float, ...]:
    """Not after an answer: the customer has yet to say how it was taken."""
    heard = [item.masked.origin.role not in (Role.AGENT, Role.BOT) for item in plan.todo]
    new = (o.risk.probability for o, counts in zip(outcomes, heard, strict=True) if counts)
    return (*state.risks, *new)[-RISKS_KEPT:]


def _walk(
    context: tuple[ContextTurn, ...], masked: Sequence[Masked], cues: CueFinder, muted: frozenset[str]
) -> list[Features]:
    found: list[Features] = []
    for item in masked:
        silent = item.origin.event_id in muted and item.origin.role is Role.CUSTOMER
        found.append(features(item, context, _NO_CUES if silent else cues))
        context = follow(context, item)
    return found
