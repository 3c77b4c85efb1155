"""Access: dependencies by which a route says what right it asks for."""

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from zhiyin.web.api.intake import Intake
from zhiyin.web.guard import Caller, Guard
from zhiyin.web.live_hub import LiveHub
from zhiyin.web.rights import Right
from zhiyin.web.services import Services


def services_of(connection: HTTPConnection) -> Services:
    return cast(Services, connection.app.state.services)


def guard_of(connection: HTTPConnection) -> Guard:
    return cast(Guard, connection.app.state.guard)


def hub_of(connection: HTTPConnection) -> LiveHub:
    return cast(LiveHub, connection.app.state.hub)


class Having:
    """The caller, admitted if it has ``right``: a route takes ``caller: Annotated[Caller, Depends(Having(RIGHT))]``."""

    def __init__(self, right: Right) -> None:
        self.right = right

    async def __call__(self, request: Request) -> Caller:
        return await guard_of(request).admit(request, self.right)


Reader = Annotated[Caller, Depends(Having(Right.CONVERSATIONS_READ))]


async def _services(connection: HTTPConnection) -> Services:
    return services_of(connection)  # asynchronous, or every request would wait for a thread to run this one line


UsedServices = Annotated[Services, Depends(_services)]


def intake_of(connection: HTTPConnection) -> Intake:
    return cast(Intake, connection.app.state.intake)
