"""Services: what the web room is handed by ``app``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.policy import Policy
from zhiyin.engine.engine import Engine
from zhiyin.engine.review_desk import ReviewDesk
from zhiyin.pipeline.features import CueFinder
from zhiyin.seams import Bus, Clock, Store


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``open``: no key is asked for (only on loopback, or when the operator said so). Limits are per key or address.

    ``body_bytes``: largest request; ``requests`` and ``events``: rates such as ``300/second``.
    """

    open: bool
    console: Path | None
    body_bytes: int = 4_000_000
    requests: str = "300/second"
    events: str = "5000/second"
    live_views: int = 200
    warnings: tuple[str, ...] = ()
    embed_origins: tuple[str, ...] = ()
    """Origins whose pages may hold the console in a frame."""


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """``needed``: labels an item wants. ``blind``: the model's reading is shown only after one's own label."""

    needed: int = 2
    blind: bool = True


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
    review_desk: ReviewDesk
    review_rules: ReviewRules
    cues_of: Callable[[str], CueFinder]
    """Scene -> finder of its listed expressions."""
    read_rows: Callable[[bytes], list[list[str]]]
    """A small table (XLSX or CSV) as rows of texts; InputError when it is none."""
    opinions: Callable[[], Mapping[str, int]] | None = None
    """Counts of the second opinion: ``asked``, and wishes by outcome; None if it is off."""
