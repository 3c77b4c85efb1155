"""Sight: whose conversations somebody may see. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """``staff``: values of the business fact ``agent`` that mean this person. ``name``: under which this person holds
    alarms; empty: under none."""

    staff: frozenset[str]
    name: str = ""

    def sees(self, agent: str | None, holder: str = "") -> bool:
        """Own conversations, those of nobody, and those whose alarm this person holds."""
        return agent is None or agent in self.staff or bool(holder and holder == self.name)
