"""Checking one condition: names, closed lists of values, missing business facts, types, division by zero.

CEL finds a type error only when the faulty part is worked out, and ``false && faulty`` never is. So each part between
``&&`` and ``||`` is also run by itself, on several sets of facts.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import cel

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.fault import Fault, fault
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Kind, Role, Scalar
from zhiyin.pipeline.conditions import FAILURES, FUNCTIONS, Condition, Known, context_of, without_literals
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.near import nearest, suggestion

BUSINESS = "facts"
"""The map of business facts."""
KNOWN = frozenset({f.name for f in FACTS} | {BUSINESS})

VALUES: dict[str, frozenset[str]] = {
    "emotion": frozenset({*(e.value for e in Emotion), "none"}),
    "polarity": frozenset({*(p.value for p in Polarity), "none"}),
    "role": frozenset(r.value for r in Role),
    "kind": frozenset(k.value for k in Kind),
    "tier": frozenset(t.value for t in Tier),
}
"""Facts that take one of a few values."""
_STRING = r"""(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")"""
_COMPARED = re.compile(rf"(?<![\w.])({'|'.join(VALUES)})\s*[=!]=\s*{_STRING}")
_LISTED = re.compile(rf"(?<![\w.])({'|'.join(VALUES)})\s+in\s+\[([^\]]*)\]")
_CUE = re.compile(rf"{_STRING}\s+in\s+cues\b")
_USED = re.compile(r"(?<![\w.])facts\.([A-Za-z_]\w*)")
_GUARDED = re.compile(r"(?<![\w.])has\s*\(\s*facts\.([A-Za-z_]\w*)\s*\)")
_INDEXED = re.compile(r"(?<![\w.])facts\s*\[")
_ONE = re.compile(_STRING)

_HOT: dict[str, Scalar | tuple[str, ...]] = {
    "emotion": "angry",
    "polarity": "negative",
    "valence": -0.9,
    "intensity": 0.9,
    "confidence": 0.9,
    "unsure": True,
    "sarcasm": 0.9,
    "mood": -0.8,
    "slope": -0.5,
    "lowest": -0.8,
    "turns": 12,
    "customer_turns": 6,
    "negative_turns": 5,
    "negative_run": 4,
    "negative_share": 0.83,
    "repeats": 3,
    "threats": 2,
    "wait_s": 90.0,
    "longest_wait_s": 120.0,
    "agent_repeats": 3,
    "cues": (),
    "risk": 0.9,
    "tier": "severe",
    "tier_level": 3,
}
_Business = tuple[tuple[str, type, Scalar], ...]
"""Declared business facts as a key: with the type, because True and 1 are equal."""
KEPT = 2048
"""Conditions whose check is remembered: an editor checks a policy at every key, and only one line has changed."""
_NO_CUSTOMER = dict.fromkeys(("customer_turns", "negative_turns", "negative_run", "repeats", "threats"), 0)


def faults(when: str, business: Mapping[str, Scalar], cues: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with a condition; nothing when it is sound."""
    return _faults(when, tuple((name, type(value), value) for name, value in business.items()), frozenset(cues))


@lru_cache(KEPT)
def _faults(when: str, declared: _Business, cues: frozenset[str]) -> tuple[Fault, ...]:
    try:
        condition = Condition(when)
    except PolicyError as error:
        return (error.fault or fault("condition.unread", str(error)),)
    business = {name: value for name, _, value in declared}
    named = (*_names(condition), *_values(when), *_cues(when, cues), *_business(when, business))
    return named or tuple(_runs(condition, when, _contexts(declared)))


def _names(condition: Condition) -> Iterator[Fault]:
    for name in sorted(condition.names - KNOWN):
        what = f"unknown fact {name!r}{suggestion(name, KNOWN)}; docs/policy.md lists all facts"
        yield fault("fact.unknown", what, name=name, near=nearest(name, KNOWN))
    allowed = ", ".join(sorted(FUNCTIONS))
    for name in sorted(condition.functions - FUNCTIONS):
        what = f"function {name}() may not be used{suggestion(name, FUNCTIONS)}; allowed: {allowed}"
        yield fault("function.unknown", what, name=name, near=nearest(name, FUNCTIONS), allowed=allowed)


def _values(when: str) -> Iterator[Fault]:
    compared = [(m[1], m[2] or m[3] or "") for m in _COMPARED.finditer(when)]
    listed = [(m[1], s[1] or s[2] or "") for m in _LISTED.finditer(when) for s in _ONE.finditer(m[2])]
    for fact, value in compared + listed:
        if value not in VALUES[fact]:
            allowed = ", ".join(sorted(VALUES[fact]))
            what = f"{fact} is never {value!r}{suggestion(value, VALUES[fact])}; it is one of {allowed}"
            near = nearest(value, VALUES[fact])
            yield fault("value.unknown", what, fact=fact, value=value, near=near, allowed=allowed)


def _cues(when: str, cues: Collection[str]) -> Iterator[Fault]:
    for match in _CUE.finditer(when) if cues else ():
        name = match[1] or match[2] or ""
        if name not in cues:
            what = f"there is no word list {name!r}{suggestion(name, cues)}; lists: {', '.join(sorted(cues))}"
            yield fault("cue.unknown", what, name=name, near=nearest(name, cues))


def _business(when: str, business: Mapping[str, Scalar]) -> Iterator[Fault]:
    bare = without_literals(when)
    if _INDEXED.search(bare):
        yield fault("business.indexed", "write facts.name, not facts['name']: only so can it be checked")
    for name in sorted(set(_USED.findall(bare))):
        if name not in business:
            what = f"business fact {name!r} is not declared{suggestion(name, business)}; add it under 'facts'"
            yield fault("business.unknown", what, name=name, near=nearest(name, business))
    for name in sorted(set(_USED.findall(bare)) - set(_GUARDED.findall(bare))):
        what = f"facts.{name} may be missing: write has(facts.{name}) && facts.{name} ..."
        yield fault("business.unasked", what, name=name)


def _runs(condition: Condition, when: str, contexts: Mapping[str, cel.Context]) -> Iterator[Fault]:
    for name, context in contexts.items():
        try:
            value = condition.value(context)
        except FAILURES as error:
            yield _failure(error, name)
            return
        if not isinstance(value, bool):
            what = f"the condition gives {_kind(value)}, it must give true or false: compare it with something"
            yield fault("condition.type", what, kind=_kind(value))
            return
    for part in parts(when):
        found = _part(part, contexts["all facts high"])
        if found:
            yield found
            return


def _part(part: str, context: cel.Context) -> Fault | None:
    try:
        value = Condition(part).value(context)
    except TypeError as error:
        return fault("part.types", f"in {part.strip()!r}: {_failure(error, 'all facts high')}", part=part.strip())
    except (PolicyError, *FAILURES):
        # A part of a comprehension or a ternary does not stand alone, and a guard before it may rule out the rest.
        return None
    if isinstance(value, bool):
        return None
    what = f"{part.strip()!r} gives {_kind(value)}, it must give true or false"
    return fault("part.type", what, part=part.strip(), kind=_kind(value))


def parts(when: str) -> list[str]:
    """The operands of ``&&`` and ``||``, at any depth of plain brackets."""
    found: list[str] = []
    for operand in _split(_unwrapped(when)):
        inner = _unwrapped(operand)
        found += parts(inner) if len(_split(inner)) > 1 else [inner]
    return found


def _split(text: str) -> list[str]:
    """Split at ``&&`` and ``||`` outside brackets and quotes. A ternary stays whole."""
    blank = re.sub(_STRING, lambda m: "_" * len(m[0]), text)
    depth, cuts = 0, [0]
    for place, char in enumerate(blank):
        depth += (char in "([{") - (char in ")]}")
        if char == "?" and depth == 0:
            return [text]
        if depth == 0 and blank[place : place + 2] in ("&&", "||"):
            cuts += [place, place + 2]
    cuts.append(len(text))
    return [text[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True)]


def _unwrapped(text: str) -> str:
    """Without the brackets and negations that enclose all of it."""
    text = text.strip()
    while text[:1] == "!" or (text[:1] == "(" and _closes_last(text)):
        text = text[1:].strip() if text[0] == "!" else text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    blank = re.sub(_STRING, lambda m: "_" * len(m[0]), text)
    depth = 0
    for place, char in enumerate(blank):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return place == len(blank) - 1
    return False


@lru_cache(64)
def _contexts(declared: _Business) -> Mapping[str, cel.Context]:
    business = {name: value for name, _, value in declared}
    return {name: context_of(known, KNOWN) for name, known in _variants(business)}


def _variants(business: Mapping[str, Scalar]) -> tuple[tuple[str, Known], ...]:
    calm: dict[str, Scalar | tuple[str, ...]] = {f.name: f.sample for f in FACTS}
    return (
        ("all facts at rest", {**calm, BUSINESS: {}}),
        ("all facts at rest and business facts known", {**calm, BUSINESS: dict(business)}),
        ("all facts high, business facts unknown", {**calm, **_HOT, BUSINESS: {}}),
        ("all facts high", {**calm, **_HOT, BUSINESS: dict(business)}),
        ("only the agent has spoken", {**calm, **_HOT, **_NO_CUSTOMER, BUSINESS: {}}),
        ("silence", {**calm, "kind": "silence", "role": "system", "emotion": "none", "wait_s": 60.0, BUSINESS: {}}),
    )


def _failure(error: Exception, variant: str) -> Fault:
    if isinstance(error, ZeroDivisionError):
        what = f"division by zero with {variant}: test the divisor first, as in turns > 0 && ..."
        return fault("run.division", what, variant=variant)
    if isinstance(error, TypeError):
        what = "types do not fit: numbers are compared with numbers and texts with texts, and double(x) mixes the two"
        return fault("run.types", what)
    if isinstance(error, KeyError | IndexError):
        what = f"something is missing with {variant}: ask has(...) or size(...) first"
        return fault("run.missing", what, variant=variant)
    why = str(error).splitlines()[0][:120]
    return fault("run.failed", f"it cannot be worked out with {variant}: {why}", variant=variant, why=why)


def _kind(value: object) -> str:
    return {int: "a number", float: "a number", str: "a text", list: "a list"}.get(type(value), "something else")
