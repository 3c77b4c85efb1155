"""Person: what is kept of one customer, for export and erasure (PIPL Art. 45 and 47)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """``customer`` is the pseudonym. Conversations are those in which any event names this customer."""

    tenant: str
    customer: str
    conversations: tuple[str, ...]
    events: int
    actions: int
    business_outcomes: int
    """Revisions, of outcomes that name the customer or one of the conversations."""

    @property
    def nothing(self) -> bool:
        return not (self.conversations or self.business_outcomes)
