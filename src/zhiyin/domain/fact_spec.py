"""FactSpec: what one named fact means, so that rules, models and people mean the same by it."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.utterance import Scalar


class FactSource(StrEnum):
    """What a fact is made from."""

    EVENT = "event"
    """Stands in the event itself."""
    READING = "reading"
    """The text model's reading of this turn."""
    COURSE = "course"
    """The readings of the customer's turns so far."""
    WORDS = "words"
    """Listed expressions and repetition in what was said."""
    RHYTHM = "rhythm"
    """Who spoke when."""
    BUSINESS = "business"
    """Facts about customer and order that systems send along."""
    RISK = "risk"
    """The risk of this moment; known to rules only, since it is made from the other facts."""


@dataclass(frozen=True, slots=True)
class FactSpec:
    """``sample`` has the fact's type and is used to type-check rules before they are published.

    ``unit`` is empty for plain numbers, names and yes/no.
    """

    name: str
    sample: Scalar | tuple[str, ...]
    range: str
    meaning: str
    source: FactSource
    unit: str = ""
