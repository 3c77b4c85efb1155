"""/v1/me: who the caller is and may do, one's own password, and one's own sessions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.session import Session
from zhiyin.domain.user import User
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.people_shapes import EndedShape, MeShape, OwnPassword, SessionShape, SessionsShape
from zhiyin.web.api.present import moment
from zhiyin.web.api.sign_in import address_of, begin_session, me_of
from zhiyin.web.caller import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["access"])

Anybody = Annotated[Caller, Depends(Having(Right.OWN_SESSION))]


@router.get("/v1/me")
async def me(caller: Anybody) -> MeShape:
    """Who the caller is."""
    return me_of(caller)


@router.put("/v1/me/password", responses={404: NAMED[404]})
async def change_password(
    asked: OwnPassword, caller: Anybody, services: UsedServices, request: Request, response: Response
) -> MeShape:
    """Change one's own password. All of one's sessions end; this browser gets a new one."""
    user = await _self(caller, services)
    people = services.people
    changed = await people.users.change_own(user, asked.present, asked.password, address_of(request))
    people.sessions.forget()
    return await begin_session(request, response, changed)


@router.get("/v1/me/sessions")
async def my_sessions(caller: Anybody, services: UsedServices) -> SessionsShape:
    """Where one is signed in, newest first; none for a key."""
    found = await services.people.sessions.of_user(caller.user_id) if caller.user_id else []
    return SessionsShape(sessions=[_shape(session, caller) for session in found])


@router.delete("/v1/me/sessions")
async def end_other_sessions(caller: Anybody, services: UsedServices) -> EndedShape:
    """Sign out everywhere else."""
    if not caller.user_id:
        return EndedShape(ended=0)
    return EndedShape(ended=await services.people.sessions.end_all(caller.user_id, but=caller.session_id))


@router.delete("/v1/me/sessions/{session_id}", status_code=204, responses={404: NAMED[404]})
async def end_my_session(
    caller: Anybody, services: UsedServices, session_id: Annotated[str, Path(max_length=64)]
) -> None:
    """End one of one's own sessions."""
    if not caller.user_id or not await services.people.sessions.end(caller.user_id, session_id):
        raise NotFoundError("you have no such session")


async def _self(caller: Caller, services: Services) -> User:
    if not caller.user_id:
        raise InputError("only somebody who signed in with a login name has a password")
    return await services.people.users.of(caller.tenant, caller.user_id)


def _shape(session: Session, caller: Caller) -> SessionShape:
    return SessionShape(
        id=session.id,
        created_at=moment(session.created_at),
        seen_at=moment(session.seen_at),
        ends_at=moment(session.expires_at),
        agent=session.agent,
        address=session.address,
        current=session.id == caller.session_id,
    )
