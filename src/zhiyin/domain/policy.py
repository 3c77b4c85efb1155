"""Policy: rules over named facts, as data. A pack is a policy with its scripts and word lists for one scene."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What a rule asks for: the kind of action, a title, and parameters that go into the action's body."""

    kind: str
    title: str
    params: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """``when`` is a CEL expression over the facts of ``pipeline.facts.FACTS`` and must give a bool.

    A rule fires again in the same conversation only after ``cooldown`` further turns, and at most ``limit`` times.
    """

    id: str
    title: str
    when: str
    tier: Tier
    actions: tuple[ActionSpec, ...]
    cooldown: int = 4
    limit: int = 3


@dataclass(frozen=True, slots=True)
class Script:
    """A wording 话术 an agent may use; ``text`` may hold ``{name}`` variables that are filled from the facts."""

    id: str
    text: str
    tiers: tuple[Tier, ...] = ()
    """Tiers it suits; empty: any."""
    emotions: tuple[str, ...] = ()
    """Emotions it suits; empty: any."""
    when: str = ""
    """CEL condition like a rule's, for a wording that fits one matter only; empty: any."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Risk probabilities (0-1) at which the tiers begin."""

    mild: float = 0.20
    moderate: float = 0.50
    severe: float = 0.80


@dataclass(frozen=True, slots=True)
class Policy:
    scene: str
    version: str
    title: str
    rules: tuple[Rule, ...]
    scripts: tuple[Script, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    """Business facts that rules (``facts.name``) and scripts (``{name}``) may use, each with a sample of its type."""

    @property
    def name(self) -> str:
        return f"{self.scene}@{self.version}"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists by cue name (``threat``, ``repetition``, ``urgency``, ...), already folded for matching."""

    cues: Mapping[str, tuple[str, ...]]
