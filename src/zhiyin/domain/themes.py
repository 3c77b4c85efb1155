"""Themes: what customers talk about and in which words, as sums."""

from dataclasses import dataclass

from zhiyin.domain.mood_summary import MILLION


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """Read customer turns that talk about ``topic``; a turn may talk about several."""

    topic: str
    turns: int
    negative: int
    load: int
    """Sum of the intensity of the negative ones, in millionths: ranks what to mend first."""

    @property
    def mean_load(self) -> float:
        """Emotional load per turn, 0 to 1."""
        return self.load / self.turns / MILLION if self.turns else 0.0


@dataclass(frozen=True, slots=True)
class WordSummary:
    """How many turns named ``word`` as what makes them negative or positive, and how many of them were negative."""

    word: str
    turns: int
    negative: int


@dataclass(frozen=True, slots=True)
class WordTurn:
    """A word that a turn was read by, folded, and where it was said."""

    tenant: str
    conversation: str
    event_id: str
    word: str
    scene: str
    at: int
    negative: bool
