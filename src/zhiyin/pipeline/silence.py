"""Silence: when a customer has waited long enough that the waiting itself says something."""

from zhiyin.domain.state import EmotionState

WAITS_S = (60, 180, 300)
"""Seconds of waiting after which silence becomes an event."""
INSISTENT_WAIT_S = 8
"""The first wait for a customer who has asked the same before (SPEC F4: 8 s and a repeated question)."""


def due_silences(state: EmotionState) -> tuple[tuple[str, int], ...]:
    """(event id, time in ms) of each silence to inject if nobody answers from here on; empty: nobody waits.

    Ids are made from the moment the waiting began, so that injecting twice changes nothing.
    """
    if state.waiting_since is None:
        return ()
    waits = (INSISTENT_WAIT_S, *WAITS_S) if state.repeats else WAITS_S
    since = state.waiting_since
    return tuple((f"silence-{since}-{s}", since + s * 1000) for s in waits if since + s * 1000 > state.last_at)
