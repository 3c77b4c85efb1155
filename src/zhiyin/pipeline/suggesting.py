"""Suggesting: the scripts that fit a conversation now, best first, each with why in a few Chinese words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiyin.domain.policy import Script
from zhiyin.domain.risk import Tier
from zhiyin.domain.script_use import ScriptFigures
from zhiyin.pipeline.conditions import FAILURES, Condition
from zhiyin.pipeline.repetition import says_again
from zhiyin.pipeline.report import EMOTIONS, TIERS
from zhiyin.pipeline.script_effect import expected_change
from zhiyin.pipeline.scripts import Moment, fill

MATTER, EMOTION, TIER = 4.0, 2.0, 1.0
"""What a fit weighs; the same order as in ``pipeline.scripts``: the matter before the emotion before the tier."""
EFFECT = 2.0
"""What a change of valence of 1 weighs: as much as a fitting emotion, so that effect decides between like fits."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A script on offer with its compiled condition (None: it has none), the names of its groups, and its figures."""

    script: Script
    condition: Condition | None
    title: str
    groups: tuple[str, ...]
    figures: ScriptFigures


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` has its variables filled in."""

    candidate: Candidate
    text: str
    why: str


def suggest(candidates: Iterable[Candidate], moment: Moment, said: Sequence[str], limit: int) -> tuple[Suggestion, ...]:
    """Up to ``limit`` scripts. Left out: what is meant for another mood or tier, whose condition does not hold, that
    lacks a fact, or that says about the same as one of ``said`` (the agent's lines so far) or as a better one.
    """
    tier, emotion = Tier(str(moment.known.get("tier", "none"))), str(moment.known.get("emotion", "none"))
    ranked: list[tuple[float, int, Suggestion]] = []
    for place, candidate in enumerate(candidates):
        if not _fits(candidate, tier, emotion, moment):
            continue
        text = fill(candidate.script.text, moment.known)
        if text is None or says_again(text, said):
            continue
        score = _score(candidate)
        ranked.append((-score, place, Suggestion(candidate, text, _why(candidate, tier, emotion))))
    chosen: list[Suggestion] = []
    for _, _, suggestion in sorted(ranked, key=lambda r: r[:2]):
        if len(chosen) < limit and not says_again(suggestion.text, [one.text for one in chosen]):
            chosen.append(suggestion)
    return tuple(chosen)


def _fits(candidate: Candidate, tier: Tier, emotion: str, moment: Moment) -> bool:
    script = candidate.script
    if (script.tiers and tier not in script.tiers) or (script.emotions and emotion not in script.emotions):
        return False
    if candidate.condition is None:
        return True
    try:
        return candidate.condition.may_hold(moment.known) and candidate.condition.value(moment.context) is True
    except FAILURES:  # a business fact of an odd type: the script is merely not offered
        return False


def _score(candidate: Candidate) -> float:
    script = candidate.script
    fit = MATTER * bool(script.when) + EMOTION * bool(script.emotions) + TIER * bool(script.tiers)
    return fit + EFFECT * expected_change(candidate.figures)


def _why(candidate: Candidate, tier: Tier, emotion: str) -> str:
    script = candidate.script
    parts: list[str] = [*candidate.groups]
    if script.when and not candidate.groups:
        parts.append("针对当前话题")
    if script.emotions and emotion in EMOTIONS:
        parts.append(f"适合“{EMOTIONS[emotion]}”")
    if script.tiers:
        parts.append(f"{TIERS[tier]}风险" if tier is not Tier.NONE else "平稳时")
    return "·".join(parts) if parts else "通用"


def names_of(candidates: Iterable[Candidate]) -> frozenset[str]:
    """The facts that their conditions ask for."""
    return frozenset[str]().union(*(c.condition.names for c in candidates if c.condition))
