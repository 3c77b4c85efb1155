"""Checking a policy before it may decide: every problem at once, each with its place and how to mend it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from zhiyin.domain.fault import Fault, fault
from zhiyin.domain.policy import Policy, Rule, Script
from zhiyin.domain.utterance import Scalar
from zhiyin.pipeline.action_kinds import ACTION_KINDS
from zhiyin.pipeline.condition_check import faults
from zhiyin.pipeline.near import nearest, suggestion
from zhiyin.pipeline.scripts import SCRIPT, USE, variables

KINDS = frozenset(ACTION_KINDS)
"""Kinds of action with a meaning of their own. Others are allowed (a hand may be added), misspelt ones are not."""
MOST_RULES = 64
MOST_SCRIPTS = 500

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_Placed = tuple[str, Fault]
"""Path below what is checked, such as ``when``, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``where`` is ``rule x``, ``script y`` or ``policy``; ``path`` is its place in the policy's text, such as
    ``rules[3].when``."""

    where: str
    fault: Fault
    path: str = ""

    @property
    def what(self) -> str:
        """What is wrong and how to mend it."""
        return self.fault.what

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(policy: Policy, cues: Collection[str] = ()) -> tuple[Problem, ...]:
    """All problems, in the policy's order; empty when it may be published.

    With ``cues`` (names of the scene's word lists) rules that look for an unlisted cue are found too.
    """
    found = list(_policy(policy))
    for place, script in enumerate(policy.scripts):
        found += _under(f"script {script.id}", f"scripts[{place}]", _script(script, policy, cues))
    for place, rule in enumerate(policy.rules):
        found += _under(f"rule {rule.id}", f"rules[{place}]", _rule(rule, policy, cues))
    return tuple(found)


def _under(where: str, path: str, placed: Iterable[_Placed]) -> Iterator[Problem]:
    return (Problem(where, found, f"{path}.{part}") for part, found in placed)


def _policy(policy: Policy) -> Iterator[Problem]:
    for field, name in (("scene", policy.scene), ("version", policy.version)):
        if not _ID.fullmatch(name):
            what = f"{field} {name!r} must be 1-64 letters, digits, dots, dashes or underscores"
            yield Problem("policy", fault("policy.id", what, field=field, name=name), field)
    t = policy.thresholds
    if not 0 < t.mild < t.moderate < t.severe <= 1:
        what = f"thresholds must rise: 0 < mild < moderate < severe <= 1, not {t.mild} / {t.moderate} / {t.severe}"
        risen = fault("thresholds.rise", what, mild=t.mild, moderate=t.moderate, severe=t.severe)
        yield Problem("policy", risen, "thresholds")
    if not policy.rules:
        yield Problem("policy", fault("rules.none", "there is no rule: write at least one under 'rules'"), "rules")
    for path, count, most in (
        ("rules", len(policy.rules), MOST_RULES),
        ("scripts", len(policy.scripts), MOST_SCRIPTS),
    ):
        if count > most:
            what = f"{count} {path}, at most {most} are allowed"
            yield Problem("policy", fault(f"{path}.many", what, count=count, most=most), path)
    for twice, place in _repeated(r.id for r in policy.rules):
        what = "this id is used twice: ids name a rule for cooldown, limit and action ids"
        yield Problem(f"rule {twice}", fault("rule.twice", what, id=twice), f"rules[{place}].id")
    for twice, place in _repeated(s.id for s in policy.scripts):
        what = "this id is used twice: give each script its own"
        yield Problem(f"script {twice}", fault("script.twice", what, id=twice), f"scripts[{place}].id")


def _script(script: Script, policy: Policy, cues: Collection[str]) -> Iterator[_Placed]:
    for found in faults(script.when, policy.facts, cues) if script.when else ():
        yield "when", found
    try:
        names = variables(script.text)
    except ValueError as error:
        yield "text", fault("variable.form", f"variables are written {{name}}: {error}", why=error)
        return
    for name in sorted(names - policy.facts.keys()):
        hint = suggestion(name, policy.facts)
        what = f"variable {{{name}}} is not a declared business fact{hint}; add it under 'facts'"
        yield "text", fault("variable.unknown", what, name=name, near=nearest(name, policy.facts))


def _rule(rule: Rule, policy: Policy, cues: Collection[str]) -> Iterator[_Placed]:
    if not _ID.fullmatch(rule.id):
        what = "the id must be 1-64 letters, digits, dots, dashes or underscores"
        yield "id", fault("rule.id", what, id=rule.id)
    if rule.cooldown < 0:
        what = f"cooldown is {rule.cooldown}, it counts turns and must be 0 or more"
        yield "cooldown", fault("rule.cooldown", what, cooldown=rule.cooldown)
    if rule.limit < 1:
        what = f"limit is {rule.limit}, it must be 1 or more; remove the rule to switch it off"
        yield "limit", fault("rule.limit", what, limit=rule.limit)
    if not rule.actions:
        yield "actions", fault("rule.actions", "there is no action: write at least one under 'actions'")
    for found in faults(rule.when, policy.facts, cues):
        yield "when", found
    ids = {s.id for s in policy.scripts}
    for place, spec in enumerate(rule.actions):
        for part, found in _action(spec.kind, spec.params, ids):
            yield f"actions[{place}].{part}", found


def _action(kind: str, params: Mapping[str, Scalar | tuple[str, ...]], ids: Collection[str]) -> Iterator[_Placed]:
    if not _KIND.fullmatch(kind):
        what = f"kind of action {kind!r} must be lower-case letters, digits and underscores"
        yield "kind", fault("action.form", what, kind=kind)
    elif kind not in KINDS and (near := get_close_matches(kind, KINDS, 1, 0.75)):
        what = f"unknown kind of action {kind!r}: did you mean {near[0]!r}?"
        yield "kind", fault("action.unknown", what, kind=kind, near=near[0])
    if kind != SCRIPT or USE not in params:
        return
    use = params[USE]
    for script in use if isinstance(use, tuple) else (str(use),):
        if script not in ids:
            what = f"script {script!r} does not exist{suggestion(script, ids)}"
            yield f"params.{USE}", fault("action.script", what, script=script, near=nearest(script, ids))


def _repeated(ids: Iterable[str]) -> list[tuple[str, int]]:
    """Each id that stands more than once, and the place where it does so again."""
    seen: set[str] = set()
    again: dict[str, int] = {}
    for place, name in enumerate(ids):
        if name in seen:
            again.setdefault(name, place)
        seen.add(name)
    return list(again.items())
