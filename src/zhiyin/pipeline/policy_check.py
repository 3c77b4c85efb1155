"""Checking a policy before it may decide: every problem at once, each with its place and how to mend it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from zhiyin.domain.policy import Policy, Rule
from zhiyin.domain.utterance import Scalar
from zhiyin.pipeline.condition_check import faults
from zhiyin.pipeline.near import suggestion
from zhiyin.pipeline.scripts import SCRIPT, USE, variables

KINDS = frozenset({SCRIPT, "alert", "review", "route", "compensate", "guide", "note", "tag", "callback", "stand_down"})
"""Kinds of action with a meaning of their own. Others are allowed (a hand may be added), misspelt ones are not."""
MOST_RULES = 64
MOST_SCRIPTS = 500

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")


@dataclass(frozen=True, slots=True)
class Problem:
    """``where`` is ``rule x``, ``script y`` or ``policy``; ``what`` says what is wrong and how to mend it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(policy: Policy, cues: Collection[str] = ()) -> tuple[Problem, ...]:
    """All problems, in the policy's order; empty when it may be published.

    With ``cues`` (names of the scene's word lists) rules that look for an unlisted cue are found too.
    """
    found = [*_policy(policy), *_scripts(policy, cues)]
    for rule in policy.rules:
        found += [Problem(f"rule {rule.id}", what) for what in _rule(rule, policy, cues)]
    return tuple(found)


def _policy(policy: Policy) -> Iterator[Problem]:
    for what, name in (("scene", policy.scene), ("version", policy.version)):
        if not _ID.fullmatch(name):
            yield Problem("policy", f"{what} {name!r} must be 1-64 letters, digits, dots, dashes or underscores")
    t = policy.thresholds
    if not 0 < t.mild < t.moderate < t.severe <= 1:
        yield Problem(
            "policy",
            f"thresholds must rise: 0 < mild < moderate < severe <= 1, not {t.mild} / {t.moderate} / {t.severe}",
        )
    if not policy.rules:
        yield Problem("policy", "there is no rule: write at least one under 'rules'")
    if len(policy.rules) > MOST_RULES:
        yield Problem("policy", f"{len(policy.rules)} rules, at most {MOST_RULES} are allowed")
    if len(policy.scripts) > MOST_SCRIPTS:
        yield Problem("policy", f"{len(policy.scripts)} scripts, at most {MOST_SCRIPTS} are allowed")
    for twice in _repeated(r.id for r in policy.rules):
        yield Problem(f"rule {twice}", "this id is used twice: ids name a rule for cooldown, limit and action ids")
    for twice in _repeated(s.id for s in policy.scripts):
        yield Problem(f"script {twice}", "this id is used twice: give each script its own")


def _scripts(policy: Policy, cues: Collection[str]) -> Iterator[Problem]:
    for script in policy.scripts:
        where = f"script {script.id}"
        for fault in faults(script.when, policy.facts, cues) if script.when else ():
            yield Problem(where, fault)
        try:
            names = variables(script.text)
        except ValueError as error:
            yield Problem(where, f"variables are written {{name}}: {error}")
            continue
        for name in sorted(names - policy.facts.keys()):
            hint = suggestion(name, policy.facts)
            yield Problem(where, f"variable {{{name}}} is not a declared business fact{hint}; add it under 'facts'")


def _rule(rule: Rule, policy: Policy, cues: Collection[str]) -> Iterator[str]:
    if not _ID.fullmatch(rule.id):
        yield "the id must be 1-64 letters, digits, dots, dashes or underscores"
    if rule.cooldown < 0:
        yield f"cooldown is {rule.cooldown}, it counts turns and must be 0 or more"
    if rule.limit < 1:
        yield f"limit is {rule.limit}, it must be 1 or more; remove the rule to switch it off"
    if not rule.actions:
        yield "there is no action: write at least one under 'actions'"
    yield from faults(rule.when, policy.facts, cues)
    ids = {s.id for s in policy.scripts}
    for spec in rule.actions:
        yield from _action(spec.kind, spec.params, ids)


def _action(kind: str, params: Mapping[str, Scalar | tuple[str, ...]], ids: Collection[str]) -> Iterator[str]:
    if not _KIND.fullmatch(kind):
        yield f"kind of action {kind!r} must be lower-case letters, digits and underscores"
    elif kind not in KINDS and (near := get_close_matches(kind, KINDS, 1, 0.75)):
        yield f"unknown kind of action {kind!r}: did you mean {near[0]!r}?"
    if kind != SCRIPT or USE not in params:
        return
    use = params[USE]
    for script in use if isinstance(use, tuple) else (str(use),):
        if script not in ids:
            yield f"script {script!r} does not exist{suggestion(script, ids)}"


def _repeated(ids: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(ids).items() if count > 1]
