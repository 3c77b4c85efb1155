"""ScriptUse: an agent has said a script; how the customer felt before, and in the turns that followed."""

from dataclasses import dataclass

from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef


@dataclass(frozen=True, slots=True)
class ScriptUse:
    """``at`` in ms since 1970 UTC. ``after`` is the sequence of the last turn before it; valence and mood in -1..1."""

    id: str
    conversation: ConversationRef
    scene: str
    script: str
    revision: int
    by: str
    at: int
    changed: bool
    """The agent changed the words before sending."""
    after: int
    tier_before: Tier
    mood_before: float
    valence_before: float | None
    """Mean over the last read customer turns before; None when there was none."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class UseResult:
    """What the next customer turns showed. ``look_at``: when to look again (ms); None: this is the end of it.

    ``valence`` is the mean over ``answers`` turns, ``tier`` that after the last of them; both None without an answer.
    """

    use: ScriptUse
    answers: int
    valence: float | None
    tier: Tier | None
    look_at: int | None


@dataclass(frozen=True, slots=True)
class ScriptFigures:
    """Sums over the uses of one script, so that two can be added up. ``measured`` uses had a mood before and after."""

    uses: int = 0
    changed: int = 0
    measured: int = 0
    change_sum: float = 0.0
    change_squares: float = 0.0
    could_fall: int = 0
    """Answered uses that began at tier mild or higher."""
    fell: int = 0
