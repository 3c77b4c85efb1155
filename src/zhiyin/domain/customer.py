"""CustomerRef: names one customer of a tenant, by a pseudonym that only masking makes."""

from dataclasses import dataclass

CUSTOMER = "customer"
"""The business fact that says whose conversation this is."""


@dataclass(frozen=True, slots=True, order=True)
class CustomerRef:
    """``id`` is the pseudonym ``c-`` and 16 hex digits, never the sender's own reference."""

    tenant: str
    id: str
