"""/v1/users: who may sign in, as what. For administrators, each in their own tenant."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from zhiyin.domain.errors import FieldError
from zhiyin.domain.key import Access
from zhiyin.domain.user import User, UserChange
from zhiyin.engine.people.user_desk import Wanted
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.people_shapes import EndedShape, NewPassword, NewUser, UserPatch, UserShape, UsersShape
from zhiyin.web.api.present import moment
from zhiyin.web.caller import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["access"])

Manager = Annotated[Caller, Depends(Having(Right.USERS_MANAGE))]
UserId = Annotated[str, Path(max_length=64)]
_MISSING: dict[int | str, dict[str, object]] = {404: NAMED[404], 409: NAMED[409]}


@router.get("/v1/users")
async def list_users(caller: Manager, services: UsedServices) -> UsersShape:
    """All users of the tenant, oldest first."""
    found = await services.store.users()
    return UsersShape(users=[_shape(user) for user in found if user.tenant == caller.tenant])


@router.post("/v1/users", status_code=201, responses={409: NAMED[409]})
async def add_user(asked: NewUser, caller: Manager, services: UsedServices) -> UserShape:
    """Make a user; the first one must be an administrator. 409 if the login name is taken."""
    if asked.access is not Access.ADMIN and not await services.store.users():
        raise FieldError("access", "first", "the first user must be an administrator, else nobody could make others")
    wanted = Wanted(caller.tenant, asked.login, asked.name, asked.access, asked.password, staff=asked.staff)
    return _shape(await services.people.users.add(wanted))


@router.patch("/v1/users/{user_id}", responses=_MISSING)
async def change_user(asked: UserPatch, caller: Manager, services: UsedServices, user_id: UserId) -> UserShape:
    """Rename, give another role, disable (all sessions end) or enable. 409 for the last administrator."""
    change = UserChange(asked.name, asked.access, asked.disabled, staff=asked.staff)
    changed = await services.people.users.change(caller.tenant, user_id, change)
    services.people.sessions.forget()
    return _shape(changed)


@router.post("/v1/users/{user_id}/password", responses=_MISSING)
async def reset_password(asked: NewPassword, caller: Manager, services: UsedServices, user_id: UserId) -> UserShape:
    """Give a user another password; all sessions of that user end."""
    changed = await services.people.users.set_password(caller.tenant, user_id, asked.password)
    services.people.sessions.forget()
    return _shape(changed)


@router.delete("/v1/users/{user_id}/sessions", responses=_MISSING)
async def end_sessions(caller: Manager, services: UsedServices, user_id: UserId) -> EndedShape:
    """Sign a user out everywhere."""
    user = await services.people.users.of(caller.tenant, user_id)
    return EndedShape(ended=await services.people.sessions.end_all(user.id))


def _shape(user: User) -> UserShape:
    return UserShape(
        id=user.id,
        login=user.login,
        name=user.name,
        access=user.access,
        created_at=moment(user.created_at),
        signed_in_at=None if user.signed_in_at is None else moment(user.signed_in_at),
        disabled_at=None if user.disabled_at is None else moment(user.disabled_at),
        single_sign_on=user.subject is not None,
        staff=user.staff or "",
    )
