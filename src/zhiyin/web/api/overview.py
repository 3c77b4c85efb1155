"""GET /v1/overview: the state of the house in numbers."""

from fastapi import APIRouter, Request

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.receipt import ReceiptStatus
from zhiyin.web.api.access import Reader, UsedServices, intake_of
from zhiyin.web.api.in_sight import sight_of
from zhiyin.web.api.present import unsafe_settings
from zhiyin.web.api.shapes import OverviewShape

router = APIRouter(tags=["overview"])


@router.get("/v1/overview")
async def overview(request: Request, caller: Reader, services: UsedServices) -> OverviewShape:
    """Counts of conversations, tiers and actions; completeness of the data; what is configured unsafely.

    Conversations and tiers are those in the caller's sight; all other numbers are of the whole tenant.
    """
    counts = await services.store.counts(caller.tenant)
    sight = await sight_of(services, caller)
    tiers = await services.store.tiers(caller.tenant, sight)
    feed = services.engine.feed
    return OverviewShape(
        conversations=sum(tiers.values()) if sight else counts["conversations"],
        events=counts["events"],
        unapplied=counts["unapplied"],
        by_tier=tiers,
        actions={status.value: counts[status.value] for status in DeliveryStatus},
        completeness=intake_of(request).completeness.share,
        set_aside=feed.counted[ReceiptStatus.SET_ASIDE],
        rejected=feed.counted[ReceiptStatus.REJECTED],
        model=services.model_name,
        risk=services.engine.rulebooks.weights,
        policies={scene: p.version for scene, p in services.engine.rulebooks.policies().items()},
        warnings=unsafe_settings(services),
    )
