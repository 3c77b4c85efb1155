"""/v1/oidc: to the identity provider and back. Browsers come here by themselves: failures are pages, not problems."""

import hmac
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zhiyin.domain.errors import NotFoundError
from zhiyin.web.api.access import UsedServices, guard_of
from zhiyin.web.api.sign_in import begin_session
from zhiyin.web.auditing import audited
from zhiyin.web.oidc.page import page_of
from zhiyin.web.oidc.provider import Begun, begin
from zhiyin.web.oidc.refused import SignOnRefused, Why
from zhiyin.web.oidc.sign_on import SignOn
from zhiyin.web.problem import NAMED
from zhiyin.web.services import Services

router = APIRouter(tags=["access"], include_in_schema=False)

PATIENCE_S = 600
"""How long somebody may take at the provider's page."""

_log = structlog.get_logger(__name__)


@router.get("/v1/oidc/start", responses={404: NAMED[404]})
async def start(services: UsedServices, request: Request) -> Response:
    """Off to the provider."""
    guard_of(request).count_stranger(request)
    sign_on = _sign_on(services)
    begun = begin()
    try:
        there = await sign_on.provider.address(begun, _back(services, request))
    except SignOnRefused as refused:
        return _refusal(refused, services, request)
    response = RedirectResponse(there, status_code=303)
    _keep(response, services, f"{begun.state}.{begun.nonce}.{begun.verifier}", PATIENCE_S)
    return response


@router.get("/v1/oidc/callback", responses={404: NAMED[404]})
async def callback(
    services: UsedServices,
    request: Request,
    code: Annotated[str, Query(max_length=4096)] = "",
    state: Annotated[str, Query(max_length=256)] = "",
    error: Annotated[str, Query(max_length=256)] = "",
) -> Response:
    """Back from the provider: signed in, and on to the console; or a page that says why not."""
    guard_of(request).count_stranger(request)
    sign_on = _sign_on(services)
    try:
        begun = _begun(services, request, state)
        if error or not code:
            raise SignOnRefused(Why.CANCELLED, error)
        user = await sign_on.finish(code, begun, _back(services, request))
    except SignOnRefused as refused:
        return _refusal(refused, services, request)
    response = RedirectResponse(_home(services, request), status_code=303)
    await begin_session(request, response, user)
    audited(request, "signed in at the provider")
    _keep(response, services, "", 0)
    request.app.state.door.close()
    return response


def _sign_on(services: Services) -> SignOn:
    if services.people.sign_on is None:
        raise NotFoundError("single sign-on is off; see docs/access.md")
    return services.people.sign_on


def _begun(services: Services, request: Request, state: str) -> Begun:
    kept = request.cookies.get(_name(services), "").split(".")
    if len(kept) != 3 or not hmac.compare_digest(kept[0].encode(), state.encode()):
        raise SignOnRefused(Why.STALE, "state does not fit the browser's cookie")
    return Begun(*kept)


def _keep(response: Response, services: Services, value: str, seconds: int) -> None:
    # Lax, not Strict: the provider's page sends the browser back here, and the cookie has to come along.
    secure = services.people.cookie.secure
    response.set_cookie(_name(services), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")


def _name(services: Services) -> str:
    return f"{services.people.cookie.name}_sso"


def _home(services: Services, request: Request) -> str:
    return services.settings.public_url.rstrip("/") + "/" if services.settings.public_url else str(request.base_url)


def _back(services: Services, request: Request) -> str:
    return f"{_home(services, request)}v1/oidc/callback"


def _refusal(refused: SignOnRefused, services: Services, request: Request) -> Response:
    _log.warning("single sign-on refused", why=str(refused.why), detail=refused.detail)
    page = HTMLResponse(page_of(refused.why, _home(services, request)), status_code=403)
    _keep(page, services, "", 0)
    return page
