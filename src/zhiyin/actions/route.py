"""Route: a destination and the hand that reaches it."""

from dataclasses import dataclass

from zhiyin.domain.destination import Destination
from zhiyin.seams import Hand


@dataclass(frozen=True, slots=True)
class Route:
    destination: Destination
    hand: Hand

    @property
    def name(self) -> str:
        return self.destination.name
