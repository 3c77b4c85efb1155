"""LibraryScript: a wording as the script library 话术库 keeps it, with who changed it when."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.policy import Script


class ScriptStatus(StrEnum):
    DRAFT = "draft"
    """Being written: never offered."""
    ACTIVE = "active"
    RETIRED = "retired"
    """Switched off; kept with its history."""


class ScriptOrigin(StrEnum):
    PACK = "pack"
    """Came with the policy of its scene (shipped, or published here)."""
    OWN = "own"


class ReviewState(StrEnum):
    UNSET = "unset"
    """No date was set: it is offered for as long as it is active."""
    FRESH = "fresh"
    DUE = "due"
    """Past its date: still offered, and shown as to be reviewed."""
    EXPIRED = "expired"
    """Past its date and the days of grace: no longer offered."""


@dataclass(frozen=True, slots=True)
class CustomerGroup:
    """Customers told apart by a CEL condition over the facts, per scene; ``when["*"]`` holds in every other scene."""

    id: str
    title: str
    when: dict[str, str]

    def of(self, scene: str) -> str | None:
        """The condition in a scene; None where the group means nothing."""
        return self.when.get(scene, self.when.get("*"))


@dataclass(frozen=True, slots=True)
class LibraryScript:
    """``review_by`` in ms since 1970 UTC. ``base`` is the version that came with the policy when it was edited here."""

    scene: str
    script: Script
    title: str = ""
    status: ScriptStatus = ScriptStatus.ACTIVE
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Ids of customer groups it is kept for; empty: for everybody."""
    review_by: int | None = None
    owner: str = ""
    origin: ScriptOrigin = ScriptOrigin.OWN
    base: Script | None = None


@dataclass(frozen=True, slots=True)
class ScriptRevision:
    """``revision`` counts from 1; 0 is what came with the policy and was never edited. ``at`` in ms since 1970 UTC."""

    script: LibraryScript
    revision: int
    by: str
    at: int

    @property
    def key(self) -> tuple[str, str]:
        """Scene and id: what names a script."""
        return (self.script.scene, self.script.script.id)
