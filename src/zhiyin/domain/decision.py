"""Decision: which rules of the policy matched, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiyin.domain.reason import Reason
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done now, by a person or a system.

    ``id`` is made from conversation, rule and how often the rule has fired (``pipeline.policy.action_id``): the same
    action decided twice, after a crash or a late event, has the same id, so a receiver can drop the repeat.
    """

    id: str
    kind: str
    rule: str
    tier: Tier
    title: str
    body: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """``policy`` is ``scene@version``. Empty rules and actions mean: nothing to do now."""

    policy: str
    rules: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    reasons: tuple[Reason, ...] = ()
