"""Features: what models and rules are shown of a turn."""

from dataclasses import dataclass

from zhiyin.domain.text import SafeText, Span
from zhiyin.domain.utterance import Masked, Role


@dataclass(frozen=True, slots=True)
class ContextTurn:
    role: Role
    text: SafeText


@dataclass(frozen=True, slots=True)
class Cue:
    """A listed expression found in the text, such as ``threat`` or ``repetition``."""

    name: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Features:
    masked: Masked
    folded: str
    """The safe text folded for matching (lower case, simplified characters): same length, so spans carry over."""
    context: tuple[ContextTurn, ...]
    """The turns before, oldest first, at most ``features.CONTEXT_TURNS``."""
    cues: tuple[Cue, ...]

    def has(self, cue: str) -> bool:
        return any(c.name == cue for c in self.cues)
