"""OwnPage: whether a browser's request comes from a page of this service (CSRF, DNS rebinding)."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from zhiyin.web.denied import Denied

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", "testserver")
LOCAL_ADDRESSES = ("127.0.0.1", "::1", "testclient")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers by which a proxy gives itself away."""


def refuse_foreign_page(connection: HTTPConnection, public_url: str, *, origin_needed: bool = False) -> None:
    """Denied (403) for a page of another site. Programs send no such headers and pass, unless ``origin_needed``.

    By the browser's own word: ``Sec-Fetch-Site`` (Fetch Metadata) and ``Origin``, which no page can change.
    """
    if connection.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Denied(403, "a page of another site may not call this service")
    origin = connection.headers.get("origin")
    if origin is None:
        if origin_needed:
            raise Denied(403, "a browser's WebSocket must say which page opened it (Origin)")
        return
    public = urlsplit(public_url)
    if urlsplit(origin).netloc != connection.headers.get("host") and (
        not public_url or origin != f"{public.scheme}://{public.netloc}"
    ):
        raise Denied(403, "a page of another site may not call this service; behind a proxy, set public_url")


def refuse_foreign_host(connection: HTTPConnection) -> None:
    """Denied (403) when the service is called by another name than this machine's own."""
    host = (connection.headers.get("host") or "").rsplit(":", 1)[0].strip("[]")
    if host and host not in LOCAL_HOSTS:
        raise Denied(403, "without keys this service answers to localhost only; add a key (zhiyin key add)")


def from_this_machine(connection: HTTPConnection) -> bool:
    """Whether somebody on this machine calls, and not somebody elsewhere by way of a proxy on it."""
    peer = connection.client.host if connection.client else ""
    return peer in LOCAL_ADDRESSES and not any(name in connection.headers for name in _FORWARDED)
