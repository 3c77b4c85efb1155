"""Poster: one HTTP POST to one fixed receiver, with all guards, and its answer told as RetryLater or Refused."""

import asyncio
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import certifi
import httpx

from zhiyin.actions.address import resolve
from zhiyin.domain.errors import SetupError
from zhiyin.seams import Clock, Refused, Reply, RetryLater

TIMEOUT = 15.0
"""Seconds for the whole exchange; Standard Webhooks recommends 15 to 30."""
CONNECT_TIMEOUT = 4.0
"""Seconds for one address; a name may have several, and some may lie beyond a broken route."""
MOST_ADDRESSES = 3
MOST_ANSWER = 65_536
"""Bytes of an answer that are read; what comes after is not looked at."""
PORTS = {"http": 80, "https": 443}


@cache
def tls() -> ssl.SSLContext:
    """Certificates are checked against the system's roots (or ``SSL_CERT_FILE``) and those that certifi ships."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class Poster:
    """Sends to one URL. No redirects, no proxies from the environment, TLS verified, address vetted for each request.

    It talks to httpx's transport and not to its client, because the client logs every URL, and a robot's URL is a
    secret. Nothing raised or logged here holds a URL, a header or a body.
    """

    def __init__(self, url: str, clock: Clock, *, allow_private: bool = False, timeout: float = TIMEOUT) -> None:
        self._url = parse(url)
        self._clock = clock
        self._allow_private = allow_private
        self._timeout = timeout
        self._transport: httpx.AsyncHTTPTransport | None = None

    async def close(self) -> None:
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    async def post(self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str] | None = None) -> Reply:
        """The reply if its status is 2xx. RetryLater and Refused otherwise, as Standard Webhooks asks."""
        try:
            async with asyncio.timeout(self._timeout):
                response, content = await self._exchange(body, headers, query or {})
        except TimeoutError as error:
            raise RetryLater(f"no answer in {self._timeout:g} s") from error
        except httpx.TransportError as error:
            raise RetryLater(f"no connection ({type(error).__name__})") from error
        reply = Reply(response.status_code, content)
        self._check(response, reply)
        return reply

    async def _exchange(
        self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> tuple[httpx.Response, bytes]:
        """Tries the receiver's addresses in turn; once one has taken the connection, there is no other try."""
        host, port = self._url.raw_host.decode("ascii"), self._url.port or PORTS[self._url.scheme]
        addresses = (await resolve(host, port, allow_private=self._allow_private))[:MOST_ADDRESSES]
        for address in addresses[:-1]:
            try:
                return await self._send(self._request(address, body, headers, query))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._send(self._request(addresses[-1], body, headers, query))

    def _request(
        self, address: str, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> httpx.Request:
        """To a vetted address, under the receiver's own name (for the Host header and the certificate)."""
        timeout = httpx.Timeout(self._timeout, connect=min(CONNECT_TIMEOUT, self._timeout))
        return httpx.Request(
            "POST",
            self._url.copy_with(host=address).copy_merge_params(query),
            headers={"user-agent": "zhiyin", **headers, "host": self._url.netloc.decode("ascii")},
            content=body,
            extensions={"sni_hostname": self._url.raw_host.decode("ascii"), "timeout": timeout.as_dict()},
        )

    async def _send(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        response = await self._open().handle_async_request(request)
        try:
            return response, await self._read(response)
        finally:
            await response.aclose()

    def _open(self) -> httpx.AsyncHTTPTransport:
        if self._transport is None:
            limits = httpx.Limits(max_connections=32, max_keepalive_connections=4)
            self._transport = httpx.AsyncHTTPTransport(verify=tls(), limits=limits, trust_env=False)
        return self._transport

    async def _read(self, response: httpx.Response) -> bytes:
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += chunk
            if len(content) > MOST_ANSWER:
                break
        return bytes(content[:MOST_ANSWER])

    def _check(self, response: httpx.Response, reply: Reply) -> None:
        status = response.status_code
        if 200 <= status < 300:
            return
        if status == 410:
            raise Refused("the receiver is gone (HTTP 410)", gone=True, reply=reply)
        if 300 <= status < 400:
            why = f"the receiver redirects (HTTP {status}), which is not followed; set its final address"
            raise RetryLater(why, reply=reply)
        after = None
        if status in (429, 503):
            after = retry_after(response.headers.get("retry-after"), self._clock.now())
        raise RetryLater(f"the receiver answered HTTP {status}", after=after, reply=reply)


def parse(url: str) -> httpx.URL:
    """A checked http(s) URL with a host and without a user. SetupError otherwise; it does not repeat the URL."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise SetupError("a destination's URL cannot be read; write it as https://host/path") from error
    if parsed.scheme not in PORTS or not parsed.host:
        raise SetupError("a destination's URL must begin with http:// or https:// and name a host")
    if parsed.userinfo:
        raise SetupError("a destination's URL may not hold a user name or password; use a webhook secret instead")
    return parsed


def retry_after(value: str | None, now: int) -> float | None:
    """Seconds from a Retry-After header (a number of seconds or an HTTP date); None if absent or unreadable."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.fromtimestamp(now / 1000, UTC)).total_seconds())
