"""/v1/reviews: the queue in which people label turns, and what their labels say of them and of the model."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.label import USUAL_POLARITY, Label
from zhiyin.domain.review_item import ReviewItem, Source, Standing
from zhiyin.reports import label_export, label_view
from zhiyin.seams import ReviewClaim, ReviewQuery
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.desk import masked_note
from zhiyin.web.api.names import names_of
from zhiyin.web.api.present import moment
from zhiyin.web.api.present_reviews import accuracy_shapes, agreement_shape, review_shape
from zhiyin.web.api.review_shapes import (
    AccuracyShape,
    AgreementShape,
    LabelIn,
    NextReviewShape,
    ProgressShape,
    ReviewShape,
    ReviewsShape,
)
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["reviews"])

HELD_MS = 5 * 60_000
"""How long an item is kept for the one who was given it."""
MOST = 20_000
"""Items that figures and exports look at: the newest."""
_CLOSED = (Standing.AGREED, Standing.DISPUTED, Standing.SETTLED)
_FINAL = (Standing.AGREED, Standing.SETTLED)

Viewer = Annotated[Caller, Depends(Having(Right.REVIEWS_READ))]
Labeller = Annotated[Caller, Depends(Having(Right.REVIEWS_LABEL))]
Judge = Annotated[Caller, Depends(Having(Right.REVIEWS_SETTLE))]
Exporter = Annotated[Caller, Depends(Having(Right.REVIEWS_EXPORT))]
Item = Annotated[str, Path(max_length=64)]
Scene = Annotated[str | None, Query(max_length=64)]
_CHANGES: dict[int | str, dict[str, Any]] = {404: NAMED[404], 409: NAMED[409]}


@router.get("/v1/reviews")
async def list_reviews(
    caller: Viewer,
    services: UsedServices,
    standing: Standing | None = None,
    source: Source | None = None,
    scene: Scene = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> ReviewsShape:
    """Items of the queue, newest first. Before one's own label, others' labels (and the reading) are not shown."""
    standings = (standing,) if standing else ()
    query = ReviewQuery(caller.tenant, standings, source, scene, limit + 1, offset)
    found = await services.store.reviews(query)
    names, blind = await names_of(services, caller.tenant), services.review_rules.blind
    return ReviewsShape(
        reviews=[review_shape(item, caller.person, names, blind=blind) for item in found[:limit]],
        next_offset=offset + limit if len(found) > limit else None,
        progress=await _progress(services, caller),
    )


@router.get("/v1/reviews/next")
async def next_review(
    caller: Labeller, services: UsedServices, source: Source | None = None, scene: Scene = None
) -> NextReviewShape:
    """An item for the caller to label; for five minutes nobody else is given it."""
    now = services.clock.now()
    claim = ReviewClaim(caller.tenant, caller.person, now, now + HELD_MS, source, scene)
    item = await services.store.claim_review(claim)
    return NextReviewShape(
        review=await _shown(services, caller, item) if item else None,
        held_until=moment(claim.until) if item else None,
        progress=await _progress(services, caller),
    )


@router.get("/v1/reviews/agreement")
async def agreement(caller: Viewer, services: UsedServices) -> AgreementShape:
    """How far labellers say the same: per pair, per emotion, and over all."""
    found = await services.store.reviews(ReviewQuery(caller.tenant, _CLOSED, limit=MOST))
    return agreement_shape(label_view.agreement(found), len(found), await names_of(services, caller.tenant))


@router.get("/v1/reviews/accuracy")
async def accuracy(caller: Viewer, services: UsedServices) -> AccuracyShape:
    """How often the model says what people agreed on, over all its readings."""
    found = await services.store.reviews(ReviewQuery(caller.tenant, _FINAL, limit=MOST))
    disputed = (await services.store.review_counts(caller.tenant))[Standing.DISPUTED]
    return AccuracyShape(models=accuracy_shapes(label_view.accuracy(found)), disputed=disputed, seen=len(found))


@router.get(
    "/v1/reviews/export",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}, "text/csv": {}}, "description": "the data set"}},
)
async def export(
    caller: Exporter,
    services: UsedServices,
    kind: Annotated[Literal["jsonl", "csv"], Query(alias="format")] = "jsonl",
    head: label_export.Head = "emotion",
) -> Response:
    """Agreed and decided labels with their masked texts, for ``zhiyin.training``. ``head``: the label of a CSV."""
    found = await services.store.reviews(ReviewQuery(caller.tenant, _FINAL, limit=MOST))
    made = label_export.jsonl(found) if kind == "jsonl" else label_export.table(found, head)
    media = "application/x-ndjson" if kind == "jsonl" else "text/csv; charset=utf-8"
    named = {"Content-Disposition": f'attachment; filename="zhiyin-labels.{kind}"'}
    return Response(made.encode(), media_type=media, headers=named)


@router.get("/v1/reviews/{item}", responses={404: NAMED[404]})
async def get_review(caller: Viewer, services: UsedServices, item: Item) -> ReviewShape:
    """One item."""
    found = await services.store.review(caller.tenant, item)
    if found is None:
        raise NotFoundError("no such review item")
    return await _shown(services, caller, found)


@router.post("/v1/reviews/{item}/labels", status_code=201, responses=_CHANGES)
async def label(caller: Labeller, services: UsedServices, item: Item, given: LabelIn) -> ReviewShape:
    """Say what the turn is like; once a person and item."""
    said = _label(caller, services, given)
    needed = services.review_rules.needed
    return await _shown(services, caller, await services.store.label_review(caller.tenant, item, said, needed))


@router.delete("/v1/reviews/{item}/labels", responses=_CHANGES)
async def undo(caller: Labeller, services: UsedServices, item: Item) -> ReviewShape:
    """Take the caller's own label or skip back."""
    needed = services.review_rules.needed
    return await _shown(
        services, caller, await services.store.unlabel_review(caller.tenant, item, caller.person, needed)
    )


@router.post("/v1/reviews/{item}/skip", status_code=204, responses=_CHANGES)
async def skip(caller: Labeller, services: UsedServices, item: Item) -> None:
    """Do not give the caller this item again."""
    await services.store.skip_review(caller.tenant, item, caller.person, services.clock.now())


@router.post("/v1/reviews/{item}/verdict", status_code=201, responses=_CHANGES)
async def settle(caller: Judge, services: UsedServices, item: Item, given: LabelIn) -> ReviewShape:
    """Decide where labellers disagree; not one of them."""
    said = _label(caller, services, given)
    return await _shown(services, caller, await services.store.settle_review(caller.tenant, item, said))


def _label(caller: Caller, services: Services, given: LabelIn) -> Label:
    emotion, polarity = given.emotion, given.polarity
    return Label(
        by=caller.person,
        at=services.clock.now(),
        emotion=emotion,
        polarity=(polarity or USUAL_POLARITY[emotion]) if emotion else None,
        intensity=None if given.strength is None else given.strength / 2,
        sarcasm=given.sarcasm,
        note=masked_note(given.note),
    )


async def _shown(services: Services, caller: Caller, item: ReviewItem) -> ReviewShape:
    names = await names_of(services, caller.tenant)
    return review_shape(item, caller.person, names, blind=services.review_rules.blind)


async def _progress(services: Services, caller: Caller) -> ProgressShape:
    store, rules = services.store, services.review_rules
    since = services.review_desk.day_began()
    return ProgressShape(
        today=await store.labelled_since(caller.tenant, caller.person, since),
        left=await store.reviews_left(caller.tenant, caller.person),
        by_standing=dict(await store.review_counts(caller.tenant)),
        needed=rules.needed,
        blind=rules.blind,
    )
