"""Server: the whole web room as one ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

import zhiyin
from zhiyin.engine.feed import FeedLimits
from zhiyin.web import console_files, problem
from zhiyin.web.api import (
    actions,
    alarms,
    analyses,
    audit,
    conversations,
    desk,
    destinations,
    events,
    health,
    impact,
    insight,
    keys,
    kpi,
    legal,
    live,
    me,
    oidc,
    outcomes,
    overview,
    persons,
    phrases,
    policies,
    policy_bench,
    policy_drafts,
    policy_trials,
    report_schedules,
    reports,
    retention,
    reviews,
    script_help,
    scripts,
    session,
    setup,
    stream,
    system,
    users,
    wall,
    warnings,
)
from zhiyin.web.api.intake import Intake
from zhiyin.web.auditing import Auditing
from zhiyin.web.body_limit import BodyLimit
from zhiyin.web.denied import Denied
from zhiyin.web.door import Door
from zhiyin.web.guard import Guard
from zhiyin.web.live_hub import LiveHub
from zhiyin.web.metrics import Metrics
from zhiyin.web.security_headers import SecurityHeaders
from zhiyin.web.services import Services

_TITLE = "Zhiyin 知音"
_ABOUT = """Zhiyin hears how each customer feels, warns before it goes wrong, and says what to do now.

Send what was said to `POST /v1/events` or over the WebSocket `/v1/stream`; read conversations under
`/v1/conversations`, and watch live under `/v1/live`. Errors are `application/problem+json`.
"""

_ROOMS = (
    events,
    conversations,
    desk,
    reviews,
    live,
    outcomes,
    warnings,
    insight,
    kpi,
    actions,
    policy_trials,
    policies,
    policy_bench,
    policy_drafts,
    phrases,
    script_help,
    scripts,
    overview,
    stream,
    health,
    me,
    analyses,
    session,
    setup,
    users,
    oidc,
    keys,
    destinations,
    retention,
    persons,
    legal,
    impact,
    audit,
    system,
    wall,
    alarms,
    reports,
    report_schedules,
)
"""Modules with a ``router`` each."""


def build(services: Services, limits: FeedLimits) -> FastAPI:
    """``services`` must be started by the caller; the application only uses them."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        hub = asyncio.create_task(app.state.hub.run(), name="live hub")
        services.engine.watch(hub)
        yield
        hub.cancel()
        await asyncio.gather(hub, return_exceptions=True)

    # No docs_url: FastAPI's pages fetch their scripts from another host; the console and docs/api.md take their place.
    app = FastAPI(
        title=_TITLE,
        version=zhiyin.__version__,
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    app.state.door = Door(services)
    app.state.guard = Guard(services.store, services.clock, services.settings, services.people, app.state.door)
    app.state.hub = LiveHub(services.bus, services.settings.live_views)
    app.state.intake = Intake(services.engine.feed, limits)
    app.state.metrics = Metrics(services.engine.feed, services.clock, services.opinions)
    services.engine.worker.on_saved.append(app.state.metrics.note)
    _add_routes(app)
    console_files.install(app, services.settings.console, services.settings.embed_origins)
    problem.install(app)
    app.add_exception_handler(Denied, _denied)
    _add_middleware(app, services)
    return app


def _add_middleware(app: FastAPI, services: Services) -> None:
    """The last one added is the outermost."""
    files = {analyses.PATH: services.settings.file_bytes}
    app.add_middleware(GZipMiddleware, minimum_size=2048)
    app.add_middleware(BodyLimit, most=services.settings.body_bytes, files=files)
    app.add_middleware(Auditing, log=services.governance.audit, clock=services.clock)
    app.add_middleware(SecurityHeaders, https=services.settings.public_url.startswith("https://"))


def describe() -> dict[str, object]:
    """The OpenAPI description, without anything running."""
    app = FastAPI(title=_TITLE, version=zhiyin.__version__, description=_ABOUT)
    _add_routes(app)
    return app.openapi()


def _add_routes(app: FastAPI) -> None:
    for room in _ROOMS:
        app.include_router(room.router, responses=problem.DOCUMENTED)


async def _denied(_: Request, error: Exception) -> Response:
    assert isinstance(error, Denied)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    return problem.problem(error.status, "Not allowed", error.why, headers=headers)
