"""Problem: every error of the API as problem+json (RFC 9457): what, where, how to mend it. Never a traceback."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from zhiyin.domain.errors import BusyError, ConflictError, FieldError, InputError, NotFoundError, ZhiyinError
from zhiyin.web.api.shapes import ProblemShape
from zhiyin.web.security_headers import ALWAYS

MEDIA_TYPE = "application/problem+json"

_WHAT = {
    400: "The body is not JSON in UTF-8",
    401: "No key, or an unknown one",
    403: "Not allowed",
    404: "No such thing",
    409: "Somebody else changed it, or it exists already",
    413: "Request too large",
    422: "Wrong input",
    429: "Too much at once; see Retry-After",
}
NAMED: dict[int, dict[str, object]] = {
    status: {"description": what, "content": {MEDIA_TYPE: {"schema": ProblemShape.model_json_schema()}}}
    for status, what in _WHAT.items()
}
"""Status -> how OpenAPI describes the problem."""

DOCUMENTED: dict[int | str, dict[str, object]] = {status: NAMED[status] for status in (401, 403, 422, 429)}
"""Answers that every route may give."""

_log = structlog.get_logger(__name__)
_STATUS = ((NotFoundError, 404, "Not found"), (ConflictError, 409, "Conflict"), (BusyError, 429, "Too many requests"))


def problem(
    status: int,
    title: str,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    body = ProblemShape(title=title, status=status, detail=detail, errors=errors or [])
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Make all errors of the app come out as problems."""
    app.add_exception_handler(ZhiyinError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unforeseen)


def _known(_: Request, error: Exception) -> Response:
    for kind, status, title in _STATUS:
        if isinstance(error, kind):
            headers = {"Retry-After": str(max(1, round(error.retry_after)))} if isinstance(error, BusyError) else None
            return problem(status, title, str(error), headers=headers)
    if isinstance(error, FieldError):
        return problem(422, "Wrong input", str(error), [{"where": error.where, "what": error.code}])
    if isinstance(error, InputError):
        return problem(422, "Wrong input", str(error), [dict(place) for place in error.places])
    return problem(503, "Not available", str(error))


def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # the framework's, for a body that is not even text
        return problem(422, "Wrong input", "the body must be JSON in UTF-8")
    return problem(error.status_code, str(error.detail), headers=dict(error.headers or {}))


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # The input itself is left out: it may hold personal data, and error pages get copied into tickets.
    found = [_fault(e["loc"], e) for e in error.errors()]
    return problem(422, "Wrong input", "; ".join(f"{e['where']}: {e['what']}" for e in found), found)


def _fault(place: Sequence[str | int], fault: Mapping[str, Any]) -> dict[str, str]:
    if fault["type"] != "json_invalid":
        return {"where": ".".join(str(part) for part in place), "what": str(fault["msg"])}
    # The place is how many characters were read; the decoder's own words tell what it looked for there.
    why = str(fault.get("ctx", {}).get("error", "")).rstrip(".")
    return {"where": "body", "what": f"not JSON from character {int(place[-1]) + 1} on: {why or fault['msg']}"}


def _unforeseen(request: Request, error: Exception) -> Response:
    _log.error("request failed", path=request.url.path, error=type(error).__name__)
    # This answer is made outside of all middleware, so it has to bring these headers itself.
    detail = "The failure is in the service's log; trying again may help."
    return problem(500, "Something broke here", detail, headers=ALWAYS)
