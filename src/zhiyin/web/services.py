"""Services: what the web room is handed by ``app``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.policy import Policy
from zhiyin.engine.engine import Engine
from zhiyin.engine.people.session_desk import SessionDesk
from zhiyin.engine.people.user_desk import UserDesk
from zhiyin.seams import Bus, Clock, Store
from zhiyin.web.governance import Governance
from zhiyin.web.oidc.sign_on import SignOn
from zhiyin.web.session_cookie import SessionCookie
from zhiyin.web.setup_code import SetupCode


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``open``: the operator said that nobody is asked who they are. Limits are per key, user or address.

    ``body_bytes``: largest request; ``requests`` and ``events``: rates such as ``300/second``.
    """

    open: bool
    loopback: bool
    """Only this machine can reach the service: nobody is asked until there is a key or a user."""
    console: Path | None
    body_bytes: int = 4_000_000
    requests: str = "300/second"
    events: str = "5000/second"
    live_views: int = 200
    warnings: tuple[str, ...] = ()
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Who signs in, and how."""

    users: UserDesk
    sessions: SessionDesk
    cookie: SessionCookie
    setup: SetupCode
    sign_on: SignOn | None
    """With the account of the company; None if that is off."""


@dataclass(frozen=True, slots=True)
class Services:
    engine: Engine
    store: Store
    bus: Bus
    clock: Clock
    settings: WebSettings
    model_name: str
    parse_policy: Callable[[str, str], Policy]
    """(text, where it came from) -> policy; PolicyError when it does not check."""
    wake_outbox: Callable[[], None]
    governance: Governance
    people: People
    opinions: Callable[[], Mapping[str, int]] | None = None
    """Counts of the second opinion: ``asked``, and wishes by outcome; None if it is off."""
