"""BodyLimit: refuses requests that are too large, whether or not they say so beforehand."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhiyin.web.problem import problem


class _TooLarge(Exception):  # noqa: N818 - never leaves this file
    pass


class BodyLimit:
    """Plain ASGI middleware. ``most`` is in bytes; ``files`` says what else holds at paths that take files."""

    def __init__(self, app: ASGIApp, most: int, files: Mapping[str, int]) -> None:
        self._app = app
        self._most = most
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._files.get(scope["path"], self._most)
        read = 0
        started = False

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise _TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        declared = dict(scope["headers"]).get(b"content-length", b"0")
        try:
            if declared.isdigit() and int(declared) > most:
                raise _TooLarge
            await self._app(scope, limited, watched)
        except _TooLarge:
            if started:
                raise
            detail = f"the limit is {most} bytes; send less at once"
            await problem(413, "Request too large", detail)(scope, receive, send)
