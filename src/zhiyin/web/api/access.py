"""Access: dependencies by which a route says what right it asks for."""

from collections.abc import Awaitable, Callable
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from zhiyin.web.api.intake import Intake
from zhiyin.web.guard import OPERATE, READ, SEND, Caller, Guard
from zhiyin.web.live_hub import LiveHub
from zhiyin.web.services import Services


def services_of(connection: HTTPConnection) -> Services:
    return cast(Services, connection.app.state.services)


def guard_of(connection: HTTPConnection) -> Guard:
    return cast(Guard, connection.app.state.guard)


def hub_of(connection: HTTPConnection) -> LiveHub:
    return cast(LiveHub, connection.app.state.hub)


def _having(right: str) -> Callable[[Request], Awaitable[Caller]]:
    async def caller(request: Request) -> Caller:
        return await guard_of(request).admit(request, right)

    return caller


Sender = Annotated[Caller, Depends(_having(SEND))]
Reader = Annotated[Caller, Depends(_having(READ))]
Operator = Annotated[Caller, Depends(_having(OPERATE))]
UsedServices = Annotated[Services, Depends(services_of)]


def intake_of(connection: HTTPConnection) -> Intake:
    return cast(Intake, connection.app.state.intake)
