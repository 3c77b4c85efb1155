"""Reason: why a reading, a risk, a decision or an action is what it is."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.text import Span


class ReasonKind(StrEnum):
    WORDS = "words"
    """Words of the text, weighed by the model."""
    CUE = "cue"
    """A listed expression (threat, repetition, ...) found in the text."""
    COURSE = "course"
    """How the conversation has gone so far."""
    FACT = "fact"
    """A business or channel fact sent along."""
    RULE = "rule"
    """A policy rule that matched."""
    OPINION = "opinion"
    """The judgement of an outside language model on a turn that the product's own model is unsure of."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence.

    ``weight`` is in log-odds: above 0 speaks for the label or the risk it explains, below 0 against it.
    ``text`` is shown to people: evidence words, or a short Chinese phrase for what is not words.
    ``span`` points into the safe text of the turn ``event_id`` (None: not a place in a text).
    """

    kind: ReasonKind
    name: str
    weight: float
    text: str
    span: Span | None = None
    event_id: str | None = None
