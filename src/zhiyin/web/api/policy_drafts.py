"""/v1/policies/{scene}/draft: what a person works on, kept on the service; nobody writes over another's window."""

from fastapi import APIRouter

from zhiyin.domain.policy_draft import PolicyDraft
from zhiyin.web.api.access import UsedServices
from zhiyin.web.api.policy_bench import PolicyEditor, Scene
from zhiyin.web.api.policy_shapes import DraftRequest, DraftShape, DraftsShape, OtherDraftShape
from zhiyin.web.api.present import moment
from zhiyin.web.problem import NAMED

router = APIRouter(tags=["policies"], responses={404: NAMED[404]})


@router.get("/v1/policies/{scene}/draft")
async def drafts(caller: PolicyEditor, services: UsedServices, scene: Scene) -> DraftsShape:
    """The caller's draft, and who else works on this scene."""
    services.policies.in_force(scene)
    found = await services.store.policy_drafts(caller.tenant, scene)
    mine = next((draft for draft in found if draft.by == caller.name), None)
    others = [OtherDraftShape(by=d.by, at=moment(d.at), based_on=d.over) for d in found if d is not mine]
    return DraftsShape(mine=_shape(mine) if mine else None, others=others)


@router.put("/v1/policies/{scene}/draft", responses={409: NAMED[409]})
async def save_draft(caller: PolicyEditor, services: UsedServices, scene: Scene, asked: DraftRequest) -> DraftShape:
    """Keep the caller's draft, right or wrong. Refused when it was saved elsewhere since it was read."""
    services.policies.in_force(scene)
    draft = PolicyDraft(
        caller.tenant, scene, caller.name, asked.text, asked.based_on, services.clock.now(), asked.revision
    )
    revision = await services.store.save_policy_draft(draft)
    return DraftShape(by=draft.by, at=moment(draft.at), based_on=draft.over, revision=revision, text=draft.text)


@router.delete("/v1/policies/{scene}/draft", status_code=204)
async def drop_draft(caller: PolicyEditor, services: UsedServices, scene: Scene) -> None:
    """Throw the caller's draft away; nothing happens where there is none."""
    services.policies.in_force(scene)
    await services.store.drop_policy_draft(caller.tenant, scene, caller.name)


def _shape(draft: PolicyDraft) -> DraftShape:
    return DraftShape(by=draft.by, at=moment(draft.at), based_on=draft.over, revision=draft.revision, text=draft.text)
