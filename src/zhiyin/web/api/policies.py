"""/v1/policies: the rules in force, publishing a new version, and switching back; no restart."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from zhiyin.domain.errors import InputError
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.examples import POLICY_BODY
from zhiyin.web.api.policy_shapes import BackRequest
from zhiyin.web.api.present import moment
from zhiyin.web.api.shapes import PoliciesShape, PolicyShape, PolicyVersionShape
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["policies"])

PolicyReader = Annotated[Caller, Depends(Having(Right.POLICIES_READ))]
Publisher = Annotated[Caller, Depends(Having(Right.POLICIES_PUBLISH))]


@router.get("/v1/policies")
async def list_policies(_: PolicyReader, services: UsedServices) -> PoliciesShape:
    """The policy in force in each scene, and its published versions."""
    scenes = sorted(services.engine.rulebooks.policies())
    return PoliciesShape(policies=[await _shape(services, scene) for scene in scenes])


@router.post(
    "/v1/policies",
    status_code=201,
    responses={409: NAMED[409]},
    openapi_extra={"requestBody": POLICY_BODY},
)
async def publish_policy(request: Request, caller: Publisher, services: UsedServices) -> PolicyShape:
    """Check a policy (YAML) and put it in force from the next turn on. What does not check is refused and named."""
    try:
        text = (await request.body()).decode()
    except UnicodeDecodeError:
        raise InputError("the policy is not UTF-8") from None
    policy = services.parse_policy(text, "request body")
    await services.engine.switch_policy(policy, caller.name, text=text)
    return await _shape(services, policy.scene)


@router.post("/v1/policies/{scene}/versions/{version}/activate", responses={404: NAMED[404]})
async def activate_policy(
    caller: Publisher,
    services: UsedServices,
    scene: Annotated[str, Path(max_length=64)],
    version: Annotated[str, Path(max_length=64)],
    why: BackRequest | None = None,
) -> PolicyShape:
    """Switch back to a version that was published before, or to the shipped one."""
    await services.policies.back(scene, version, why.note if why else "", caller.name)
    return await _shape(services, scene)


async def _shape(services: Services, scene: str) -> PolicyShape:
    policy = services.engine.rulebooks.policies()[scene]
    versions = [
        PolicyVersionShape(scene=scene, version=version, active=active, by=by, at=moment(at))
        for version, active, by, at in await services.store.versions(scene)
    ]
    if not any(v.active for v in versions):
        versions.append(PolicyVersionShape(scene=scene, version=policy.version, active=True, by="shipped", at=None))
    return PolicyShape(
        scene=scene, version=policy.version, title=policy.title, rules=len(policy.rules), versions=versions
    )
