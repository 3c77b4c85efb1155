"""PolicyChange: that another version of a policy came into force, who did it and why."""

from dataclasses import dataclass

from zhiyin.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """``before`` is the version that counted until then; empty: the shipped one. ``at`` in ms since 1970 UTC."""

    scene: str
    version: str
    before: str
    by: str
    at: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeptPolicy:
    """A published version. ``text`` is the YAML it was published as; empty where only the policy itself is known."""

    policy: Policy
    text: str
    by: str
    at: int
