"""/v1/policies/...: the bench: a policy as text and as a form, checked while it is written, published, compared."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from zhiyin.domain.errors import PolicyError
from zhiyin.pipeline.action_kinds import ACTION_KINDS
from zhiyin.pipeline.condition_check import VALUES
from zhiyin.pipeline.conditions import FUNCTIONS
from zhiyin.pipeline.facts import FACTS
from zhiyin.reports.policy_difference import difference
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.policy_shapes import (
    ActionKindShape,
    ActionParamShape,
    CheckRequest,
    CheckShape,
    CueShape,
    DifferenceShape,
    FactShape,
    FactsShape,
    KeptVersionShape,
    PolicyChangeShape,
    PolicyHistoryShape,
    PolicySheetShape,
    PublishRequest,
)
from zhiyin.web.api.present import moment
from zhiyin.web.api.present_policies import check_shape, difference_shape, sheet_shape, to_form
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["policies"])

PolicyReader = Annotated[Caller, Depends(Having(Right.POLICIES_READ))]
PolicyEditor = Annotated[Caller, Depends(Having(Right.POLICIES_EDIT))]
Publisher = Annotated[Caller, Depends(Having(Right.POLICIES_PUBLISH))]
Scene = Annotated[str, Path(max_length=64)]
Version = Annotated[str, Path(max_length=64)]

_MISSING: dict[int | str, dict[str, object]] = {404: NAMED[404]}
_EXAMPLES = 8
"""Expressions of a word list that are shown."""


@router.get("/v1/policies/facts")
async def facts(
    _: PolicyReader, services: UsedServices, scene: Annotated[str, Query(max_length=64)] = ""
) -> FactsShape:
    """What conditions and actions may name: facts, word lists of the scene, kinds of action with their parameters."""
    lexicon = services.policies.lexicon(scene)
    return FactsShape(
        facts=[
            FactShape(
                name=f.name,
                range=f.range,
                unit=f.unit,
                source=f.source,
                meaning=f.meaning,
                sample=list(f.sample) if isinstance(f.sample, tuple) else f.sample,
            )
            for f in FACTS
        ],
        cues=[
            CueShape(name=name, examples=list(words[:_EXAMPLES]), count=len(words))
            for name, words in sorted(lexicon.cues.items())
        ],
        kinds=[
            ActionKindShape(
                kind=kind, params=[ActionParamShape(name=p.name, values=list(p.values), many=p.many) for p in params]
            )
            for kind, params in ACTION_KINDS.items()
        ],
        functions=sorted(FUNCTIONS),
        values={fact: sorted(values) for fact, values in VALUES.items()},
    )


@router.post("/v1/policies/check")
async def check(_: PolicyReader, services: UsedServices, asked: CheckRequest) -> CheckShape:
    """All problems of a policy, without publishing it; with ``form``, of the text that the edited form makes of it."""
    form = to_form(asked.form) if asked.form else None
    return check_shape(await asyncio.to_thread(services.policies.checked, asked.text, form))


@router.get("/v1/policies/{scene}", responses=_MISSING)
async def policy(_: PolicyReader, services: UsedServices, scene: Scene) -> PolicySheetShape:
    """The policy in force, as YAML text and as a form."""
    return sheet_shape(await services.policies.sheet(scene))


@router.get("/v1/policies/{scene}/versions/{version}", responses=_MISSING)
async def kept_version(_: PolicyReader, services: UsedServices, scene: Scene, version: Version) -> PolicySheetShape:
    """A kept version, or the shipped one."""
    return sheet_shape(await services.policies.sheet(scene, version))


@router.get("/v1/policies/{scene}/history", responses=_MISSING)
async def history(_: PolicyReader, services: UsedServices, scene: Scene) -> PolicyHistoryShape:
    """The versions of a scene, and who put which of them in force when and why."""
    now = services.policies.in_force(scene)
    shipped = services.engine.rulebooks.shipped(scene)
    kept = await services.store.versions(scene)
    changes = await services.store.policy_changes(scene)
    notes = {c.version: c.note for c in changes}  # newest first: the first publishing is written last
    versions = [
        KeptVersionShape(version=v, active=active, shipped=False, by=by, at=moment(at), note=notes.get(v, ""))
        for v, active, by, at in kept
    ]
    if shipped and all(v.version != shipped.version for v in versions):
        active = shipped.version == now.version and not any(v.active for v in versions)
        versions.append(KeptVersionShape(version=shipped.version, active=active, shipped=True, by="", at=None, note=""))
    return PolicyHistoryShape(
        versions=versions,
        changes=[
            PolicyChangeShape(version=c.version, before=c.before, by=c.by, at=moment(c.at), note=c.note)
            for c in changes
        ],
    )


@router.get("/v1/policies/{scene}/difference", responses=_MISSING)
async def difference_of_versions(
    _: PolicyReader,
    services: UsedServices,
    scene: Scene,
    before: Annotated[str, Query(max_length=64)],
    after: Annotated[str, Query(max_length=64)],
) -> DifferenceShape:
    """What version ``after`` says otherwise than ``before``, rule by rule."""
    old = await services.policies.sheet(scene, before)
    new = await services.policies.sheet(scene, after)
    return difference_shape(difference(old.policy, new.policy))


@router.post("/v1/policies/{scene}/difference", responses=_MISSING)
async def difference_of_text(
    _: PolicyReader, services: UsedServices, scene: Scene, asked: CheckRequest
) -> DifferenceShape:
    """What a text says otherwise than the policy in force. A text that is no policy is refused."""
    now = services.policies.in_force(scene)
    form = to_form(asked.form) if asked.form else None
    found = await asyncio.to_thread(services.policies.checked, asked.text, form)
    if found.policy is None:
        raise PolicyError(f"line {found.problems[0].span.line}: {found.problems[0].fault}")
    return difference_shape(difference(now, found.policy))


@router.post("/v1/policies/{scene}/publish", status_code=201, responses={**_MISSING, 409: NAMED[409]})
async def publish(caller: Publisher, services: UsedServices, scene: Scene, asked: PublishRequest) -> PolicySheetShape:
    """Put a text in force as a new version, from the next turn on; the caller's draft is done with."""
    desk = services.policies
    await desk.publish(scene, asked.text, asked.version, asked.note, asked.based_on, caller.name)
    await services.store.drop_policy_draft(caller.tenant, scene, caller.name)
    return sheet_shape(await desk.sheet(scene))
