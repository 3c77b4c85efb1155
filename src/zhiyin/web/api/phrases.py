"""/v1/phrases: banned and over-selling sayings: the shipped lists, and what a tenant has added."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from zhiyin.domain.errors import NotFoundError
from zhiyin.web.api.access import UsedServices
from zhiyin.web.api.present_scripts import own_phrase_shape
from zhiyin.web.api.script_help import ScriptReader
from zhiyin.web.api.script_shapes import NewPhraseShape, PhraseShape, PhrasesShape
from zhiyin.web.api.scripts import ScriptEditor
from zhiyin.web.problem import NAMED

router = APIRouter(tags=["scripts"])


@router.get("/v1/phrases")
async def list_phrases(
    caller: ScriptReader, services: UsedServices, scene: Annotated[str, Query(max_length=64)] = "ecommerce"
) -> PhrasesShape:
    """What may not be said in a scene: the tenant's own phrases first, then those of every trade and of this one."""
    own = [own_phrase_shape(one) for one in await services.engine.own_phrases.list(caller.tenant)]
    shipped = [
        PhraseShape(
            id="",
            phrase=one.phrase,
            kind=one.kind,
            reason=one.reason,
            mend=one.mend,
            exceptions=[],
            by="",
            at=None,
        )
        for one in services.engine.scripts.shelf.parts.phrases_of(scene)
    ]
    return PhrasesShape(phrases=[*own, *shipped], own=len(own))


@router.post("/v1/phrases", status_code=201)
async def add_phrase(caller: ScriptEditor, services: UsedServices, new: NewPhraseShape) -> PhraseShape:
    """Ban a saying of one's own, in all scenes; what is there already is written over."""
    kept = await services.engine.own_phrases.add(
        caller.tenant, caller.name, new.phrase, new.reason, new.mend, tuple(new.exceptions)
    )
    return own_phrase_shape(kept)


@router.delete("/v1/phrases/{phrase_id}", status_code=204, responses={404: NAMED[404]})
async def drop_phrase(
    caller: ScriptEditor, services: UsedServices, phrase_id: Annotated[str, Path(max_length=64)]
) -> None:
    """Allow a saying of one's own again. Shipped ones stay."""
    if not await services.engine.own_phrases.drop(caller.tenant, phrase_id):
        raise NotFoundError("there is no phrase of your own with this id")
