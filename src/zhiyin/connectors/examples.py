"""Examples: conversations written as YAML become utterances, as if they came in by a channel."""

from collections.abc import Iterable, Iterator, Sequence

from zhiyin.connectors.history import as_turn
from zhiyin.domain.conversation import Turn
from zhiyin.domain.example import ExampleConversation
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Utterance
from zhiyin.engine.plan import is_read
from zhiyin.pipeline.features import CueFinder, features, follow
from zhiyin.pipeline.mask import mask
from zhiyin.seams import TextModel


def utterances(example: ExampleConversation, started_at: int, tenant: str = "default") -> list[Utterance]:
    """In order of time, from ``started_at`` (ms since 1970 UTC). Business facts travel with the first."""
    found: list[Utterance] = []
    at = float(started_at)
    for number, turn in enumerate(example.turns, 1):
        at += turn.after * 1000
        origin = Origin(
            conversation=ConversationRef(tenant, example.id),
            event_id=f"{example.id}-{number:03}",
            role=turn.role,
            at=round(at),
            scene=example.scene,
            channel=example.channel,
            facts=example.facts if number == 1 else {},
        )
        found.append(Utterance(origin, turn.say))
    return found


def example_history(
    examples: Iterable[ExampleConversation], model: TextModel, cues: CueFinder, started_at: int = 0
) -> Iterator[tuple[ConversationRef, list[Turn]]]:
    """History for a trial: written conversations hold no readings, so the model reads each once, masked."""
    for example in examples:
        course = [mask(u) for u in utterances(example, started_at)]
        customer = [f for f in _walk(course, cues) if is_read(f.masked)]
        readings = {f.masked.origin.event_id: r for f, r in zip(customer, model.read(customer), strict=True)}
        turns = [as_turn(m, n, readings.get(m.origin.event_id)) for n, m in enumerate(course, 1)]
        yield course[0].origin.conversation, turns


def _walk(course: Sequence[Masked], cues: CueFinder) -> Iterator[Features]:
    context: tuple[ContextTurn, ...] = ()
    for masked in course:
        yield features(masked, context, cues)
        context = follow(context, masked)
