"""/v1/keys: API keys of the caller's tenant; a secret is shown once and kept nowhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.key import ApiKey
from zhiyin.domain.text import RawText
from zhiyin.engine.key_secret import ID_CHARACTERS, new_secret
from zhiyin.pipeline.mask import mask_text
from zhiyin.web.api.access import Having, UsedServices, guard_of
from zhiyin.web.api.governance_shapes import KeyShape, KeysShape, MadeKeyShape, NewKeyShape
from zhiyin.web.api.present import moment, moment_or_none
from zhiyin.web.auditing import audited
from zhiyin.web.caller import Caller
from zhiyin.web.guard import Guard
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["settings"])

KeyKeeper = Annotated[Caller, Depends(Having(Right.KEYS_MANAGE))]


@router.get("/v1/keys")
async def list_keys(request: Request, caller: KeyKeeper, services: UsedServices) -> KeysShape:
    """All keys of the tenant, never their secrets; revoked ones stay listed."""
    guard = guard_of(request)
    found = [key for key in await services.store.keys() if key.tenant == caller.tenant]
    return KeysShape(keys=[_shape(key, guard) for key in reversed(found)])


@router.post("/v1/keys", status_code=201)
async def make_key(request: Request, wanted: NewKeyShape, caller: KeyKeeper, services: UsedServices) -> MadeKeyShape:
    """Make a key for the caller's own tenant."""
    secret, digest = new_secret()
    name = mask_text(RawText(wanted.name.strip()))[0]
    key = ApiKey(digest[:ID_CHARACTERS], caller.tenant, name, wanted.access, digest, services.clock.now())
    await services.store.add_key(key)
    request.app.state.door.close()
    audited(request, f"key {key.id} {key.name!r} as {key.access.value}")
    return MadeKeyShape(key=_shape(key, guard_of(request)), secret=secret)


@router.delete("/v1/keys/{key_id}", status_code=204, responses={404: NAMED[404]})
async def revoke_key(
    request: Request, caller: KeyKeeper, services: UsedServices, key_id: Annotated[str, Path(max_length=64)]
) -> None:
    """Make a key useless: here at once, in other processes within 5 seconds."""
    found = next((k for k in await services.store.keys() if (k.tenant, k.id) == (caller.tenant, key_id)), None)
    if found is None or not await services.store.revoke_key(key_id, services.clock.now()):
        raise NotFoundError("no valid key of this id")
    guard_of(request).forget(found.digest)
    audited(request, f"key {found.id} {found.name!r} revoked")


def _shape(key: ApiKey, guard: Guard) -> KeyShape:
    return KeyShape(
        id=key.id,
        name=key.name,
        access=key.access,
        created_at=moment(key.created_at),
        revoked_at=moment_or_none(key.revoked_at),
        last_used=moment_or_none(guard.used.get(key.id)),
    )
