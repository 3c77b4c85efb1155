"""Policy difference: what one policy says otherwise than another, rule by rule. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from zhiyin.domain.policy import ActionSpec, Policy, Rule, Script
from zhiyin.domain.utterance import Scalar


class Deed(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """The same, but earlier or later among the others."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``before`` and ``after`` as people write them; empty: not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A rule or a script."""

    deed: Deed
    id: str
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    head: tuple[FieldChange, ...]
    """Title, thresholds (``thresholds.mild``) and business facts (``facts.order_late``)."""
    rules: tuple[EntryChange, ...]
    scripts: tuple[EntryChange, ...]

    @property
    def none(self) -> bool:
        return not (self.head or self.rules or self.scripts)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def difference(old: Policy, new: Policy) -> PolicyDifference:
    """Rules and scripts are told apart by their ids; the version does not count."""
    rules = _entries(old.rules, new.rules)
    told = [_rule(deed, before, after) for deed, before, after in rules]
    scripts = [_script(deed, before, after) for deed, before, after in _entries(old.scripts, new.scripts)]
    return PolicyDifference(tuple(_head(old, new)), tuple(told), tuple(s for s in scripts if s.deed is not Deed.MOVED))


def _entries(old: Sequence[N], new: Sequence[N]) -> list[tuple[Deed, N | None, N | None]]:
    """In the order of ``new``; what is gone comes last."""
    before, after = {e.id: e for e in old}, {e.id: e for e in new}
    stayed = _longest_rising([list(before).index(i) for i in after if i in before])
    at_home = {list(before)[place] for place in stayed}
    found: list[tuple[Deed, N | None, N | None]] = []
    for name, entry in after.items():
        was = before.get(name)
        if was is None:
            found.append((Deed.ADDED, None, entry))
        elif was != entry:
            found.append((Deed.CHANGED, was, entry))
        elif name not in at_home:
            found.append((Deed.MOVED, was, entry))
    return found + [(Deed.REMOVED, entry, None) for name, entry in before.items() if name not in after]


def _longest_rising(places: Sequence[int]) -> list[int]:
    """The longest run that keeps its order: all others have moved. Quadratic; a policy has 64 rules at most."""
    best: list[list[int]] = []
    for place in places:
        before = max((run for run in best if run[-1] < place), key=len, default=[])
        best.append([*before, place])
    return max(best, key=len, default=[])


def _head(old: Policy, new: Policy) -> list[FieldChange]:
    pairs = [("title", old.title, new.title)]
    for name in ("mild", "moderate", "severe"):
        before, after = getattr(old.thresholds, name), getattr(new.thresholds, name)
        pairs.append((f"thresholds.{name}", f"{before:g}", f"{after:g}"))
    for name in sorted({*old.facts, *new.facts}):
        pairs.append((f"facts.{name}", _scalar(old.facts.get(name)), _scalar(new.facts.get(name))))
    return _changes(pairs)


def _rule(deed: Deed, old: Rule | None, new: Rule | None) -> EntryChange:
    shown = new or old
    assert shown is not None
    names = ("title", "when", "tier", "cooldown", "limit")
    pairs = [(n, str(getattr(old, n, "")), str(getattr(new, n, ""))) for n in names]
    pairs.append(("actions", _actions(old.actions if old else ()), _actions(new.actions if new else ())))
    return EntryChange(deed, shown.id, shown.title, tuple(_changes(pairs)))


def _script(deed: Deed, old: Script | None, new: Script | None) -> EntryChange:
    shown = new or old
    assert shown is not None
    pairs = [(n, getattr(old, n, ""), getattr(new, n, "")) for n in ("text", "when")]
    pairs += [(n, ", ".join(getattr(old, n, ())), ", ".join(getattr(new, n, ()))) for n in ("tiers", "emotions")]
    return EntryChange(deed, shown.id, shown.text[:40], tuple(_changes(pairs)))


def _changes(pairs: Iterable[tuple[str, str, str]]) -> list[FieldChange]:
    return [FieldChange(name, before, after) for name, before, after in pairs if before != after]


def _actions(actions: Sequence[ActionSpec]) -> str:
    """One line an action."""
    return "\n".join(_action(action) for action in actions)


def _action(action: ActionSpec) -> str:
    params = ", ".join(f"{name}: {_param(value)}" for name, value in action.params.items())
    return f"{action.kind}: {action.title}" + (f" ({params})" if params else "")


def _param(value: Scalar | tuple[str, ...]) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else _scalar(value)


def _scalar(value: Scalar | None) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
