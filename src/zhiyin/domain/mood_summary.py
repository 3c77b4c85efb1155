"""MoodSummary: what a stretch of time felt like, as sums that add up: a month is the sum of its days."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from zhiyin.domain.reading import Emotion
from zhiyin.domain.waits import Waits

MILLION = 1_000_000
"""Valence and intensity are summed in whole millionths: whole numbers add up alike in any order."""
EMOTION = "emotion_"
"""What the names of counts per emotion begin with, where counts are plain columns."""


_NO_WAITS = Waits()


@dataclass(frozen=True, slots=True)
class MoodSummary:
    """Counts of turns, of readings, of conversations (counted where they were opened), and of waits.

    ``a + b`` is what both together would have been counted as, in any order; ``MoodSummary()`` changes nothing.
    """

    customer_turns: int = 0
    agent_turns: int = 0
    bot_turns: int = 0
    system_turns: int = 0
    silences: int = 0
    """Silent waits that the engine noted; not part of the turns."""
    read: int = 0
    """Customer turns with a reading: ``negative + neutral + positive``."""
    negative: int = 0
    neutral: int = 0
    positive: int = 0
    unsure: int = 0
    """Readings that would rather not answer; they are counted under their best guess as well."""
    valence: int = 0
    """Sum over readings, in millionths; divided by ``read`` their mean, -1 to 1."""
    intensity: int = 0
    """Sum over readings, in millionths."""
    load: int = 0
    """Sum of the intensity of negative readings alone, in millionths: the emotional load."""
    warned_mild: int = 0
    """First warnings of the tier, at the moment they came (``domain.alarm``)."""
    warned_moderate: int = 0
    warned_severe: int = 0
    opened: int = 0
    """Conversations that began here. What follows is counted at the beginning of the conversation too."""
    with_customer: int = 0
    """Those in which a customer spoke."""
    warned: int = 0
    """Those that reached any tier of warning."""
    judged: int = 0
    """Those with at least two read turns, so that a change can be told."""
    improved: int = 0
    worsened: int = 0
    conflicts: int = 0
    """Those that were ever at tier moderate or severe."""
    resolved: int = 0
    """Conflicts that stand at tier mild or none, with a mood of 0 or better."""
    emotions: Mapping[Emotion, int] = field(default_factory=dict)
    first_answer: Waits = _NO_WAITS
    """From a customer's first words to the first answer of agent or bot."""
    answers: Waits = _NO_WAITS
    """All waits that an answer ended, counted when it came."""
    longest: Waits = _NO_WAITS
    """The longest answered wait of each conversation."""

    def __post_init__(self) -> None:
        if self.emotions:
            object.__setattr__(self, "emotions", {e: self.emotions[e] for e in Emotion if self.emotions.get(e)})

    def __add__(self, other: "MoodSummary") -> "MoodSummary":
        held: dict[str, Any] = {name: getattr(self, name) + getattr(other, name) for name in (*COUNTS, *WAITS)}
        if other.emotions:
            held["emotions"] = {e: self.emotions.get(e, 0) + other.emotions.get(e, 0) for e in Emotion}
        else:
            held["emotions"] = self.emotions
        return MoodSummary(**held)

    @classmethod
    def of(cls, counts: Mapping[str, int], waits: Mapping[str, Waits] | None = None) -> "MoodSummary":
        """From plain columns: those of ``COLUMNS`` that are there; ``waits`` by the names of ``WAITS``."""
        held: dict[str, Any] = {**{n: counts[n] for n in COUNTS if n in counts}, **(waits or {})}
        held["emotions"] = {e: counts[name] for name, e in _EMOTIONS if counts.get(name)}
        return cls(**held)

    @property
    def turns(self) -> int:
        return self.customer_turns + self.agent_turns + self.bot_turns + self.system_turns

    @property
    def mean_valence(self) -> float | None:
        """-1 to 1; None where nothing was read."""
        return self.valence / self.read / MILLION if self.read else None

    @property
    def mean_intensity(self) -> float | None:
        """0 to 1; None where nothing was read."""
        return self.intensity / self.read / MILLION if self.read else None

    def to_json(self) -> str:
        """Compact, with sorted keys: equal summaries have equal texts."""
        held: dict[str, Any] = {name: getattr(self, name) for name in COUNTS if getattr(self, name)}
        if self.emotions:
            held["emotions"] = {e.value: n for e, n in self.emotions.items()}
        held |= {n: {str(b): c for b, c in w.counts.items()} for n in WAITS if (w := getattr(self, n)).counts}
        return json.dumps(held, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "MoodSummary":
        """What ``to_json`` wrote; ValueError for anything else."""
        held = json.loads(text)
        if not isinstance(held, dict) or set(held) - {*COUNTS, *WAITS, "emotions"}:
            raise ValueError("not a mood summary")
        plain: dict[str, Any] = {n: int(held[n]) for n in COUNTS if n in held}
        plain["emotions"] = {Emotion(e): int(n) for e, n in held.get("emotions", {}).items()}
        plain |= {n: Waits({int(b): int(c) for b, c in held[n].items()}) for n in WAITS if n in held}
        return cls(**plain)


WAITS = ("first_answer", "answers", "longest")
COUNTS = tuple(f.name for f in fields(MoodSummary) if f.name not in {*WAITS, "emotions"})
"""Names of the plain counts."""
_EMOTIONS = tuple((EMOTION + e.value, e) for e in Emotion)
COLUMNS = (*COUNTS, *(name for name, _ in _EMOTIONS))
"""Names of all counts but the waits, as plain columns."""
