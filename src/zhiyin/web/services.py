"""Services: what the web room is handed by ``app``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.policy import Policy
from zhiyin.engine.engine import Engine
from zhiyin.engine.jobs import JobRunner
from zhiyin.reports.report_desk import ReportDesk
from zhiyin.seams import Analyses, Bus, Clock, Store


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``open``: no key is asked for (only on loopback, or when the operator said so). Limits are per key or address.

    ``body_bytes``: largest request, ``file_bytes``: largest file sent to be analysed; ``requests`` and ``events``:
    rates such as ``300/second``.
    """

    open: bool
    console: Path | None
    body_bytes: int = 4_000_000
    file_bytes: int = 50_000_000
    requests: str = "300/second"
    events: str = "5000/second"
    live_views: int = 200
    warnings: tuple[str, ...] = ()


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
    jobs: JobRunner
    analyses: Analyses
    reports: ReportDesk
    opinions: Callable[[], Mapping[str, int]] | None = None
    """Counts of the second opinion: ``asked``, and wishes by outcome; None if it is off."""
