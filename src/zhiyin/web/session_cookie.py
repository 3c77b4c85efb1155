"""SessionCookie: the one cookie of a session: unreadable for scripts, and sent by pages of this site only."""

import hashlib
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response


class SessionCookie:
    """Behind an https address its name begins with ``__Host-``: no other host or plain page can set it then.

    Browsers tell cookies apart by neither port nor, under ``__Host-``, path; so the name ends in a mark of this
    installation, and two services on one machine or under one name do not sign each other's people out.
    """

    def __init__(self, public_url: str, port: int) -> None:
        self.secure = urlsplit(public_url).scheme == "https"
        mark = hashlib.sha256((public_url or f"port {port}").encode()).hexdigest()[:8]
        self.name = f"{'__Host-' if self.secure else ''}zhiyin_{mark}"

    def read(self, connection: HTTPConnection) -> str:
        """Empty if there is none."""
        return connection.cookies.get(self.name, "")

    def give(self, response: Response, token: str, seconds: int) -> None:
        # Strict: the console's files are public, so a link from elsewhere still opens it, and it then calls us itself.
        response.set_cookie(
            self.name, token, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="strict"
        )

    def take(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="strict")
