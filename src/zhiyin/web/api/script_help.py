"""What an agent is helped with while writing: /v1/scripts/suggestions, /v1/scripts/check, /v1/scripts/{id}/uses."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from zhiyin.domain.library_script import LibraryScript
from zhiyin.domain.policy import Script
from zhiyin.domain.utterance import ConversationRef
from zhiyin.engine.script_desk import Writer
from zhiyin.engine.script_uses import Said
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.in_sight import check_in_sight
from zhiyin.web.api.present_scripts import fault_shape, suggestion_shape
from zhiyin.web.api.script_shapes import CheckedShape, ScriptCheckShape, SuggestionsShape, UsedShape, UseShape
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["scripts"])

ScriptReader = Annotated[Caller, Depends(Having(Right.SCRIPTS_READ))]
ScriptUser = Annotated[Caller, Depends(Having(Right.SCRIPTS_USE))]
ScriptId = Annotated[str, Path(max_length=64)]
OneScene = Annotated[str | None, Query(max_length=64, description="needed only if two scenes have a script of this id")]


@router.get("/v1/scripts/suggestions", responses={404: NAMED[404]})
async def suggestions(
    caller: ScriptReader,
    services: UsedServices,
    conversation: Annotated[str, Query(min_length=1, max_length=128)],
    limit: Annotated[int, Query(ge=1, le=10)] = 3,
) -> SuggestionsShape:
    """Scripts that fit this conversation now, best first, with their variables filled in."""
    await check_in_sight(services, caller, conversation)
    found = await services.engine.suggestions.suggest(ConversationRef(caller.tenant, conversation), limit)
    return SuggestionsShape(suggestions=[suggestion_shape(one) for one in found])


@router.post("/v1/scripts/check")
async def check(caller: ScriptReader, services: UsedServices, asked: ScriptCheckShape) -> CheckedShape:
    """What is banned or over-selling in a text, with place, reason and what to say instead. Nothing is kept."""
    desk = services.engine.scripts
    if not asked.script:
        found = await desk.check_words(caller.tenant, asked.scene, asked.text)
        return CheckedShape(findings=[fault_shape(fault) for fault in found], warnings=[])
    script = LibraryScript(asked.scene, Script(asked.id, asked.text, when=asked.when), groups=tuple(asked.groups))
    faults, warnings = await desk.check(Writer(caller.tenant, caller.name), script)
    return CheckedShape(findings=[fault_shape(fault) for fault in faults], warnings=list(warnings))


@router.post("/v1/scripts/{script_id}/uses", status_code=201, responses={404: NAMED[404]})
async def use(
    caller: ScriptUser, services: UsedServices, script_id: ScriptId, said: UseShape, scene: OneScene = None
) -> UsedShape:
    """An agent has said this script in a conversation. Sent twice for the same turn, it counts once."""
    await check_in_sight(services, caller, said.conversation)
    entry = await services.engine.scripts.find(script_id, scene)
    ref = ConversationRef(caller.tenant, said.conversation)
    told = Said(ref, said.event_id, said.changed, caller.name)
    kept, new = await services.engine.script_uses.record(entry.kept, told)
    return UsedShape(id=kept.id, new=new, mood_before=kept.mood_before, tier_before=kept.tier_before)
