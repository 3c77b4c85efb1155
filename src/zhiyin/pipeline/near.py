"""Near: which known name was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def suggestion(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)``, or nothing when no name is near."""
    near = nearest(name, known)
    return f" (did you mean {near!r}?)" if near else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like it; empty when none is."""
    return next(iter(get_close_matches(name, sorted(known), 1, 0.6)), "")
