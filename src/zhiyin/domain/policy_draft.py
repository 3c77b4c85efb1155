"""PolicyDraft: a policy that somebody works on, not checked and not in force."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """One per person and scene. ``over`` is the version it was begun from; ``at`` in ms since 1970 UTC."""

    tenant: str
    scene: str
    by: str
    text: str
    over: str
    at: int
    revision: int = 0
    """Counts how often it was saved: who saves names the one that was read. 0: never."""
