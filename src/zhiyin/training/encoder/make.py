"""Make: the artefact from the trained network and the linear side, chosen and calibrated on dev."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import yaml

from zhiyin.models.calibration import Calibration
from zhiyin.models.encoder import Encoder
from zhiyin.models.families import pack_families
from zhiyin.models.golden import golden_of
from zhiyin.models.heads import EncoderPlan, Heads, pack_heads
from zhiyin.models.manifest import DataUse, Manifest
from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import (
    BLEND,
    CALIBRATION,
    CARD,
    ENCODER,
    ENCODER_KIND,
    FAMILIES,
    FEATURES,
    GOLDEN,
    HEADS,
    PIECES,
    PLAN,
    WEIGHTS,
)
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.text_linear import EMOTIONS, POLARITIES
from zhiyin.models.tokens import Line, Tokenizer
from zhiyin.models.weights import LinearWeights
from zhiyin.training.card import encoder_card
from zhiyin.training.config import OWN
from zhiyin.training.datasets import passage
from zhiyin.training.encoder.cascade_bounds import cascade_bounds
from zhiyin.training.encoder.choose import DevLogits, chosen_plan, draft_plan, product_choice
from zhiyin.training.encoder.config import EncoderConfig
from zhiyin.training.encoder.families import Kept
from zhiyin.training.encoder.learn import Say
from zhiyin.training.encoder.lessons import Lesson
from zhiyin.training.encoder.parity import FILE as PARITY
from zhiyin.training.export import LICENCE, licences, write_folder

_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Parts:
    """What training left: the encoder in 8 bits, its heads and piece table, and the linear side."""

    encoder: bytes
    heads: Heads
    pieces: bytes
    weights: bytes
    linear: LinearWeights
    calibration: Calibration
    families: Mapping[str, Kept]
    parity: bytes


@dataclass(frozen=True, slots=True)
class Choice:
    """What dev decides. ``thresholds`` go into the manifest."""

    plan: EncoderPlan
    blend: Calibration
    thresholds: Mapping[str, float]


def make(config: EncoderConfig, parts: Parts, dev: Sequence[Lesson], uses: list[DataUse], out: Path, say: Say) -> Path:
    """Writes the artefact folder under ``out`` and returns it."""
    families = pack_families({name: (k.rows, k.values, k.bias) for name, k in parts.families.items()})
    draft = Choice(draft_plan(config), parts.calibration, {"sure": config.calibration.floor})
    logits = dev_logits(_model(config, parts, families, draft, uses), dev, say)
    plan = chosen_plan(config, dev, logits)
    blend, sure = product_choice(config, plan, dev, logits)
    choice = Choice(plan, blend, {"sure": sure})
    bounds = cascade_bounds(config.cascade, _model(config, parts, families, choice, uses), dev, say)
    choice = Choice(plan, blend, {"sure": sure, **bounds})
    files = {
        ENCODER: parts.encoder,
        PIECES: parts.pieces,
        HEADS: pack_heads(parts.heads.weights, parts.heads.bias),
        PLAN: _json(plan),
        WEIGHTS: parts.weights,
        CALIBRATION: _json(parts.calibration),
        BLEND: _json(blend),
        FAMILIES: families,
        GOLDEN: golden_lines(_model(config, parts, families, choice, uses)),
        PARITY: parts.parity,
        CARD: encoder_card(_manifest(config, choice, uses), plan, blend, _count(parts)).encode(),
    }
    return write_folder(out, _manifest(config, choice, uses), files)


def _count(parts: Parts) -> int:
    return len(Tokenizer(parts.pieces, 2, 0))


def dev_logits(model: EncoderTextModel, dev: Sequence[Lesson], say: Say) -> DevLogits:
    parts = []
    for start in range(0, len(dev), _CHUNK):
        chunk = dev[start : start + _CHUNK]
        parts.append(model.logits([lesson.passage for lesson in chunk], [lesson.before for lesson in chunk]))
        say(f"read {start + len(chunk)} of {len(dev)} dev texts")
    return DevLogits(np.concatenate([e for e, _ in parts]), np.concatenate([linear for _, linear in parts]))


def _model(
    config: EncoderConfig, parts: Parts, families: bytes, choice: Choice, uses: list[DataUse]
) -> EncoderTextModel:
    return EncoderTextModel(
        _manifest(config, choice, uses),
        Encoder(parts.encoder, config.name),
        Tokenizer(parts.pieces, config.input.longest, config.input.context),
        parts.heads,
        choice.plan,
        parts.linear,
        parts.calibration,
        choice.blend,
        families,
    )


def _manifest(config: EncoderConfig, choice: Choice, uses: list[DataUse]) -> Manifest:
    return Manifest(
        name=config.name,
        version=config.version,
        kind=ENCODER_KIND,
        features=FEATURES,
        licence=LICENCE,
        files={},
        labels={"polarity": [p.value for p in POLARITIES], "emotion": [e.value for e in EMOTIONS]},
        thresholds=dict(choice.thresholds),
        data=uses,
    )


def data_uses(lessons: Iterable[Lesson]) -> list[DataUse]:
    """Per source: different texts, which heads they taught, and the licence the source states."""
    terms = licences()
    texts: defaultdict[str, set[Passage]] = defaultdict(set)
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for lesson in lessons:
        texts[lesson.source].add(lesson.passage)
        heads[lesson.source] |= {t.head for t in lesson.teaches}
    return [DataUse(n, len(texts[n]), sorted(heads[n]), terms.get(n, "not known")) for n in sorted(texts)]


def golden_cases() -> list[tuple[Passage, tuple[Line, ...]]]:
    """The golden sentences and the turns before them; ``c:`` and ``a:`` say who spoke."""
    written = yaml.safe_load((OWN / "golden.yaml").read_text(encoding="utf-8"))
    cases = [(line, []) if isinstance(line, str) else (line["text"], line["before"]) for line in written]
    return [
        (passage(text), tuple(Line(passage(said[2:].strip()), said[0] == "a") for said in lines))
        for text, lines in cases
    ]


def golden_lines(model: EncoderTextModel) -> bytes:
    """Answers to the golden sentences, some of them with the turns before."""
    cases = golden_cases()
    passages, before = [p for p, _ in cases], [b for _, b in cases]
    readings = model.read_passages(passages, [p.folded for p in passages], before)
    found = zip(passages, before, readings, strict=True)
    return b"".join(msgspec.json.encode(golden_of(p, r, b)) + b"\n" for p, b, r in found)


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
