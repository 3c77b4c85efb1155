"""Conditions: the ``when`` of a rule, compiled once from CEL (Common Expression Language) and asked many times.

CEL has no loops, no assignment, no clock and no access to the machine. What remains to be limited is length, nesting
of comprehensions, and the functions that may be called: see ``FUNCTIONS``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import cel

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.fault import Fault, fault
from zhiyin.domain.utterance import Scalar
from zhiyin.pipeline.guards import guards

Known = Mapping[str, Scalar | tuple[str, ...] | Mapping[str, Scalar]]
"""Facts by name, as ``pipeline.facts.facts`` gives them."""

LONGEST = 600
"""Characters a condition may have."""
MOST_COMPREHENSIONS = 2
"""``all``, ``exists``, ``exists_one``, ``filter``, ``map`` in one condition: nested ones multiply the work."""
FUNCTIONS = frozenset({"size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string"})
"""Named functions a condition may call, besides operators, ``has`` and the comprehensions."""

_COMPREHENSION = re.compile(r"\.\s*(?:all|exists|exists_one|filter|map)\s*\(\s*([A-Za-z_]\w*)\s*,")
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_SYNTAX = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?(.*)")

FAILURES = (ValueError, TypeError, RuntimeError, LookupError, ArithmeticError)
"""What the CEL library raises for a condition that cannot be worked out."""


def without_literals(expression: str) -> str:
    """The expression with every string literal emptied, so that names can be looked for. Keeps no positions."""
    return _LITERAL.sub("''", expression)


class Condition:
    """A compiled condition. PolicyError when it is too long, cannot be parsed, or calls what is not allowed."""

    def __init__(self, expression: str) -> None:
        if len(expression) > LONGEST:
            count = len(expression)
            what = f"the condition has {count} characters, at most {LONGEST} are allowed: split the rule in two"
            raise PolicyError(what, fault("condition.long", what, count=count, most=LONGEST))
        try:
            self._program = cel.compile(expression)
        except ValueError as error:
            why = _why(str(error), expression)
            raise PolicyError(why.what, why) from None
        self.bound = frozenset(_COMPREHENSION.findall(without_literals(expression)))
        if len(_COMPREHENSION.findall(without_literals(expression))) > MOST_COMPREHENSIONS:
            what = f"more than {MOST_COMPREHENSIONS} comprehensions (all, exists, ...): split the rule in two"
            raise PolicyError(what, fault("condition.comprehensions", what, most=MOST_COMPREHENSIONS))
        references = self._program.references()
        self.functions = frozenset(f for f in references["functions"] if f[0].isalpha())
        self.names = frozenset(references["variables"]) - self.bound
        """Facts it asks for."""
        self._guards = guards(expression)

    def may_hold(self, known: Known) -> bool:
        """False when it surely does not hold, found without CEL and at a fraction of its cost."""
        for guard in self._guards:  # noqa: SIM110 - asked of every rule on every turn: all() takes twice as long
            if not guard(known):
                return False
        return True

    def value(self, context: cel.Context) -> object:
        """What the expression comes to; one of ``FAILURES`` when it cannot be worked out."""
        value: object = self._program.execute(context)
        return value


def context_of(known: Known, names: frozenset[str]) -> cel.Context:
    """The facts that are asked for, handed to CEL once for all rules. Never raises: odd text is made printable."""
    return cel.Context(variables={name: _plain(known[name]) for name in names if name in known})


def _plain(value: Scalar | tuple[str, ...] | Mapping[str, Scalar]) -> object:
    if isinstance(value, float | bool):
        return value
    if isinstance(value, str):
        # A lone surrogate can come in by JSON (\ud800) and has no UTF-8 form.
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, int):
        # CEL has 64-bit integers; a number beyond them is compared as a float.
        return float(value) if abs(value) >= 2**63 else value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return {str(_plain(k)): _plain(v) for k, v in value.items()}


def _why(message: str, expression: str) -> Fault:
    found = _SYNTAX.search(message)
    hint = _hint(expression)
    if not found:
        return fault("condition.unread", "the condition cannot be read: check brackets and quotes", hint=hint)
    line, column, what = found.groups()
    said = f"the condition cannot be read at line {line}, column {column}: {what[:80]}{_HINTS.get(hint, '')}"
    return fault("condition.syntax", said, line=line, column=column, what=what[:80], hint=hint)


_HINTS = {
    "words": "; write && for and, || for or, ! for not",
    "equals": "; write == to compare",
    "width": "; use half-width quotes, brackets and commas",
    "chinese": "; names of facts are ASCII, put Chinese words between quotes",
}


def _hint(expression: str) -> str:
    """A key of ``_HINTS``, or nothing."""
    bare = without_literals(expression)
    if re.search(r"\b(and|or|not)\b", bare):
        return "words"
    if re.search(r"(?<![=!<>])=(?!=)", bare):
        return "equals"
    if "“" in bare or "”" in bare or "‘" in bare or "（" in bare or "，" in bare:
        return "width"
    return "" if bare.isascii() else "chinese"


@lru_cache(1_000)
def condition_of(expression: str) -> Condition:
    """As ``Condition``, but the same text is compiled once: rules stay as they are from version to version."""
    return Condition(expression)
