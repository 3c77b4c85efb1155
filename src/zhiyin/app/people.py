"""People: signing in, put together as configured."""

import os

from zhiyin.actions.poster import tls
from zhiyin.actions.secret import secret_reader
from zhiyin.config import Config, OidcConfig
from zhiyin.domain.errors import SetupError
from zhiyin.domain.session import Limits
from zhiyin.engine.people.hasher import Hasher
from zhiyin.engine.people.session_desk import SessionDesk
from zhiyin.engine.people.user_desk import UserDesk
from zhiyin.seams import Clock, Store
from zhiyin.web.oidc.provider import Provider
from zhiyin.web.oidc.settings import OidcSettings
from zhiyin.web.oidc.sign_on import SignOn
from zhiyin.web.services import People
from zhiyin.web.session_cookie import SessionCookie
from zhiyin.web.setup_code import SetupCode

_MINUTE = 60_000


def people_of(config: Config, store: Store, clock: Clock) -> People:
    """SetupError if the secret of single sign-on cannot be read."""
    users = UserDesk(store, clock, Hasher())
    limits = Limits(config.session_idle_minutes * _MINUTE, config.session_hours * 60 * _MINUTE)
    settings = oidc_of(config)
    return People(
        users=users,
        sessions=SessionDesk(store, clock, limits),
        cookie=SessionCookie(config.public_url, config.port),
        setup=SetupCode(),
        sign_on=SignOn(Provider(settings, clock, tls()), store, users) if settings else None,
    )


def oidc_of(config: Config) -> OidcSettings | None:
    """None if it is off. SetupError if its secret cannot be read."""
    given = config.oidc
    if given is None:
        return None
    return OidcSettings(
        issuer=given.issuer,
        client_id=given.client_id,
        client_secret=_secret(given),
        scopes=given.scopes,
        role_claim=given.role_claim,
        roles=given.roles,
        default_role=given.default_role,
        email_domains=tuple(given.email_domains),
        label=given.label,
        tenant=given.tenant,
    )


def _secret(given: OidcConfig) -> str:
    try:
        return secret_reader(os.environ)(given.client_secret) if given.client_secret else ""
    except SetupError as error:
        raise SetupError(f"oidc: client_secret: {error}") from error


async def announced_code(config: Config, store: Store, people: People) -> str:
    """The setup code, if the first administrator is still to be made and cannot simply be made at this machine."""
    if config.open or await store.users():
        return ""
    keys = any(key.revoked_at is None for key in await store.keys())
    alone = config.loopback and not config.public_url and not keys and people.sign_on is None
    return "" if alone else people.setup.code
