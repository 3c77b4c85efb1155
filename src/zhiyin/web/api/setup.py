"""/v1/setup: how one gets in, and making the first administrator. There is no default password."""

from typing import cast

from fastapi import APIRouter, Request, Response

from zhiyin.domain.errors import ConflictError, FieldError
from zhiyin.domain.key import Access
from zhiyin.engine.people.user_desk import Wanted
from zhiyin.web.api.access import UsedServices, guard_of
from zhiyin.web.api.people_shapes import DoorShape, MeShape, Setup, SingleSignOnShape
from zhiyin.web.api.sign_in import begin_session, meet_stranger
from zhiyin.web.door import Door
from zhiyin.web.guard import DEFAULT_TENANT
from zhiyin.web.own_page import from_this_machine, refuse_foreign_host
from zhiyin.web.problem import NAMED
from zhiyin.web.services import Services

router = APIRouter(tags=["access"])


@router.get("/v1/setup")
async def door(services: UsedServices, request: Request) -> DoorShape:
    """How one gets in: for the page that asks to sign in. Nobody is asked who they are here."""
    guard_of(request).count_stranger(request)
    first = not services.settings.open and not await services.store.users()
    return DoorShape(
        open=await _door(request).stands_open(),
        first_user=first,
        code_needed=first and not await _trusted(services, request),
        single_sign_on=_single_sign_on(services),
    )


@router.post("/v1/setup", status_code=201, responses={409: NAMED[409]})
async def set_up(asked: Setup, services: UsedServices, request: Request, response: Response) -> MeShape:
    """Make the first administrator and sign in. On this machine as long as nobody is asked who they are; from
    elsewhere, or once there is a key, with the code that stands in the service's terminal. 409 once there is a user.
    """
    address = meet_stranger(request)
    if await services.store.users():
        raise ConflictError("there is a user already; sign in, or ask an administrator for an account")
    users = services.people.users
    if await _trusted(services, request):
        refuse_foreign_host(request)
    elif not await users.guess("(setup)", services.people.setup.fits(asked.code), address):
        raise FieldError("code", "wrong", "this is not the code that stands in the service's terminal")
    wanted = Wanted(DEFAULT_TENANT, asked.login, asked.name, Access.ADMIN, asked.password)
    user = await users.add(wanted, first=True)
    _door(request).close()
    return await begin_session(request, response, user)


def _single_sign_on(services: Services) -> SingleSignOnShape | None:
    sign_on = services.people.sign_on
    if sign_on is None:
        return None
    return SingleSignOnShape(label=sign_on.provider.settings.label, address="v1/oidc/start")


async def _trusted(services: Services, request: Request) -> bool:
    """Whether the caller sits at this machine, and could do everything anyway."""
    here = services.settings.loopback and not services.settings.public_url and from_this_machine(request)
    return here and await _door(request).stands_open()


def _door(request: Request) -> Door:
    return cast(Door, request.app.state.door)
