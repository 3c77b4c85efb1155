"""Client: one question to an OpenAI-compatible server, and its checked answer."""

import ssl
from dataclasses import dataclass

import httpx
import msgspec

from zhiyin.domain.errors import SetupError
from zhiyin.models.opinion import SCHEMA, Opinion, OpinionError, Question, messages, opinion_from

MOST_ANSWER = 65_536
"""Bytes of an answer that are read; a longer one is refused."""
MOST_TOKENS = 200
"""An answer of the form asked for has about 60."""


@dataclass(frozen=True, slots=True)
class OpinionServer:
    """``url`` is the base that ends in ``/v1`` or the like; ``model`` is its name there; ``key`` may be empty."""

    url: str
    model: str
    key: str = ""

    def __repr__(self) -> str:
        return f"OpinionServer({self.model})"


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


class OpinionClient:
    """No redirects, no proxies from the environment, TLS verified. Used in one event loop.

    It talks to httpx's transport and not to its client, which would log every address. Nothing raised here holds the
    address, the key, the question or the answer.
    """

    def __init__(self, server: OpinionServer, timeout: float, tls: ssl.SSLContext | None = None) -> None:
        """``timeout`` in seconds bounds each step of an exchange; the caller bounds the whole. ``tls``: httpx's own."""
        self._server = server
        try:
            self._url = httpx.URL(server.url.rstrip("/") + "/chat/completions")
        except httpx.InvalidURL:
            raise SetupError("second_opinion: url cannot be read; write it as https://host/v1") from None
        self._timeout = httpx.Timeout(timeout)
        self._tls: ssl.SSLContext | bool = tls or True
        self._transport: httpx.AsyncHTTPTransport | None = None

    async def close(self) -> None:
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    async def ask(self, question: Question) -> Opinion:
        """OpinionError if the server refuses or answers in another form; httpx.TransportError if it is out of reach."""
        response = await self._open().handle_async_request(self._request(question))
        try:
            if response.status_code != 200:
                raise OpinionError(f"the server answered HTTP {response.status_code}")
            content = await _read(response)
        finally:
            await response.aclose()
        try:
            completion = msgspec.json.decode(content, type=_Completion)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise OpinionError("the server's answer is no chat completion") from None
        said = completion.choices[0].message.content if completion.choices else None
        if said is None:
            raise OpinionError("the server's answer holds no text")
        return opinion_from(said, question)

    def _request(self, question: Question) -> httpx.Request:
        body = {
            "model": self._server.model,
            "messages": messages(question),
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "opinion", "strict": True, "schema": SCHEMA},
            },
        }
        headers = {"content-type": "application/json", "accept-encoding": "identity", "user-agent": "zhiyin"}
        if self._server.key:
            headers["authorization"] = f"Bearer {self._server.key}"
        extensions = {"timeout": self._timeout.as_dict()}
        return httpx.Request(
            "POST", self._url, headers=headers, content=msgspec.json.encode(body), extensions=extensions
        )

    def _open(self) -> httpx.AsyncHTTPTransport:
        if self._transport is None:
            self._transport = httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False)
        return self._transport


async def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > MOST_ANSWER:
            raise OpinionError("the server's answer is too long")
    return bytes(content)
