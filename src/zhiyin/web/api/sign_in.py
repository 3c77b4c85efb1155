"""What all ways of signing in end with: a session, its cookie, and who one is now."""

from fastapi import Request, Response

from zhiyin.domain.user import User
from zhiyin.engine.people.session_desk import csrf_of
from zhiyin.web.api.access import guard_of, services_of
from zhiyin.web.api.people_shapes import MeShape
from zhiyin.web.caller import Caller
from zhiyin.web.own_page import refuse_foreign_page
from zhiyin.web.rights import rights_of


def meet_stranger(request: Request) -> str:
    """The address of somebody who wants to sign in. Denied for a page of another site; BusyError if too often."""
    refuse_foreign_page(request, services_of(request).settings.public_url)
    guard_of(request).count_stranger(request)
    return address_of(request)


def address_of(request: Request) -> str:
    return request.client.host if request.client else "local"


async def begin_session(request: Request, response: Response, user: User) -> MeShape:
    """In place of the session that this browser may have had: a token never outlives who it was given to."""
    people = services_of(request).people
    before = people.cookie.read(request)
    found = await people.sessions.find(before) if before else None
    if found:
        await people.sessions.end(found.user.id, found.session.id)
    agent = request.headers.get("user-agent", "")
    token, begun = await people.sessions.begin(user, agent, address_of(request))
    people.cookie.give(response, token, people.sessions.limits.absolute // 1000)
    caller = Caller(
        tenant=user.tenant,
        name=user.name,
        access=user.access,
        bucket=f"user {user.id}",
        how="session",
        login=user.login,
        user_id=user.id,
        session_id=begun.session.id,
        csrf=csrf_of(token),
    )
    request.state.caller = caller
    return me_of(caller)


def me_of(caller: Caller) -> MeShape:
    return MeShape(
        name=caller.name,
        tenant=caller.tenant,
        access=caller.access,
        rights=rights_of(caller.access),
        how=caller.how,
        login=caller.login,
        user_id=caller.user_id,
        csrf=caller.csrf,
    )
