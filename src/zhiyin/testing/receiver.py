"""Receiver: a small webhook receiver on loopback, to see with one's own eyes what a sender does."""

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError


@dataclass(frozen=True, slots=True)
class Answer:
    """``wait`` is in seconds before the answer; it ends early when the receiver is closed."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b"{}"
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes
    verified: bool
    """True if a secret was given and the signature is right by it."""

    @property
    def id(self) -> str:
        return self.headers.get("webhook-id", "")


@dataclass
class Receiver:
    """``async with Receiver(secret) as receiver:`` listens on ``receiver.url``.

    Answers come from ``script`` in turn; when it is used up (or empty) from ``default``. With a secret, requests whose
    signature does not verify by the ``standardwebhooks`` library are answered 401 and recorded as not verified.
    """

    secret: str = ""
    script: list[Answer] = field(default_factory=list)
    default: Answer = field(default_factory=Answer)
    received: list[Received] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    path: str = "/a-path-of-its-own"

    def __post_init__(self) -> None:
        self.port = 0
        self._server: asyncio.Server | None = None
        self._arrival = asyncio.Event()
        self._closing = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}{self.path}"

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.received]

    def answer(self, *answers: Answer) -> None:
        self.script.extend(answers)

    async def arrived(self, count: int = 1) -> Sequence[Received]:
        """Waits until ``count`` requests have come in all."""
        while len(self.received) < count:
            self._arrival.clear()
            await self._arrival.wait()
        return self.received

    async def __aenter__(self) -> "Receiver":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        assert self._server is not None
        self._server.close()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            """The sender went away; what it sent until then is recorded."""
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = [line.split(":", 1) for line in head[1:] if line]
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        verified = self._verify(headers, body)
        self.received.append(Received(head[0].split(" ")[1], headers, body, verified))
        self._arrival.set()
        answer = self.script.pop(0) if self.script else self.default
        if self.secret and not verified:
            answer = Answer(status=401)
        if answer.wait:
            with suppress(TimeoutError):
                async with asyncio.timeout(answer.wait):
                    await self._closing.wait()
        writer.write(_bytes(answer))
        await writer.drain()

    def _verify(self, headers: dict[str, str], body: bytes) -> bool:
        if not self.secret:
            return False
        try:
            Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            return False
        return True


def _bytes(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} Answer", f"Content-Length: {len(answer.body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    return "\r\n".join([*lines, "", ""]).encode() + answer.body
