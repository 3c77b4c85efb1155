"""Stages: the whole training in five steps that each leave a file, so that a stopped run goes on where it was."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from msgspec.structs import replace

from zhiyin.domain.errors import SetupError
from zhiyin.models.heads import Heads
from zhiyin.models.text_linear import COLUMNS
from zhiyin.models.tokens import Tokenizer
from zhiyin.models.weights import timeless, unpack
from zhiyin.training.calibrate import calibrate, logits
from zhiyin.training.datasets import from_own, from_sources
from zhiyin.training.encoder.base import base_file, read_base
from zhiyin.training.encoder.config import EncoderConfig, RunPlan
from zhiyin.training.encoder.families import Kept, family_heads
from zhiyin.training.encoder.learn import Say, columns, learn
from zhiyin.training.encoder.lessons import Lesson, dev_lessons, train_lessons
from zhiyin.training.encoder.make import Parts, data_uses, golden_cases, make
from zhiyin.training.encoder.network import Network, from_base
from zhiyin.training.encoder.onnx_export import encoder_onnx
from zhiyin.training.encoder.parity import parity_lines
from zhiyin.training.encoder.pieces import kept, piece_table
from zhiyin.training.linear import fit_linear

PIECES, LINEAR, FAMILIES = "pieces.model", "weights.npz", "families.npz"
SEEN = 300
"""Dev texts by which the 8-bit encoder's scales are set."""


def train_all(config: EncoderConfig, data: Path, work: Path, say: Say) -> None:
    """Linear model, its families, then the encoder. What ``work`` holds already is not made again."""
    work.mkdir(parents=True, exist_ok=True)
    if not (work / LINEAR).exists():
        _write(work / LINEAR, fit_linear(config.ngrams, data, say))
    linear = unpack((work / LINEAR).read_bytes(), len(COLUMNS), LINEAR)
    if not (work / FAMILIES).exists():
        _write(work / FAMILIES, _packed(family_heads(config, linear, data, say)))
    network = _network(config, work)
    for number, run in enumerate(config.runs):
        say(f"run {run.name}: cutting texts into pieces")
        drawn = of_run(config, number)
        lessons = train_lessons(drawn, run.own, data, _tokenizer(config, work))
        say(f"{len(lessons)} lessons")
        learn(network, drawn, run, lessons, checkpoint(work, run), say)


def of_run(config: EncoderConfig, number: int) -> EncoderConfig:
    """The configuration with the seed and the rows of one run."""
    limits = config.runs[number].limits
    chosen = [replace(s, times=1.0, limit=limits[s.set]) for s in config.sources if s.set in limits]
    return replace(config, seed=config.seed + number, sources=chosen or config.sources)


def checkpoint(work: Path, run: RunPlan) -> Path:
    return work / f"{run.name}.ckpt"


def export_all(config: EncoderConfig, data: Path, work: Path, out: Path, say: Say) -> Path:
    """The artefact from what ``train_all`` left in ``work``. SetupError if that is not complete."""
    trained = checkpoint(work, config.runs[-1])
    for path in (work / LINEAR, work / FAMILIES, work / PIECES, trained):
        if not path.exists():
            raise SetupError(f"{work}: {path.name} is missing; run the command train with the same --work first")
    network = _network(config, work)
    state = torch.load(trained, weights_only=True)
    network.load_state_dict(state["network"])
    say(f"exporting the encoder of step {state['step']}")
    cut = _tokenizer(config, work)
    linear = unpack((work / LINEAR).read_bytes(), len(COLUMNS), LINEAR)
    held = [*from_sources(config.ngrams, data, "dev"), *from_own(config.ngrams, dev=True)]
    dev = dev_lessons(config, data, cut)
    parts = Parts(
        encoder=encoder_onnx(network, [lesson.tokens.ids for lesson in dev[:: max(1, len(dev) // SEEN)]])[1],
        heads=Heads(network.heads.weight.detach().numpy(), network.heads.bias.detach().numpy()),
        pieces=(work / PIECES).read_bytes(),
        weights=(work / LINEAR).read_bytes(),
        linear=linear,
        calibration=calibrate(logits(linear, held), held, config.ngrams.calibration),
        families=_unpacked((work / FAMILIES).read_bytes()),
        parity=parity_lines(network, cut, golden_cases()),
    )
    say("counting what was read")
    uses = data_uses(_read(config, data, cut))
    folder = make(config, parts, dev, uses, out, say)
    say(f"wrote {folder.name}: {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:.1f} MB")
    return folder


def _read(config: EncoderConfig, data: Path, cut: Tokenizer) -> Iterator[Lesson]:
    """The lessons of all runs."""
    for number, run in enumerate(config.runs):
        yield from train_lessons(of_run(config, number), run.own, data, cut)


def _network(config: EncoderConfig, work: Path) -> Network:
    base = read_base(base_file())
    keep = kept(base, config.input.latin)
    if not (work / PIECES).exists():
        _write(work / PIECES, piece_table(base, keep))
    return from_base(base, keep, max(place.stop for place in columns(config).values()), config.learning.dropout)


def _tokenizer(config: EncoderConfig, work: Path) -> Tokenizer:
    return Tokenizer((work / PIECES).read_bytes(), config.input.longest, config.input.context)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a stopped run must not leave half a file that looks like a whole one."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def _packed(heads: Mapping[str, Kept]) -> bytes:
    file = io.BytesIO()
    tables = {f"{n}.{part}": getattr(k, part) for n, k in heads.items() for part in ("rows", "values", "bias")}
    np.savez_compressed(file, **tables)
    return timeless(file.getvalue())


def _unpacked(content: bytes) -> dict[str, Kept]:
    with np.load(io.BytesIO(content), allow_pickle=False) as tables:
        names = sorted({key.rpartition(".")[0] for key in tables})
        return {n: Kept(tables[f"{n}.rows"], tables[f"{n}.values"], tables[f"{n}.bias"]) for n in names}
