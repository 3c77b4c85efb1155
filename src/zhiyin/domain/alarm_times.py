"""AlarmTimes: how long alarms waited for a person. Sums, so that a month is the sum of its days."""

from dataclasses import dataclass

from zhiyin.domain.risk import Tier


@dataclass(frozen=True, slots=True)
class AlarmTimes:
    """Alarms of one tier and team that a person first acted on; ``total`` and ``longest`` are waits in ms."""

    tier: Tier
    team: str | None
    answered: int
    total: int
    longest: int

    @property
    def mean(self) -> float:
        """In ms."""
        return self.total / self.answered if self.answered else 0.0
