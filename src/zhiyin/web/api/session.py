"""/v1/session: signing in with login name and password, and signing out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.people_shapes import MeShape, SignIn
from zhiyin.web.api.sign_in import begin_session, meet_stranger
from zhiyin.web.caller import Caller
from zhiyin.web.denied import Denied
from zhiyin.web.rights import Right

router = APIRouter(tags=["access"])


@router.post("/v1/session")
async def sign_in(asked: SignIn, services: UsedServices, request: Request, response: Response) -> MeShape:
    """Sign in; the session's token comes as a cookie. 429 with Retry-After after too many failures."""
    address = meet_stranger(request)
    user = await services.people.users.sign_in(asked.login, asked.password, address)
    if user is None:
        raise Denied(401, "login name and password do not belong together, or the account is disabled")
    return await begin_session(request, response, user)


@router.delete("/v1/session", status_code=204)
async def sign_out(
    caller: Annotated[Caller, Depends(Having(Right.OWN_SESSION))], services: UsedServices, response: Response
) -> None:
    """End this session; its cookie is taken back. Nothing happens for a key."""
    if caller.session_id:
        await services.people.sessions.end(caller.user_id, caller.session_id)
    services.people.cookie.take(response)
