"""RiskVersion: weights of the risk that were refitted here, kept so that they can be rolled back."""

from dataclasses import dataclass

from zhiyin.domain.risk_weights import RiskWeights


@dataclass(frozen=True, slots=True)
class RiskVersion:
    """Its name is that of its ``weights``, such as ``risk-0.2.0+site.1``. Times in milliseconds since 1970 UTC."""

    weights: RiskWeights
    before: str
    """The version in force when this one was made: where a roll back leads. Empty: the shipped weights."""
    seen_until: int
    """Conversations that began before this moment may have been fitted on: to judge it, take later ones."""
    by: str
    at: int

    @property
    def name(self) -> str:
        return self.weights.name
