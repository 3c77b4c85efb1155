"""IdentityProvider: a small OpenID Connect provider over real HTTP, with real keys. It signs everybody in at once.

What it says can be bent, so that tests see whether a lie is believed.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwk, jwt

CLIENT_ID, CLIENT_SECRET = "zhiyin", "not so secret"
Json = dict[str, object]


@dataclass(slots=True)
class IdentityProvider:
    """``claims`` are what it says of the next person; ``bent`` overrides claims of the ID token itself.

    ``forged``: the ID token is signed with a key that is not the provider's.
    """

    issuer: str = ""
    claims: Json = field(default_factory=lambda: {"sub": "1", "preferred_username": "li.lei", "name": "李雷"})
    userinfo: Json = field(default_factory=dict)
    bent: Json = field(default_factory=dict)
    forged: bool = False
    key: jwk.RSAKey = field(default_factory=lambda: new_key("first"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def new_keys(self) -> None:
        """From now on it signs with another key."""
        self.key = new_key(secrets.token_hex(4))

    def described(self) -> Json:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> Json | None:
        """None if the client, the code, its address or the verifier (PKCE) does not check."""
        asked = self.codes.pop(form.get("code", ""), None)
        pair = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET.replace(' ', '%20')}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or authorization != f"Basic {pair}"
            or form.get("redirect_uri") != asked["redirect_uri"]
            or asked["code_challenge_method"] != "S256"
            or challenge != asked["code_challenge"]
        ):
            return None
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        key = new_key(str(self.key.kid)) if self.forged else self.key
        signed = jwt.encode({"alg": "RS256", "kid": str(self.key.kid)}, {**told, **self.claims, **self.bent}, key)
        return {"id_token": signed, "access_token": "a", "token_type": "Bearer"}


def new_key(kid: str) -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """On a free port of this machine."""
    provider = IdentityProvider()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider)) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            if place.path == "/authorize":
                self.send_response(303)
                self.send_header("Location", provider.authorize(_flat(place.query)))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            public = {"keys": [provider.key.as_dict(private=False)]}
            told: dict[str, Json] = {
                "/.well-known/openid-configuration": provider.described(),
                "/keys": {**public},
                "/userinfo": {"sub": provider.claims["sub"], **provider.userinfo},
            }
            self._tell(told.get(place.path))

        def do_POST(self) -> None:
            form = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._tell(provider.token(form, self.headers.get("Authorization", "")))

        def _tell(self, told: Json | None) -> None:
            body = json.dumps(told if told is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if told is not None else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Says nothing."""

    return Handler


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
