"""DestinationState: how a destination of actions stands, without any of its secrets."""

from dataclasses import dataclass

from zhiyin.domain.destination import Destination


@dataclass(frozen=True, slots=True)
class DestinationState:
    """``off`` says why it is switched off, empty while it is on; ``failing``: left in peace after failures in a row."""

    destination: Destination
    place: str
    """Scheme and host; a path may hold a robot's key. Empty for the console."""
    failing: bool
    off: str
    testable: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a test event. ``status`` 0: no answer; ``took`` in ms; ``body``: how the answer begins."""

    ok: bool
    status: int
    took: int
    body: str
    detail: str
