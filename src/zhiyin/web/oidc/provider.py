"""Provider: talks to the identity provider (OpenID Connect Core 1.0, PKCE RFC 7636)."""

import base64
import hashlib
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

import httpx
import msgspec
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from zhiyin.seams import Clock
from zhiyin.web.oidc.refused import SignOnRefused, Why
from zhiyin.web.oidc.settings import OidcSettings

T = TypeVar("T")

TIMEOUT_S = 10.0
LARGEST_ANSWER = 1_000_000
"""Bytes."""
KEPT_MS = 3_600_000
"""How long the provider's description and keys are kept; unknown keys are asked for at once."""
LEEWAY_S = 60
"""By how much the provider's clock may differ from ours."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that only the provider has: never ``none``, and none made with the client's secret."""


class Description(msgspec.Struct):
    """What the provider tells of itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Tokens(msgspec.Struct):
    id_token: str
    access_token: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """What the browser keeps until it comes back."""

    state: str
    nonce: str
    verifier: str


def begin() -> Begun:
    return Begun(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


class Provider:
    def __init__(self, settings: OidcSettings, clock: Clock, tls: ssl.SSLContext | None = None) -> None:
        self.settings = settings
        self._clock = clock
        self._tls = tls
        self._described: tuple[int, Description, jwk.KeySet] | None = None

    async def address(self, begun: Begun, back: str) -> str:
        """Where to send the browser; it comes back to ``back``. SignOnRefused if the provider cannot be reached."""
        description, _ = await self._description()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": back,
            "scope": " ".join(self.settings.scopes),
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in description.authorization_endpoint else "?"
        return f"{description.authorization_endpoint}{joint}{urlencode(asked)}"

    async def claims(self, code: str, begun: Begun, back: str) -> Mapping[str, object]:
        """What the provider says of who came back with ``code``. SignOnRefused if anything does not check."""
        description, _ = await self._description()
        tokens = await self._exchange(description, code, begun, back)
        claims = await self._checked(tokens.id_token, begun.nonce)
        if self.settings.role_claim.split(".")[0] not in claims and description.userinfo_endpoint:
            claims = {**await self._userinfo(description, tokens, claims), **claims}
        return claims

    async def _exchange(self, description: Description, code: str, begun: Begun, back: str) -> _Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.settings.client_id,
            "code_verifier": begun.verifier,
        }
        headers = {"Accept": "application/json"}
        secret = self.settings.client_secret
        if secret and "client_secret_basic" in description.token_endpoint_auth_methods_supported:
            pair = f"{quote(self.settings.client_id, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        elif secret:
            form["client_secret"] = secret
        body = await self._fetch("POST", description.token_endpoint, headers, form)
        return _decoded(body, _Tokens)

    async def _checked(self, id_token: str, nonce: str) -> dict[str, object]:
        """The claims, if the provider signed them, for us, now, and for this very attempt."""
        description, keys = await self._description()
        try:
            token = _opened(id_token, keys)
        except (JoseError, ValueError, TypeError):
            _, keys = await self._description(anew=True)  # its keys may just have been changed
            try:
                token = _opened(id_token, keys)
            except (JoseError, ValueError, TypeError) as error:
                raise SignOnRefused(Why.INVALID, f"ID token: {type(error).__name__}") from None
        client = self.settings.client_id
        registry = jwt.JWTClaimsRegistry(
            now=self._clock.now() // 1000,
            leeway=LEEWAY_S,
            iss={"essential": True, "value": description.issuer},
            aud={"essential": True, "value": client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        claims: dict[str, object] = token.claims
        try:
            registry.validate(claims)
        except JoseError as error:
            raise SignOnRefused(Why.INVALID, f"ID token: {error.error} {error.description}") from None
        if claims.get("azp", client) != client:
            raise SignOnRefused(Why.INVALID, "ID token: made for another client (azp)")
        return claims

    async def _userinfo(
        self, description: Description, tokens: _Tokens, claims: Mapping[str, object]
    ) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {tokens.access_token}", "Accept": "application/json"}
        told = _decoded(await self._fetch("GET", description.userinfo_endpoint, headers), dict[str, object])
        if told.get("sub") != claims["sub"]:
            raise SignOnRefused(Why.INVALID, "userinfo speaks of somebody else")
        return told

    async def _description(self, *, anew: bool = False) -> tuple[Description, jwk.KeySet]:
        now = self._clock.now()
        if self._described is None or anew or now - self._described[0] >= KEPT_MS:
            place = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
            description = _decoded(await self._fetch("GET", place), Description)
            if description.issuer != self.settings.issuer:
                raise SignOnRefused(Why.INVALID, f"the provider calls itself {description.issuer}")
            body = await self._fetch("GET", description.jwks_uri)
            try:
                keys = jwk.KeySet.import_key_set(msgspec.json.decode(body))
            except (JoseError, ValueError, KeyError, TypeError) as error:
                raise SignOnRefused(Why.INVALID, f"keys of the provider: {type(error).__name__}") from None
            self._described = (now, description, keys)
        return self._described[1], self._described[2]

    async def _fetch(
        self, method: str, address: str, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
    ) -> bytes:
        verify: ssl.SSLContext | bool = self._tls or True
        body = b""
        try:
            async with (
                httpx.AsyncClient(timeout=TIMEOUT_S, verify=verify) as client,
                client.stream(method, address, headers=headers, data=form) as answer,
            ):
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > LARGEST_ANSWER:
                        raise SignOnRefused(Why.INVALID, f"{address} answers more than {LARGEST_ANSWER} bytes")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SignOnRefused(Why.UNREACHABLE, f"{address}: {type(error).__name__}") from None
        if answer.status_code != 200:
            why = Why.INVALID if answer.status_code < 500 else Why.UNREACHABLE
            raise SignOnRefused(why, f"{address} answered {answer.status_code}")
        return body


def _opened(id_token: str, keys: jwk.KeySet) -> jwt.Token:
    return jwt.decode(id_token, keys, algorithms=ALGORITHMS)


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SignOnRefused(Why.INVALID, f"answer of the provider: {error}") from None
