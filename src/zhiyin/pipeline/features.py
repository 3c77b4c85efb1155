"""Features: what models and rules are shown of a turn. The live path, file analysis and training all use this one."""

from collections.abc import Sequence
from functools import lru_cache

from zhiyin.domain.features import Before, ContextTurn, Cue, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import Kind, Masked, Role
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.masking.kinds import OURS

CONTEXT_TURNS = 6
"""How many turns before the present one are shown to the model."""
CONTEXT_CHARACTERS = 400
"""How much of a turn is kept as context: its end, which is what the next speaker answers to."""

_NEGATABLE = frozenset({"threat", "churn"})
"""Cues that mean the contrary right after a negation (我不投诉了)."""
_NEGATIONS = ("不", "没", "别", "不会", "不想", "没有", "不是要", "不用")

_EXCEPT = "no_"
"""A list ``no_X`` holds longer expressions with a word of ``X`` but not its sense (胸痛中心 is no ``safety``)."""


class CueFinder:
    """Finds listed expressions in folded text: per cue the longest at each place, without overlap within a cue."""

    def __init__(self, lexicon: Lexicon) -> None:
        by_start: dict[str, list[tuple[str, str]]] = {}
        for cue, expressions in lexicon.cues.items():
            for expression in expressions:
                by_start.setdefault(expression[:2], []).append((expression, cue))
        # By the first two characters, since many expressions share one; single characters may begin any pair.
        self._single = {start: tuple(found) for start, found in by_start.items() if len(start) == 1}
        self._pairs = {
            start: (*sorted(found, key=lambda e: -len(e[0])), *self._single.get(start[0], ()))
            for start, found in by_start.items()
            if len(start) == 2
        }

    def find(self, folded: str) -> tuple[Cue, ...]:
        found: list[Cue] = []
        ends: dict[str, int] = {}
        for start in range(len(folded)):
            for expression, cue in self._pairs.get(folded[start : start + 2]) or self._single.get(folded[start], ()):
                group = cue.removeprefix(_EXCEPT)
                if ends.get(group, 0) > start or not folded.startswith(expression, start):
                    continue
                if cue in _NEGATABLE and folded[:start].endswith(_NEGATIONS):
                    continue
                ends[group] = start + len(expression)
                if cue == group:
                    found.append(Cue(cue, (start, ends[group]), expression))
        return tuple(found)


def features(masked: Masked, context: Sequence[ContextTurn], cues: CueFinder) -> Features:
    """``context`` holds the turns before, oldest first; only the last ``CONTEXT_TURNS`` are kept."""
    folded, last = fold(masked.text), tuple(context[-CONTEXT_TURNS:])
    return Features(
        masked,
        folded,
        last,
        cues.find(folded),
        tuple(_before(turn.role is not Role.CUSTOMER, turn.text) for turn in last),
    )


@lru_cache(maxsize=2048)
def _before(ours: bool, text: SafeText) -> Before:
    # Each turn is the context of the six that follow it, so it is kept: nothing of it but masked text.
    holes = tuple(found.span() for found in OURS.finditer(text)) if "[" in text else ()
    return Before(ours, fold(text), holes)


def follow(context: Sequence[ContextTurn], masked: Masked) -> tuple[ContextTurn, ...]:
    """The context for the turn after ``masked``. Silence says nothing, so it leaves the context as it is."""
    if masked.origin.kind is Kind.SILENCE:
        return tuple(context)
    turn = ContextTurn(masked.origin.role, _end(masked.text))
    return (*context, turn)[-CONTEXT_TURNS:]


def _end(text: SafeText) -> SafeText:
    return SafeText(text[-CONTEXT_CHARACTERS:])
