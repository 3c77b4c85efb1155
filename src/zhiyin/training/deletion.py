"""Deletion: is what the model names as its reason what moves it? Named words are taken out, and others in their place.

The test of faithfulness by erasure (Li et al. 2016, arXiv:1612.08220; DeYoung et al. 2020, arXiv:1911.03429), against
random words of the same text, so that the harm done by any deletion is taken off.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.text import Span
from zhiyin.models.ngrams import Passage
from zhiyin.training.answers import Answers
from zhiyin.training.metrics import Figure, accuracy, mean
from zhiyin.training.question import Item, Question

DRAWS = 5
"""Random deletions a text."""
_NEAR = 1e-6
"""Probabilities are kept this far from 0 and 1, so that log-odds are finite."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One text: by how much the log-odds of its polarity fell without the named words, and without random ones."""

    set: str
    named: float
    random: float
    flipped: bool
    """Whether the polarity said is another one without the named words."""


@dataclass(frozen=True, slots=True)
class DeletionResult:
    """``named`` and ``random``: mean fall of the log-odds; ``beats``: share of texts where naming fell further.

    ``untested`` texts name no words, or have fewer other characters than named ones.
    """

    set: str
    texts: int
    untested: int
    named: Figure
    random: Figure
    difference: Figure
    beats: Figure
    flipped: Figure


@dataclass(frozen=True, slots=True)
class Deletion:
    model: str
    draws: int
    results: Sequence[DeletionResult]


def deletion(answers: Answers, name: str, sampled: Sequence[tuple[str, Item]], seed: int) -> Deletion:
    """``sampled``: texts with the sets they come from. The first result is of all of them together."""
    chance = np.random.default_rng(seed)
    readings = answers.readings([item for _, item in sampled])
    plans: list[tuple[str, Item, Reading, list[Passage]]] = []
    untested: defaultdict[str, int] = defaultdict(int)
    for (where, item), reading in zip(sampled, readings, strict=True):
        cuts = _cuts(item.passage, named_spans(reading), chance)
        if cuts is None:
            untested[where] += 1
        else:
            plans.append((where, item, reading, [without(item.passage, cut) for cut in cuts]))
    shorter = [Item(passage, item.before, item.truth) for _, item, _, cut in plans for passage in cut]
    said = answers.readings(shorter)
    trials = [
        _trial(where, reading, said[i * (DRAWS + 1) : (i + 1) * (DRAWS + 1)])
        for i, (where, _, reading, _) in enumerate(plans)
    ]
    sets = list(dict.fromkeys(where for where, _ in sampled))
    results = [_result("all", trials, sum(untested.values()), seed)]
    results += [_result(s, [t for t in trials if t.set == s], untested[s], seed) for s in sets]
    return Deletion(name, DRAWS, [result for result in results if result.texts])


def sample(asked: Sequence[Question], texts: int, seed: int) -> list[tuple[str, Item]]:
    """About ``texts`` items, as evenly from the sets as they allow, each text once."""
    by_set: defaultdict[str, dict[tuple[object, ...], Item]] = defaultdict(dict)
    for question in asked:
        for item in question.items:
            by_set[question.set].setdefault((item.passage, item.before), item)
    chance = np.random.default_rng(seed)
    share = max(1, texts // max(1, len(by_set)))
    chosen = []
    for name, items in by_set.items():
        found = list(items.values())
        rows = sorted(chance.permutation(len(found))[:share])
        chosen += [(name, found[int(row)]) for row in rows]
    return chosen


def named_spans(reading: Reading) -> list[Span]:
    """The words that are said to speak for the polarity, in order."""
    spans = [
        r.span
        for r in reading.reasons
        if r.kind is ReasonKind.WORDS and r.span and r.weight > 0 and r.name == reading.polarity.value
    ]
    return sorted(spans)


def without(passage: Passage, spans: Sequence[Span]) -> Passage:
    """The passage with these characters taken out; holes that lose a character are no holes any more."""
    gone = np.zeros(len(passage.folded) + 1, dtype=np.int64)
    for start, end in spans:
        gone[start:end] = 1
    moved = np.concatenate(([0], np.cumsum(gone)))
    kept = "".join(sign for sign, out in zip(passage.folded, gone, strict=False) if not out)
    holes = [(a, b) for a, b in passage.holes if not gone[a:b].any()]
    return Passage(kept, tuple((a - int(moved[a]), b - int(moved[b])) for a, b in holes))


def _cuts(passage: Passage, named: Sequence[Span], chance: np.random.Generator) -> list[Sequence[Span]] | None:
    """The named words, then as many draws of as many characters elsewhere, in stretches of the same lengths."""
    taken = {place for start, end in named for place in range(start, end)}
    held = {place for start, end in passage.holes for place in range(start, end)}
    free = [place for place in range(len(passage.folded)) if place not in taken and place not in held]
    if not taken or len(free) < len(taken):
        return None
    lengths = [end - start for start, end in named]
    return [named, *(_elsewhere(free, lengths, chance) for _ in range(DRAWS))]


def _elsewhere(free: Sequence[int], lengths: Sequence[int], chance: np.random.Generator) -> list[Span]:
    left, chosen = list(free), list[Span]()
    for length in sorted(lengths, reverse=True):
        start = int(chance.integers(0, len(left) - length + 1))
        chosen += [(place, place + 1) for place in left[start : start + length]]
        del left[start : start + length]
    return chosen


def _trial(where: str, reading: Reading, said: Sequence[Reading]) -> Trial:
    """``said``: the reading without the named words, then those without random ones."""
    label = reading.polarity
    falls = [_odds(reading, label) - _odds(other, label) for other in said]
    return Trial(where, falls[0], float(np.mean(falls[1:])), said[0].polarity is not label)


def _odds(reading: Reading, label: Polarity) -> float:
    p = min(max(reading.polarity_probs[label], _NEAR), 1 - _NEAR)
    return float(np.log(p / (1 - p)))


def _result(name: str, trials: Sequence[Trial], untested: int, seed: int) -> DeletionResult:
    named, chosen = np.array([t.named for t in trials]), np.array([t.random for t in trials])
    return DeletionResult(
        set=name,
        texts=len(trials),
        untested=untested,
        named=mean(named, seed),
        random=mean(chosen, seed),
        difference=mean(named - chosen, seed),
        beats=accuracy(named > chosen),
        flipped=accuracy(np.array([t.flipped for t in trials], dtype=np.bool_)),
    )


def deletion_table(found: Deletion) -> str:
    """The results as a table in Markdown. Log-odds are natural logarithms."""
    lines = [
        f"Model {found.model}. Fall of the log-odds of the polarity; {found.draws} draws a text; 95 % intervals.",
        "",
        "| set | texts | untested | named words out | random words out | difference | named falls further, % "
        "| polarity changes, % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in found.results:
        odds = " | ".join(f"{f.value:.2f} [{f.low:.2f}, {f.high:.2f}]" for f in (r.named, r.random, r.difference))
        lines.append(f"| {r.set} | {r.texts} | {r.untested} | {odds} | {_share(r.beats)} | {_share(r.flipped)} |")
    return "\n".join(lines)


def _share(found: Figure) -> str:
    return f"{100 * found.value:.0f} [{100 * found.low:.0f}, {100 * found.high:.0f}]"


def deletion_json(found: Deletion) -> bytes:
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
