"""Scripts: which wordings 话术 suit this moment, with their variables filled from the facts."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import cel

from zhiyin.domain.policy import Script
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar
from zhiyin.pipeline.conditions import FAILURES, Condition, Known, context_of

SCRIPT = "script"
"""Kind of action that offers scripts."""
USE = "use"
"""Parameter of such an action: ids of the scripts to choose from; without it, all that suit."""
OFFERED = 3
"""At most so many scripts are offered at once."""


def variables(text: str) -> frozenset[str]:
    """Names between braces. ValueError for braces that do not pair, and for anything but a plain name between them."""
    names: set[str] = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}} is not a plain name")
        names.add(name)
    return frozenset(names)


@dataclass(frozen=True)
class Moment:
    """The facts, and the same facts as the conditions of scripts see them: those in ``names``."""

    known: Known
    names: frozenset[str]

    @cached_property
    def context(self) -> cel.Context:
        return context_of(self.known, self.names)


def suit(
    scripts: Iterable[tuple[Script, Condition | None]],
    tier: Tier,
    moment: Moment,
    nth: int,
    use: Scalar | tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Up to ``OFFERED`` filled scripts, best first; at a rule's next firing the next ones, so that none is said twice.

    With ``use`` the named ones in that order. Else those that suit, in the order: made for this matter (it has a
    ``when``), for this emotion, for this tier, for any. Left out is a script whose ``when`` does not hold, and one with
    a variable whose fact was not sent: better no sentence than one with a hole.
    """
    chosen = (use,) if isinstance(use, str) else use if isinstance(use, tuple) else ()
    emotion = str(moment.known.get("emotion", "none"))
    ranked: list[tuple[int, int, str]] = []
    for place, (script, condition) in enumerate(scripts):
        fit = _fit(script, tier, emotion) if not chosen else _named(script, chosen)
        if fit is None or (condition and not _holds(condition, moment)):
            continue
        text = fill(script.text, moment.known)
        if text is not None:
            ranked.append((-fit, place, text))
    texts = [text for _, _, text in sorted(ranked)]
    start = (nth - 1) * OFFERED % len(texts) if len(texts) > OFFERED else 0
    return tuple((texts[start:] + texts[:start])[:OFFERED])


def fill(text: str, known: Known) -> str | None:
    """The text with each ``{name}`` replaced by the business fact of that name; None when one is missing."""
    if "{" not in text and "}" not in text:
        return text
    facts = known.get("facts")
    have: Mapping[str, Scalar] = facts if isinstance(facts, Mapping) else {}
    values: dict[str, str] = {}
    for name in variables(text):
        value = have.get(name)
        if (
            value is None
            or isinstance(value, bool)
            or value == ""
            or (isinstance(value, float) and not isfinite(value))
        ):
            return None
        values[name] = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text.format_map(values)


def _fit(script: Script, tier: Tier, emotion: str) -> int | None:
    """How well it suits, 0 (any) to 7 (made for it); None when it is meant for something else."""
    if (script.tiers and tier not in script.tiers) or (script.emotions and emotion not in script.emotions):
        return None
    return 4 * bool(script.when) + 2 * bool(script.emotions) + bool(script.tiers)


def _named(script: Script, chosen: tuple[str, ...]) -> int | None:
    return -chosen.index(script.id) if script.id in chosen else None


def _holds(condition: Condition, moment: Moment) -> bool:
    try:
        return condition.may_hold(moment.known) and condition.value(moment.context) is True
    except FAILURES:  # a business fact of an odd type: the script is merely not offered
        return False
