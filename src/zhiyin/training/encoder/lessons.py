"""Lessons: rows of the data sets and our own sayings as pieces with what they teach each head."""

import gzip
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.reading import Emotion
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line, Tokenizer, Tokens
from zhiyin.training.config import OWN
from zhiyin.training.datasets import Row, passage, rows, strength
from zhiyin.training.encoder.config import EncoderConfig, Lessons, OwnPlan, Teaching
from zhiyin.training.own import WordRules, sentences
from zhiyin.training.sayings import Saying, sayings

LONGEST_TEXT = 400
"""Characters of a text that are looked at, half at each end: more than the encoder's limit in pieces can hold."""
TURNS_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Taught:
    """``target``: the label's number, or the shares of all labels of the head."""

    head: str
    target: int | tuple[float, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Lesson:
    passage: Passage
    before: tuple[Line, ...]
    tokens: Tokens
    source: str
    teaches: tuple[Taught, ...]


def set_lessons(config: EncoderConfig, source: Lessons, found: Sequence[Row], cut: Tokenizer) -> Iterator[Lesson]:
    """``found`` are all rows of one part of the set, in the order of the file: some give each other their context."""
    before = contexts(source.context, found)
    for number in _chosen(source, len(found), config.seed):
        row = found[number]
        text = row.get("text")
        taught = tuple(t for plan in source.teaches if (t := _taught(config, source, plan, row)))
        if isinstance(text, str) and text.strip() and taught:
            yield lesson(cut, passage(text, LONGEST_TEXT), before(number), source.set, taught)


def own_lessons(config: EncoderConfig, own: OwnPlan | None, cut: Tokenizer) -> Iterator[Lesson]:
    """Sayings and sentences; for training as often as ``own`` says, of the dev part (None) each once."""
    chance = random.Random(config.seed)  # noqa: S311 - samples for training, no secret
    for saying in sayings(dev=own is None):
        said = saying_lesson(config, saying, cut, "own")
        yield from [said] * (_times(own.sayings, chance) if own else 1)
    for line in sentences(OWN / "sentences.yaml", dev=own is None):
        plain = Saying(line.text, (), line.emotion, line.polarity, None, "sentence")
        said = saying_lesson(config, plain, cut, "sentences")
        yield from [said] * (_times(own.sentences, chance) if own else 1)


def line_lessons(config: EncoderConfig, own: OwnPlan, data: Path, cut: Tokenizer) -> Iterator[Lesson]:
    """Customer-service lines labelled by word patterns: ``lines`` of them, no more than a quarter of one emotion."""
    rules = WordRules(OWN / "distant.yaml")
    texts: set[str] = set()
    for name in ("cs_jddc_utts_no_uss_test", "cs_taobao_ecd_utts", "cs_finance_questions"):
        path = data / "unlabelled" / f"{name}.txt.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
                texts |= {line.strip() for line in lines if 2 <= len(line.strip()) <= 80}
    order = sorted(texts)
    random.Random(config.seed).shuffle(order)  # noqa: S311 - samples for training, no secret
    left = dict.fromkeys(Emotion, own.lines // 4)
    total = own.lines
    for text in order:
        found = rules.label(text) if total else None
        if found and left[found.emotion]:
            left[found.emotion] -= 1
            total -= 1
            taught = _own_taught(config, found.emotion, found.polarity.value, own.line_weight)
            yield lesson(cut, passage(text), (), "lines", taught)


def saying_lesson(config: EncoderConfig, saying: Saying, cut: Tokenizer, source: str) -> Lesson:
    taught = list(_own_taught(config, saying.emotion, saying.polarity.value, 1.0))
    if saying.intensity is not None:
        taught.append(Taught("intensity", (saying.intensity,), 1.0))
    taught.append(Taught("sarcasm", (float(saying.kind == "sarcasm"),), 1.0))
    before = [Line(passage(text), ours) for ours, text in saying.before]
    return lesson(cut, passage(saying.text), before, source, tuple(taught))


def lesson(cut: Tokenizer, text: Passage, before: Sequence[Line], source: str, taught: tuple[Taught, ...]) -> Lesson:
    return Lesson(text, tuple(before), cut.tokens(text, before), source, taught)


def _own_taught(config: EncoderConfig, emotion: Emotion, polarity: str, weight: float) -> tuple[Taught, ...]:
    heads = config.heads
    return (
        Taught("polarity", heads["polarity"].labels.index(polarity), weight),
        Taught("emotion", heads["emotion"].labels.index(emotion.value), weight),
    )


def contexts(kind: str, found: Sequence[Row]) -> Callable[[int], list[Line]]:
    """The lines before a row, by its number. See ``Lessons.context``."""
    if kind == "pairs":
        return lambda n: _pairs(found[n])
    if kind == "topic":
        return lambda n: [Line(passage(str(found[n].get("topic", ""))), ours=True)]
    if kind == "order":
        return lambda n: [_line(found[i]) for i in range(max(0, n - TURNS_BEFORE), n)]
    if kind == "dialogue":
        table = _dialogues(found)
        return lambda n: [_line(found[i]) for i in table[n]]
    return lambda _: []


def _line(row: Row) -> Line:
    return Line(passage(str(row["text"]), LONGEST_TEXT), ours=True)


def _pairs(row: Row) -> list[Line]:
    pairs = row.get("context")
    lines = []
    for customer, agent in pairs if isinstance(pairs, list) else []:
        lines += [Line(passage(customer, LONGEST_TEXT), ours=False)] if customer else []
        lines += [Line(passage(agent, LONGEST_TEXT), ours=True)] if agent else []
    return lines[-2 * TURNS_BEFORE :]


def _dialogues(found: Sequence[Row]) -> Mapping[int, list[int]]:
    """Row -> the rows before it in its dialogue, by ``turn`` where there is one, else in the order of the file."""
    by_dialogue: dict[str, list[int]] = {}
    for number, row in enumerate(found):
        by_dialogue.setdefault(str(row.get("dialogue")), []).append(number)
    table: dict[int, list[int]] = {}
    for numbers in by_dialogue.values():
        ordered = sorted(numbers, key=lambda n: (str(found[n].get("turn", "")).zfill(30), n))
        for place, number in enumerate(ordered):
            table[number] = ordered[max(0, place - TURNS_BEFORE) : place]
    return table


def _chosen(source: Lessons, count: int, seed: int) -> list[int]:
    """Rows to learn from, by number: a seeded sample of ``limit``, some again if they are fewer; all that ``times``."""
    chance = random.Random(seed)  # noqa: S311 - samples for training, no secret
    numbers = list(range(count))
    if source.limit is not None and count:
        whole, rest = divmod(source.limit, count)
        numbers = sorted(numbers * whole + chance.sample(numbers, rest))
    return [n for n in numbers for _ in range(_times(source.times, chance))]


def _times(times: float, chance: random.Random) -> int:
    return int(times) + (chance.random() < times - int(times))


def _taught(config: EncoderConfig, source: Lessons, plan: Teaching, row: Row) -> Taught | None:
    labels = config.heads[plan.head].labels
    if plan.head in ("intensity", "valence"):
        value = strength(plan.map, row) if plan.head == "intensity" else valence(plan.map, row)
        return None if value is None else Taught(plan.head, (value,), plan.weight)
    said = str(row.get(source.label))
    if plan.head == "many":
        named = set(said.split("|"))
        return Taught(plan.head, tuple(float(label in named) for label in labels), plan.weight)
    label = config.maps[plan.map].get(said) if plan.map else said
    return Taught(plan.head, labels.index(label), plan.weight) if label in labels else None


def valence(kind: str, row: Row) -> float | None:
    """Valence as a share: 0 most unpleasant, 0.5 neither, 1 most pleasant."""
    value = row.get("valence")
    full = {"mer_valence": 5.0, "sims_valence": 1.0}[kind]
    if not isinstance(value, int | float) or abs(float(value)) > full:
        return None
    return (float(value) / full + 1) / 2


def train_lessons(config: EncoderConfig, own: OwnPlan, data: Path, cut: Tokenizer) -> list[Lesson]:
    """All that a run may read, in a fixed order. Sets that are absent are left out."""
    lessons: list[Lesson] = []
    for source in config.sources:
        lessons += set_lessons(config, source, rows(data, source.set, "train"), cut)
    return [*lessons, *own_lessons(config, own, cut), *line_lessons(config, own, data, cut)]


def dev_lessons(config: EncoderConfig, data: Path, cut: Tokenizer) -> list[Lesson]:
    """The dev parts, at most ``dev_rows`` of each and no row twice, and our own."""
    lessons: list[Lesson] = []
    for source in config.sources:
        found = rows(data, source.set, "dev")
        lessons += set_lessons(config, _dev(config, source, len(found)), found, cut)
    return [*lessons, *own_lessons(config, None, cut)]


def _dev(config: EncoderConfig, source: Lessons, count: int) -> Lessons:
    return Lessons(source.set, source.teaches, min(config.dev_rows, count), 1.0, source.context, source.label)
