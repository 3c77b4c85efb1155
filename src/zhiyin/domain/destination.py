"""Destination: where actions are sent, and which of them."""

from dataclasses import dataclass, field

from zhiyin.domain.delivery import Delivery
from zhiyin.domain.risk import Tier


@dataclass(frozen=True, slots=True)
class Destination:
    """``url`` and ``secrets`` are kept out of ``repr``: a robot's key is part of its URL."""

    name: str
    hand: str
    """Kind of hand: ``console``, ``webhook``, ``wecom``, ``dingtalk``, ``feishu``, or one of a third party."""
    url: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """The newest first. A webhook is signed with each, so that a receiver can change over in its own time."""
    kinds: tuple[str, ...] = ()
    """Kinds of action it takes; empty: all."""
    min_tier: Tier = Tier.NONE
    scenes: tuple[str, ...] = ()
    """Scenes it takes; empty: all."""
    tenants: tuple[str, ...] = ()
    """Tenants it takes; empty: all."""
    allow_private: bool = False
    """May lie inside the own network (loopback and private addresses)."""
    per_minute: int = 0
    """At most so many messages in any 60 seconds; 0: no limit."""

    def wants(self, delivery: Delivery) -> bool:
        return (
            (not self.kinds or delivery.action.kind in self.kinds)
            and delivery.action.tier.level >= self.min_tier.level
            and (not self.scenes or delivery.scene in self.scenes)
            and (not self.tenants or delivery.conversation.tenant in self.tenants)
        )
