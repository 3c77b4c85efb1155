"""PolicyForm: what a form shows of a policy's text, as it is written there, right or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiyin.domain.utterance import Scalar


@dataclass(frozen=True, slots=True)
class ActionForm:
    kind: str
    title: str
    params: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleForm:
    """``origin``: place of the rule in the text that the form was read from, from 0; None: it is new."""

    id: str
    title: str
    when: str
    tier: str
    cooldown: int
    limit: int
    actions: tuple[ActionForm, ...]
    origin: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """Scripts are no part of it: they stay in the text as they are."""

    scene: str
    version: str
    title: str
    thresholds: Mapping[str, float]
    """``mild``, ``moderate`` and ``severe``; 0-1."""
    facts: Mapping[str, Scalar]
    rules: tuple[RuleForm, ...]
