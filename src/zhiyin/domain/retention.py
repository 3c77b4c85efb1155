"""Retention: for how long each kind of data of a tenant is kept."""

from dataclasses import dataclass

DAY_MS = 86_400_000

LEAST_AUDIT_DAYS = 180
"""Cybersecurity Law of the PRC, Art. 21 (3): network logs are kept for no less than six months."""

USUAL_AUDIT_DAYS = 2_192
"""Six years, as SPEC P4 asks for operation logs: shorter is allowed, but warned of."""

MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Retention:
    """Days, 1 to ``MOST_DAYS`` (audit: from ``LEAST_AUDIT_DAYS``); None: kept until somebody deletes it.

    Counted from the last event of a conversation, the making of a delivery, the arrival of a business outcome, and the
    time of an audit entry.
    """

    conversations: int | None = None
    """Events, readings, outcomes and snapshot of a conversation, and what people added to it."""
    deliveries: int | None = None
    """Actions that have been delivered, given up or withdrawn; pending ones always stay."""
    business_outcomes: int | None = None
    audit: int | None = None


@dataclass(frozen=True, slots=True)
class Expired:
    """How much of each kind has been kept for longer than it should be (or has been deleted)."""

    conversations: int = 0
    deliveries: int = 0
    business_outcomes: int = 0
    audit: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.conversations or self.deliveries or self.business_outcomes or self.audit)
