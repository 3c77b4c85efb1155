"""Ringing: conversations whose alarm has rung, for tests of walls and of those who take alarms."""

from dataclasses import replace

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.conversation import Conversation, Step
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.utterance import ConversationRef, Scalar
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0

_RISK = {Tier.NONE: 0.1, Tier.MILD: 0.3, Tier.MODERATE: 0.6, Tier.SEVERE: 0.9}


def ringing(
    of: ConversationRef,
    *tiers: Tier,
    version: int = 1,
    at: int = T0,
    scene: str = "ecommerce",
    facts: dict[str, Scalar] | None = None,
) -> Conversation:
    """One that reached each of ``tiers`` (lowest first) a second after the other, from ``at`` ms on."""
    highest = tiers[-1] if tiers else Tier.NONE
    base = samples.conversation(of, version, last_at=at, risk=_RISK[highest], tier=highest, scene=scene)
    alarms = tuple(Alarm(tier, at + n * 1000, n + 1, _RISK[tier]) for n, tier in enumerate(tiers))
    state = replace(base.state, alarms=alarms, facts=facts or {}, risks=(0.1, _RISK[highest]))
    return replace(base, state=state, risk=Risk(_RISK[highest], highest, ()))


async def keep(store: Store, *conversations: Conversation) -> None:
    assert all(await store.save([Step(c, ()) for c in conversations], T0))
