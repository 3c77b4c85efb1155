"""KeptOutcome: one revision of a business outcome as the store holds it."""

from dataclasses import dataclass

from zhiyin.domain.business_outcome import BusinessOutcome


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """``received_at`` is in ms since 1970 UTC; ``current``: the newest revision of its id."""

    outcome: BusinessOutcome
    received_at: int
    current: bool
