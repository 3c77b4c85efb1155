"""BodyLimit: refuses requests that are too large, whether or not they say so beforehand."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhiyin.web.problem import problem


class _TooLarge(Exception):  # noqa: N818 - never leaves this file
    pass


class BodyLimit:
    """Plain ASGI middleware. ``most`` is in bytes."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read = 0
        started = False

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise _TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        declared = dict(scope["headers"]).get(b"content-length", b"0")
        try:
            if declared.isdigit() and int(declared) > self._most:
                raise _TooLarge
            await self._app(scope, limited, watched)
        except _TooLarge:
            if started:
                raise
            detail = f"the limit is {self._most} bytes; send smaller batches"
            await problem(413, "Request too large", detail)(scope, receive, send)
