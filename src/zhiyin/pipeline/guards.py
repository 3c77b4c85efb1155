"""Guards: the plain comparisons of a condition, asked in Python before CEL is.

Most conditions begin ``role == 'customer' && ...`` and most turns fail such a comparison. One false part makes a whole
conjunction false in CEL, even where another part cannot be worked out, so a condition with a false guard need not be
handed to CEL at all. A guard never says that a condition holds: CEL alone does.
"""

import operator
import re
from collections.abc import Callable, Mapping
from math import isnan
from typing import TypeVar

from zhiyin.domain.utterance import Scalar

Value = Scalar | tuple[str, ...] | Mapping[str, Scalar]
Guard = Callable[[Mapping[str, Value]], bool]
"""False: the condition is surely false. True: ask CEL."""

T = TypeVar("T", str, float)

_NAME = r"(facts\.)?([A-Za-z_]\w*)"
_TEXT = r"'([^'\\]*)'|\"([^\"\\]*)\""
_COMPARED = re.compile(rf"{_NAME}\s*(==|!=|<=|>=|<|>)\s*(?:{_TEXT}|(-?\d{{1,15}}(?:\.\d{{1,15}})?))")
_LISTED = re.compile(rf"(?:{_TEXT})\s+in\s+([A-Za-z_]\w*)")
_SENT = re.compile(r"has\(\s*facts\.([A-Za-z_]\w*)\s*\)")
_TRUTH = re.compile(_NAME)
_ODD = re.compile(r"'''|\"\"\"|//|\b[rRbB]+['\"]|[?\\\n]")
"""Raw and triple quotes, comments, escapes, ternaries: left to CEL as a whole."""
_PART = re.compile(r"'[^']*'|\"[^\"]*\"|&&|\|\||[(\[{]|[)\]}]|[^&|()\[\]{}'\"]+|.")
_LARGE = 2**53
"""From here on floats no longer tell whole numbers apart."""
_WORDS = frozenset({"true", "false", "null", "facts"})
_COMPARE: Mapping[str, Callable[[T, T], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def guards(expression: str) -> tuple[Guard, ...]:
    """Guards of the parts that stand between ``&&`` at the top of the expression; none if it is no conjunction."""
    found = (_guard(part) for part in _parts(" ".join(expression.split("\n"))))
    return tuple(guard for guard in found if guard is not None)


def _parts(expression: str) -> list[str]:
    if _ODD.search(expression):
        return []
    parts, depth = [""], 0
    for piece in _PART.findall(expression):
        depth += (piece in "([{") - (piece in ")]}")
        if depth == 0 and piece == "||":
            return []
        if depth == 0 and piece == "&&":
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


def _guard(part: str) -> Guard | None:
    if found := _COMPARED.fullmatch(part):
        of_facts, name, sign, single, double, number = found.groups()
        if number is not None:
            return _number(bool(of_facts), name, sign, float(number))
        return _text(bool(of_facts), name, sign, single if single is not None else double)
    if found := _LISTED.fullmatch(part):
        single, double, name = found.groups()
        return _listed(name, single if single is not None else double)
    if found := _SENT.fullmatch(part):
        return _sent(found[1])
    if (found := _TRUTH.fullmatch(part)) and (found[1] or found[2] not in _WORDS):
        return _truth(bool(found[1]), found[2])
    return None


def _value(known: Mapping[str, Value], of_facts: bool, name: str) -> Value | None:
    if not of_facts:
        return known.get(name)
    facts = known.get("facts")
    return facts.get(name) if isinstance(facts, Mapping) else None


def _number(of_facts: bool, name: str, sign: str, number: float) -> Guard:
    compare: Callable[[float, float], bool] = _COMPARE[sign]

    def guard(known: Mapping[str, Value]) -> bool:
        value = _value(known, of_facts, name) if of_facts else known.get(name)
        # Exact types: for CEL true is no number. What is none, or too large for a float, is left to CEL.
        if type(value) is float:
            return isnan(value) or compare(value, number)
        return type(value) is not int or abs(value) >= _LARGE or compare(value, number)

    return guard


def _text(of_facts: bool, name: str, sign: str, text: str) -> Guard:
    compare: Callable[[str, str], bool] = _COMPARE[sign]

    def guard(known: Mapping[str, Value]) -> bool:
        value = _value(known, of_facts, name) if of_facts else known.get(name)
        # Text that is not ASCII may hold what CEL is shown in another form (a lone surrogate).
        return compare(value, text) if type(value) is str and value.isascii() else True

    return guard


def _listed(name: str, text: str) -> Guard:
    def guard(known: Mapping[str, Value]) -> bool:
        value = known.get(name)
        return not isinstance(value, tuple) or text in value or not all(v.isascii() for v in value)

    return guard


def _sent(name: str) -> Guard:
    def guard(known: Mapping[str, Value]) -> bool:
        facts = known.get("facts")
        return not isinstance(facts, Mapping) or name in facts or not all(n.isascii() for n in facts)

    return guard


def _truth(of_facts: bool, name: str) -> Guard:
    def guard(known: Mapping[str, Value]) -> bool:
        return _value(known, of_facts, name) is not False

    return guard
