"""Make: the question model's artefact, from the data to the folder, and what it gives beside its rivals."""

import gzip
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from zhiyin.models.manifest import DataUse, Manifest
from zhiyin.models.question import DIGITS, SAME, SURE, AlignedQuestionModel
from zhiyin.models.question_golden import golden_pairs
from zhiyin.models.question_text import LONGEST
from zhiyin.models.question_weights import PairCalibration, pack_question, unpack_question
from zhiyin.models.registry import (
    CARD,
    GOLDEN,
    PAIR_CALIBRATION,
    PIECES,
    QUESTION_FEATURES,
    QUESTION_KIND,
    WEIGHTS,
)
from zhiyin.models.tokens import Tokenizer
from zhiyin.training.export import LICENCE, licences, write_folder
from zhiyin.training.same_question.card import question_card
from zhiyin.training.same_question.config import LinesFrom, QuestionConfig
from zhiyin.training.same_question.learn import Reader, Say, learn, worth_of
from zhiyin.training.same_question.made import Maker
from zhiyin.training.same_question.measure import Measured, alarm_threshold, best_threshold, measured, truth
from zhiyin.training.same_question.network import PairNetwork
from zhiyin.training.same_question.pairs import LEARNED, MEASURED, Pair, folded, own_pairs, set_pairs
from zhiyin.training.same_question.start import Known, reduced
from zhiyin.training.same_question.taught import curve, taught_pairs

Scores = NDArray[np.float64]
_ASKS = re.compile("[?？吗么]|怎么|什么|哪|多久|几|多少|可以|能不能|为啥|咋|如何|是不是|有没有|退|发货|查|帮我|要")
_SHORTEST, _LONGEST = 5, 28
"""Characters of an unlabelled line that is taken for a question."""
_STRANGERS = 1500


@dataclass(frozen=True, slots=True)
class Lot:
    """What is learned from, what the thresholds are set on, and what only measures."""

    learned: list[Pair]
    held: list[Pair]
    own: list[Pair]
    dev: list[Pair]
    measured: list[Pair]


def read_lot(config: QuestionConfig, data: Path) -> Lot:
    train = set_pairs(data, config.set, "train")
    random.Random(config.seed).shuffle(train)  # noqa: S311 - a split, no secret
    dev = set_pairs(data, config.set, "dev")
    return Lot(train[config.held :], train[: config.held], own_pairs(LEARNED), dev, own_pairs(MEASURED))


def train_question(config: QuestionConfig, data: Path, out: Path, say: Say) -> Path:
    """Trains, calibrates on held rows, measures on dev, and writes ``out/NAME-VERSION``."""
    torch.set_num_threads(config.threads)
    lot = read_lot(config, data)
    say(f"{len(lot.learned)} pairs to learn from, {len(lot.held)} held, {len(lot.own)} of our own")
    known = Known(config.latin, say)
    taught = _taught(config, data, known, lot.own)
    say(f"{len(taught)} pairs taught by the encoder")
    tokenizer = Tokenizer(known.table, LONGEST, 0)
    reader = Reader(tokenizer)
    texts = sorted({text for p in (*lot.learned, *lot.own) for text in (p.a, p.b)})
    vectors = reduced(known.pieces(), config.size.width)
    worth = worth_of(texts, reader, len(tokenizer))
    network = PairNetwork(config.size, vectors, worth, config.learning.dropout, config.seed)
    learn(network, config, [*lot.learned, *taught], Maker(config.made, lot.own, texts), reader, say)
    content = pack_question(network.weights())
    uses = _uses(config, lot, len({text for p in taught for text in (p.a, p.b)}))
    return write_question(config, lot, known.table, content, uses, out)


def write_question(
    config: QuestionConfig, lot: Lot, table: bytes, content: bytes, uses: list[DataUse], out: Path
) -> Path:
    """Calibration, thresholds, golden pairs, figures, and the folder. ``content`` are the packed weights."""
    tokenizer = Tokenizer(table, LONGEST, 0)
    weights = unpack_question(content, len(tokenizer), config.name)
    plain = PairCalibration(1.0, 0.0)
    draft = _manifest(config, {SAME: 0.5, SURE: 0.5}, uses)
    calibration = calibrated(AlignedQuestionModel(draft, weights, tokenizer, plain), lot.held)
    model = AlignedQuestionModel(draft, weights, tokenizer, calibration)
    held, same = scores(model, lot.held), truth(lot.held)
    thresholds = {
        SAME: round(best_threshold(same, held), DIGITS),
        SURE: round(alarm_threshold(same, held, config.alarms), DIGITS),
    }
    manifest = _manifest(config, thresholds, uses)
    model = AlignedQuestionModel(manifest, weights, tokenizer, calibration)
    golden = [(folded(a), folded(b)) for a, b in config.golden]
    files = {
        PIECES: table,
        WEIGHTS: content,
        PAIR_CALIBRATION: msgspec.json.format(msgspec.json.encode(calibration), indent=1) + b"\n",
        GOLDEN: golden_pairs(model, golden),
        CARD: question_card(manifest, figures(model, lot, config.seed)).encode(),
    }
    return write_folder(out, manifest, files)


def scores(model: AlignedQuestionModel, pairs: Sequence[Pair]) -> Scores:
    return np.array([model.same(p.a, [p.b])[0] for p in pairs])


def calibrated(model: AlignedQuestionModel, held: Sequence[Pair]) -> PairCalibration:
    logits = np.array([[model.logit(*sorted((p.a, p.b)))] for p in held])
    fitted = LogisticRegression(C=1e4, max_iter=1000).fit(logits, truth(held))
    return PairCalibration(round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4))


def figures(model: AlignedQuestionModel, lot: Lot, seed: int) -> list[Measured]:
    """At both thresholds, on dev and on our own measured pairs."""
    found = []
    for part, pairs in (("dev", lot.dev), ("own, not learned", lot.measured)):
        given = scores(model, pairs)
        for name, threshold in ((SAME, model.threshold), (SURE, model.sure)):
            found.append(measured(f"{model.name} ({name})", part, pairs, given, threshold, seed, probable=True))
    return found


def _taught(config: QuestionConfig, data: Path, known: Known, own: Sequence[Pair]) -> list[Pair]:
    lines = [line for source in config.lines for line in _lines(data, source, config.seed)]
    if not lines:
        return []
    vectors = known.texts([*lines, *(text for p in own for text in (p.a, p.b))])
    chance = random.Random(config.seed)  # noqa: S311 - samples for training, no secret
    texts = sorted({text for p in own for text in (p.a, p.b)})
    strangers = [Pair(chance.choice(texts), chance.choice(texts), False, "made") for _ in range(_STRANGERS)]
    slope, shift = curve(vectors, [*own, *strangers])
    return taught_pairs(list(dict.fromkeys(lines)), vectors, slope, shift, config.seed)


def _lines(data: Path, source: LinesFrom, seed: int) -> list[str]:
    """Lines of an unlabelled file that read like questions or demands; none if the file is not there."""
    path = data / "unlabelled" / source.file
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        found = {line.strip() for line in lines}
    fit = sorted(line for line in found if _SHORTEST <= len(line) <= _LONGEST and _ASKS.search(line))
    chance = random.Random(seed)  # noqa: S311 - samples for training, no secret
    return [folded(line) for line in chance.sample(fit, min(source.limit, len(fit)))]


def _uses(config: QuestionConfig, lot: Lot, lines: int) -> list[DataUse]:
    terms = licences()
    counts: Mapping[str, int] = {
        config.set: len({text for p in (*lot.learned, *lot.held) for text in (p.a, p.b)}),
        "own": len({text for p in lot.own for text in (p.a, p.b)}),
        "lines": lines,
    }
    return [DataUse(name, count, ["same question"], terms[name]) for name, count in counts.items() if count]


def _manifest(config: QuestionConfig, thresholds: Mapping[str, float], uses: list[DataUse]) -> Manifest:
    return Manifest(
        name=config.name,
        version=config.version,
        kind=QUESTION_KIND,
        features=QUESTION_FEATURES,
        licence=LICENCE,
        files={},
        labels={},
        thresholds=dict(thresholds),
        data=uses,
    )
