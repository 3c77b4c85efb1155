"""Past risks: how the risk of stored conversations rose, as it was decided then or as a risk model sees it now."""

from collections.abc import Callable, Mapping, Sequence

from zhiyin.domain.conversation import Turn
from zhiyin.domain.past_risk import PastRisk
from zhiyin.domain.state import EmotionState
from zhiyin.engine.trial import History, each, in_order, walk
from zhiyin.pipeline.advance import Rulebook, advance
from zhiyin.pipeline.features import CueFinder


async def past_risks(
    history: History,
    ends: Mapping[str, bool],
    rulebook: Rulebook,
    cues: CueFinder,
    again: bool = False,
    go_on: Callable[[int, int], bool] | None = None,
) -> list[PastRisk]:
    """Of the conversations in ``history`` whose end is in ``ends`` (id -> ended badly), in their order.

    The probabilities are those stored with the turns; ``again``, or where a turn has none, those of ``rulebook`` on the
    stored readings. Stops early when ``go_on``, told conversations and turns done, answers False.
    """
    found: list[PastRisk] = []
    conversations = turns = 0
    async for ref, given in each(history):
        course = in_order(given)
        if course and ref.id in ends:
            known = None if again else _stored(course)
            chances = known if known is not None else _worked_out(course, rulebook, cues)
            found.append(PastRisk(len(course), _highs(chances), ends[ref.id]))
        conversations, turns = conversations + 1, turns + len(course)
        if go_on and not go_on(conversations, turns):
            break
    return found


def _stored(course: Sequence[Turn]) -> list[float] | None:
    """None if a turn was never decided on: it waits still, or comes from an export, which holds readings alone."""
    outcomes = [turn.outcome for turn in course]
    known = [o.risk.probability for o in outcomes if o is not None and o.decision.policy]
    return known if len(known) == len(outcomes) else None


def _worked_out(course: Sequence[Turn], rulebook: Rulebook, cues: CueFinder) -> list[float]:
    state, chances = EmotionState(), []
    for item, reading in walk(course, cues):
        state, outcome = advance(state, item, reading, rulebook)
        chances.append(outcome.risk.probability)
    return chances


def _highs(chances: Sequence[float]) -> tuple[tuple[int, float], ...]:
    highs: list[tuple[int, float]] = []
    for turn, chance in enumerate(chances, 1):
        if not highs or chance > highs[-1][1]:
            highs.append((turn, chance))
    return tuple(highs)
