"""SummaryQuery: which turns sums are asked of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SummaryQuery:
    """[``since``, ``until``) in milliseconds since 1970 UTC; None of the others: all of them."""

    tenant: str
    since: int
    until: int
    scene: str | None = None
    channel: str | None = None
    team: str | None = None
