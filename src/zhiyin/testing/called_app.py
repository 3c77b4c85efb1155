"""CalledApp: lets a ``requests`` session call an ASGI application in this process, without sockets or threads.

A walk over thousands of requests then costs what the application costs. It waits as long as an answer takes, so a busy
machine makes it slow but not wrong.
"""

import asyncio
import io
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from starlette.types import ASGIApp, Message, Scope
from urllib3 import HTTPHeaderDict, HTTPResponse

LOCAL = ("127.0.0.1", 50_000)


class CalledApp(BaseAdapter):
    """To be mounted on a session. ``loop`` must be the application's and must not be running."""

    def __init__(self, app: ASGIApp, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._app = app
        self._loop = loop

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float | None, float | None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        del stream, timeout, verify, cert, proxies  # there is no connection that they could be about
        return _answer(request, self._loop.run_until_complete(_call(self._app, request)))

    def close(self) -> None:
        pass


async def _call(app: ASGIApp, request: requests.PreparedRequest) -> list[Message]:
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    asked = asyncio.Event()
    said: list[Message] = []

    async def receive() -> Message:
        if asked.is_set():
            await asyncio.Event().wait()  # somebody who stays: nothing more comes
        asked.set()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    await app(_scope(request), receive, send)
    return said


def _scope(request: requests.PreparedRequest) -> Scope:
    """As a server makes it from what comes over the wire."""
    url = urlsplit(request.url or "")
    headers = {"Host": url.netloc, **request.headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": unquote_to_bytes(url.path).decode("utf-8", "replace"),
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [(_bytes(name).lower(), _bytes(value)) for name, value in headers.items()],
        "client": LOCAL,
        "server": (url.hostname, url.port),
        "state": {},
    }


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")


def _answer(request: requests.PreparedRequest, said: list[Message]) -> requests.Response:
    start, *rest = said
    headers = HTTPHeaderDict((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
    body = b"".join(message.get("body", b"") for message in rest)
    found = requests.Response()
    found.status_code = start["status"]
    found.headers = CaseInsensitiveDict(headers)
    found.encoding = requests.utils.get_encoding_from_headers(found.headers)
    found.url = request.url or ""
    found.request = request
    found.raw = HTTPResponse(io.BytesIO(body), headers, start["status"], preload_content=False, version=11)
    return found
