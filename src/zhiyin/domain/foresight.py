"""Foresight: how the conversation will probably go on and end, beside the risk."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.satisfaction import Satisfaction


class Driver(StrEnum):
    """What moves satisfaction, in the words a manager would use."""

    EMOTION = "emotion"
    """How the customer has felt along the way."""
    RESPONSE = "response"
    """How fast and how freshly agent or bot answered."""
    RESOLUTION = "resolution"
    """Whether the matter was settled, or had to be asked again."""
    FULFILMENT = "fulfilment"
    """Delivery, refund: what was promised about the order."""
    HISTORY = "history"
    """What this customer went through before."""
    LENGTH = "length"
    """How long it has taken."""


@dataclass(frozen=True, slots=True)
class Pull:
    """``weight`` is in log-odds of a satisfied end: above 0 it lifts satisfaction, below 0 it lowers it."""

    driver: Driver
    weight: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """The customer's polarity ``turns`` customer turns from now, if the conversation goes on that long. 0-1 each."""

    turns: int
    negative: float
    positive: float


@dataclass(frozen=True, slots=True)
class Lead:
    """How many customer turns are still to come: the quartiles of dialogues that have come as far."""

    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True)
class Foresight:
    """``satisfaction`` is that of the whole conversation at its end.

    The weights of ``pulls`` and ``base`` add up to the log-odds against a bad end, ``-ln(p / (1 - p))`` of the risk.
    """

    satisfaction: Satisfaction
    base: float
    pulls: tuple[Pull, ...]
    ahead: tuple[Ahead, ...]
    lead: Lead
