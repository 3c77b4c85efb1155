"""What the agent desk asks for: corrections of readings, the hand-over summary, and where it may be embedded."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import ConversationRef
from zhiyin.pipeline.mask import mask_text
from zhiyin.reports.handover import handover
from zhiyin.reports.handover_words import Language
from zhiyin.web.api.access import Having, Reader, UsedServices
from zhiyin.web.api.in_sight import check_in_sight
from zhiyin.web.api.names import names_of
from zhiyin.web.api.present_reviews import correction_shape
from zhiyin.web.api.review_shapes import (
    CorrectionIn,
    CorrectionShape,
    CorrectionsShape,
    DeskShape,
    HandoverShape,
    SectionShape,
)
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["desk"])

HANDED_OVER = 2_000
"""Latest turns that a summary is made from."""

Corrector = Annotated[Caller, Depends(Having(Right.READINGS_CORRECT))]
Name = Annotated[str, Path(max_length=128)]


@router.get("/v1/desk")
async def desk(_: Reader, services: UsedServices) -> DeskShape:
    """What the desk must know of this installation."""
    return DeskShape(embed_origins=list(services.settings.embed_origins))


@router.get("/v1/conversations/{conversation_id}/corrections")
async def list_corrections(caller: Reader, services: UsedServices, conversation_id: Name) -> CorrectionsShape:
    """What people said of the readings of a conversation."""
    await check_in_sight(services, caller, conversation_id)
    found = await services.store.corrections(ConversationRef(caller.tenant, conversation_id))
    names = await names_of(services, caller.tenant)
    return CorrectionsShape(corrections=[correction_shape(each, caller.person, names) for each in found])


@router.post(
    "/v1/conversations/{conversation_id}/turns/{event_id}/corrections",
    status_code=201,
    responses={404: NAMED[404], 409: NAMED[409]},
)
async def correct(
    caller: Corrector, services: UsedServices, conversation_id: Name, event_id: Name, given: CorrectionIn
) -> CorrectionShape:
    """Say what a customer's turn was really like. The stored reading stays; the turn comes into the review queue."""
    await check_in_sight(services, caller, conversation_id)
    ref = ConversationRef(caller.tenant, conversation_id)
    said = (given.emotion, given.polarity)
    made = await services.review_desk.correct(ref, event_id, caller.person, said, masked_note(given.note))
    return correction_shape(made, caller.person, await names_of(services, caller.tenant))


@router.delete(
    "/v1/conversations/{conversation_id}/turns/{event_id}/corrections",
    status_code=204,
    responses={404: NAMED[404]},
)
async def withdraw(caller: Corrector, services: UsedServices, conversation_id: Name, event_id: Name) -> None:
    """Take the caller's own correction back. The turn stays in the review queue."""
    await check_in_sight(services, caller, conversation_id)
    ref = ConversationRef(caller.tenant, conversation_id)
    if not await services.store.withdraw_correction(ref, event_id, caller.person):
        raise NotFoundError("you have not corrected this turn")


@router.get("/v1/conversations/{conversation_id}/handover", responses={404: NAMED[404]})
async def hand_over(
    caller: Reader, services: UsedServices, conversation_id: Name, language: Language = "zh"
) -> HandoverShape:
    """A short summary for whoever takes the conversation over, made by rules from masked text."""
    await check_in_sight(services, caller, conversation_id)
    ref = ConversationRef(caller.tenant, conversation_id)
    conversation = await services.store.conversation(ref)
    if conversation is None:
        raise NotFoundError("no conversation of this id has been worked off yet")
    turns = await services.store.turns(ref, HANDED_OVER)
    deliveries = await services.store.deliveries(caller.tenant, conversation=conversation_id)
    made = handover(conversation, turns, deliveries, services.cues_of(conversation.scene), language)
    return HandoverShape(
        sections=[SectionShape(title=s.title, lines=list(s.lines)) for s in made.sections],
        made=made.made,
        text=made.text,
    )


def masked_note(note: str) -> SafeText | None:
    """A note as it may be kept; None if there is none."""
    return mask_text(RawText(note.strip()))[0] if note.strip() else None
