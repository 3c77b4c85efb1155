"""Near: which known name was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def suggestion(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)``, or nothing when no name is near."""
    near = get_close_matches(name, sorted(known), 1, 0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""
