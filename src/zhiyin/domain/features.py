"""Features: what models and rules are shown of a turn."""

from dataclasses import dataclass

from zhiyin.domain.text import SafeText, Span
from zhiyin.domain.utterance import Masked, Role


@dataclass(frozen=True, slots=True)
class ContextTurn:
    role: Role
    text: SafeText


@dataclass(frozen=True, slots=True)
class Before:
    """A turn before as the model reads it: folded like the present one, with the places of its placeholders."""

    ours: bool
    """True if agent, bot or system spoke, False if the customer did."""
    folded: str
    holes: tuple[Span, ...]


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
    before: tuple[Before, ...] = ()
    """The same turns as ``context``, as the model reads them; a maker of features that has no context may leave it."""

    def has(self, cue: str) -> bool:
        return any(c.name == cue for c in self.cues)
