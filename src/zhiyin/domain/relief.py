"""Relief: what would lower a risk, and to what: the counterfactual that goes with a warning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relief:
    """``probability`` (0-1) is the risk if the thing named were so; ``text`` says it in Chinese for people."""

    name: str
    text: str
    probability: float
