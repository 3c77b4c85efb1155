"""Auditing: writes every deed that comes by HTTP into the operation log, before its answer goes out.

A deed is a request that may change something (POST, PUT, PATCH, DELETE), a download that a route marks with
``audited``, and anything that a known caller was refused. Events and outcomes that come in are only counted (metrics
``zhiyin_receipts``): they are data, not deeds. What strangers were refused is not written: they could fill the disk.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhiyin.domain.audit_entry import AuditNote
from zhiyin.domain.errors import ZhiyinError
from zhiyin.domain.text import RawText
from zhiyin.engine.audit_log import AuditLog
from zhiyin.pipeline.mask import mask_text
from zhiyin.seams import Clock
from zhiyin.web.caller import Caller
from zhiyin.web.guard import DEFAULT_TENANT
from zhiyin.web.problem import problem
from zhiyin.web.rights import Right

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
INTAKE = frozenset({"/v1/events", "/v1/outcomes"})
CHECKS = frozenset({"/v1/policies/check", "/v1/scripts/check"})
"""Asked while somebody types, by POST because of the length; nothing is kept, so this is no deed."""
SIGN_IN = "/v1/session"
"""The route whose body says who tries to sign in."""
MOST_DETAIL = 300
MOST_PARAM = 128
MOST_NAME = 60
HEARD = 4_096
"""Bytes of a sign-in that are looked at."""
SAME_WITHIN_MS = 60_000
"""A refusal of what changes nothing is written once in this time per caller and route: pages ask again and again."""

_UNWRITTEN = (
    "The operation log cannot be written, so nothing that must stand in it is done. "
    "Look at the store (disk, connection) and try again."
)


def audited(request: Request, detail: str) -> None:
    """Add words to this request's entry in the operation log; a GET that calls this is written there, too."""
    request.state.audit = detail


@dataclass(slots=True)
class _Exchange:
    """One request and what is known of it."""

    scope: Scope
    changing: bool
    heard: bytearray = field(default_factory=bytearray)
    replaced: bool = False

    @property
    def state(self) -> Mapping[str, object]:
        found: Mapping[str, object] = self.scope.get("state", {})
        return found

    @property
    def caller(self) -> Caller | None:
        found = self.state.get("caller")
        return found if isinstance(found, Caller) else None

    @property
    def route(self) -> str:
        return str(getattr(self.scope.get("route"), "path", ""))

    @property
    def path(self) -> str:
        return str(self.scope["path"])


class Auditing:
    """Plain ASGI middleware; outside of all that answers, so that it knows the answer whoever gave it."""

    def __init__(self, app: ASGIApp, log: AuditLog, clock: Clock) -> None:
        self._app = app
        self._log = log
        self._clock = clock
        self._refused: dict[tuple[str, ...], int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = _Exchange(scope, scope["method"] in CHANGING and scope["path"] not in INTAKE | CHECKS)
        if asked.changing and not await self._ready():
            await problem(503, "Not available", _UNWRITTEN)(scope, receive, send)
            return

        async def heard() -> Message:
            message = await receive()
            if asked.path == SIGN_IN:
                asked.heard += message.get("body", b"")[: HEARD - len(asked.heard)]
            return message

        async def told(message: Message) -> None:
            if asked.replaced:
                return
            if message["type"] == "http.response.start" and not await self._write(asked, message["status"]):
                asked.replaced = True
                await problem(503, "Not available", _UNWRITTEN)(scope, receive, send)
                return
            await send(message)

        try:
            await self._app(scope, heard, told)
        except Exception:
            await self._write(asked, 500)
            raise

    async def _ready(self) -> bool:
        try:
            await self._log.ready()
        except ZhiyinError:
            return False
        return True

    async def _write(self, asked: _Exchange, status: int) -> bool:
        note = self._note(asked, status)
        if note is None:
            return True
        try:
            await self._log.write(note)
        except ZhiyinError:
            return False
        return True

    def _note(self, asked: _Exchange, status: int) -> AuditNote | None:
        caller, marked = asked.caller, asked.state.get("audit")
        if not self._wanted(asked, status, marked is not None):
            return None
        right = asked.state.get("right")
        return AuditNote(
            tenant=caller.tenant if caller else DEFAULT_TENANT,
            at=self._clock.now(),
            who=(caller.login or caller.name) if caller else _safe(_tried(bytes(asked.heard)), MOST_NAME),
            role=caller.access.value if caller else "",
            how=caller.how if caller else "",
            right=right.value if isinstance(right, Right) else "",
            deed=f"{asked.scope['method']} {asked.route}",
            params={k: _safe(str(v), MOST_PARAM) for k, v in asked.scope.get("path_params", {}).items()},
            status=status,
            detail=_safe(str(marked or ""), MOST_DETAIL),
        )

    def _wanted(self, asked: _Exchange, status: int, marked: bool) -> bool:
        if not asked.route or status == 429:  # what a rate limit turned away must not get round it this way
            return False
        if asked.caller is None:
            # Nobody known: only where no right is asked for (signing in, making the first administrator).
            done_or_denied = status < 400 or status in (401, 403)
            return (asked.changing or marked) and asked.state.get("right") is None and done_or_denied
        if asked.changing or marked:
            return True
        return status == 403 and self._is_news(asked)

    def _is_news(self, asked: _Exchange) -> bool:
        caller, now = asked.caller, self._clock.now()
        key = (caller.tenant, caller.name, asked.route) if caller else (asked.route,)
        if now - self._refused.get(key, -SAME_WITHIN_MS) < SAME_WITHIN_MS:
            return False
        if len(self._refused) > 1_000:
            self._refused.clear()
        self._refused[key] = now
        return True


def _safe(text: str, most: int) -> str:
    """Without personal data, on one line, and not long."""
    return " ".join(mask_text(RawText(text[: most * 4]))[0].split())[:most]


def _tried(body: bytes) -> str:
    """The name that somebody tried to sign in with; never the password."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    login = said.get("login") if isinstance(said, dict) else None
    return login if isinstance(login, str) else ""
