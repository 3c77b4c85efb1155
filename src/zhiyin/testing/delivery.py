"""make_delivery: a plausible action on its way out, for trying hands and dispatchers."""

from collections.abc import Mapping

from zhiyin.domain.decision import Action
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef, Scalar

REPORT = ("差评或投诉风险 63%（中度）", "当前情绪：愤怒，客户发言 4 次，负面 3 次", "客户原话：“第三次了”")


def make_delivery(
    action_id: str = "a1",
    *,
    kind: str = "alert",
    tier: Tier = Tier.MODERATE,
    scene: str = "ecommerce",
    tenant: str = "t",
    conversation: str = "c 1/2",
    created_at: int = 1_700_000_000_000,
    body: Mapping[str, Scalar | tuple[str, ...]] | None = None,
) -> Delivery:
    return Delivery(
        action=Action(action_id, kind, "late_order", tier, "请主管介入", {"report": REPORT} if body is None else body),
        conversation=ConversationRef(tenant, conversation),
        event_id="e7",
        created_at=created_at,
        scene=scene,
    )
