"""Texts that every contender of ``benchmarks.text_model`` reads: review dev sets, our own dev sayings, real turns."""

import gzip
import json
import os
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.packs.lexicons import load_lexicon
from zhiyin.pipeline.features import CueFinder, features, follow
from zhiyin.pipeline.mask import mask_text
from zhiyin.training.sayings import sayings

REVIEWS = ("nlpcc2014_reviews", "waimai", "online_shopping", "chnsenticorp")
TURNS = "jddc_satisfaction"
SAYINGS, SAYINGS_3 = "own sayings, - or +", "own sayings, 3 classes"
SEED = 7


class Case(msgspec.Struct, frozen=True):
    """``label`` is a polarity; ``before``: (said by the agent, text), oldest first."""

    text: str
    label: str = ""
    before: list[tuple[bool, str]] = []


class Job(msgspec.Struct, frozen=True):
    """What one contender is given. ``train`` teaches only those that cannot read without; ``model`` is an artefact
    folder (empty: the shipped one), ``checkpoint`` our network in torch (empty: none). ``bound``: to one core."""

    sets: dict[str, list[Case]]
    turns: list[Case]
    train: list[Case]
    model: str
    checkpoint: str
    bound: bool


def job(texts: int, turns: int, train: int, model: str, checkpoint: str, bound: bool) -> Job:
    """``texts`` of each set at most, drawn with a fixed seed. SystemExit without the corpora."""
    if "ZHIYIN_DATA" not in os.environ:
        raise SystemExit("ZHIYIN_DATA names no folder of corpora: set it to the one that holds text/NAME.dev.jsonl.gz")
    folder = Path(os.environ["ZHIYIN_DATA"]) / "text"
    sets = {name: _drawn(list(_reviews(folder, name, "dev")), texts) for name in REVIEWS}
    own = [Case(s.text, s.polarity.value, list(s.before)) for s in sayings(dev=True)]
    sets[SAYINGS_3] = _drawn(own, texts)
    sets[SAYINGS] = [case for case in sets[SAYINGS_3] if case.label != "neutral"]
    lessons = [c for name in REVIEWS for c in _drawn(list(_reviews(folder, name, "train")), train // len(REVIEWS))]
    return Job(sets, _drawn(list(_turns(folder)), turns), lessons, model, checkpoint, bound)


def of_case(case: Case, cues: CueFinder) -> Features:
    """As the service makes them: everything masked, the last turns as context."""
    context: tuple[ContextTurn, ...] = ()
    for ours, text in case.before:
        context = follow(context, _masked(text, Role.AGENT if ours else Role.CUSTOMER))
    return features(_masked(case.text, Role.CUSTOMER), context, cues)


def cue_finder() -> CueFinder:
    return CueFinder(load_lexicon())


def _masked(text: str, role: Role) -> Masked:
    return Masked(Origin(ConversationRef("benchmark", "c"), "e", role, 0), *mask_text(RawText(text)))


def _rows(folder: Path, name: str, part: str) -> Iterator[Mapping[str, Any]]:
    with gzip.open(folder / f"{name}.{part}.jsonl.gz", "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _reviews(folder: Path, name: str, part: str) -> Iterator[Case]:
    for row in _rows(folder, name, part):
        if row["text"].strip():
            yield Case(row["text"], row["label"])


def _turns(folder: Path) -> Iterator[Case]:
    """Turns of real customers with what was said before them."""
    for row in _rows(folder, TURNS, "dev"):
        before = [
            (ours, said) for pair in row["context"] for ours, said in zip((False, True), pair, strict=True) if said
        ]
        if row["text"].strip() and before:
            yield Case(row["text"], before=before)


def _drawn(cases: list[Case], count: int) -> list[Case]:
    return cases if len(cases) <= count else random.Random(SEED).sample(cases, count)
