"""Services: what the web room is handed by ``app``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from pathlib import Path
from typing import Literal

from zhiyin.domain.policy import Policy
from zhiyin.domain.unsafe_setting import UnsafeSetting
from zhiyin.domain.wall_settings import WallSettings
from zhiyin.engine.alarm_desk import AlarmDesk
from zhiyin.engine.engine import Engine
from zhiyin.engine.jobs import JobRunner
from zhiyin.engine.people.session_desk import SessionDesk
from zhiyin.engine.people.user_desk import UserDesk
from zhiyin.engine.policy_desk import PolicyDesk
from zhiyin.engine.review_desk import ReviewDesk
from zhiyin.engine.wall_pulse import WallPulse
from zhiyin.pipeline.features import CueFinder
from zhiyin.reports.report_desk import ReportDesk
from zhiyin.seams import Analyses, Bus, Clock, Store
from zhiyin.web.governance import Governance
from zhiyin.web.oidc.sign_on import SignOn
from zhiyin.web.session_cookie import SessionCookie
from zhiyin.web.setup_code import SetupCode


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``open``: the operator said that nobody is asked who they are. Limits are per key, user or address.

    ``body_bytes``: largest request, ``file_bytes``: largest file sent to be analysed; ``requests`` and ``events``:
    rates such as ``300/second``.
    """

    open: bool
    loopback: bool
    """Only this machine can reach the service: nobody is asked until there is a key or a user."""
    console: Path | None
    body_bytes: int = 4_000_000
    file_bytes: int = 50_000_000
    requests: str = "300/second"
    events: str = "5000/second"
    live_views: int = 200
    warnings: tuple[UnsafeSetting, ...] = ()
    public_url: str = ""
    embed_origins: tuple[str, ...] = ()
    """Origins whose pages may hold the console in a frame."""
    agents_see: Literal["own", "all"] = "own"
    """Which conversations people of the role agent see."""


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """``needed``: labels an item wants. ``blind``: the model's reading is shown only after one's own label."""

    needed: int = 2
    blind: bool = True


@dataclass(frozen=True, slots=True)
class People:
    """Who signs in, and how."""

    users: UserDesk
    sessions: SessionDesk
    cookie: SessionCookie
    setup: SetupCode
    sign_on: SignOn | None
    """With the account of the company; None if that is off."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    jobs: JobRunner
    analyses: Analyses
    people: People
    governance: Governance
    wall: WallSettings
    alarm_desk: AlarmDesk
    pulse: WallPulse
    policies: PolicyDesk
    review_desk: ReviewDesk
    review_rules: ReviewRules
    cues_of: Callable[[str], CueFinder]
    """Scene -> finder of its listed expressions."""
    read_rows: Callable[[bytes], list[list[str]]]
    """A small table (XLSX or CSV) as rows of texts; InputError when it is none."""
    zone: tzinfo = timezone(timedelta(hours=8), "UTC+08:00")
    """In which days and hours of the statistics begin."""
    reports: ReportDesk
    opinions: Callable[[], Mapping[str, int]] | None = None
    """Counts of the second opinion: ``asked``, and wishes by outcome; None if it is off."""
