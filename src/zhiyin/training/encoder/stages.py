"""Stages: the whole training in five steps that each leave a file, so that a stopped run goes on where it was."""

import io
from collections.abc import Mapping
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
from zhiyin.training.encoder.config import EncoderConfig
from zhiyin.training.encoder.families import Kept, family_heads
from zhiyin.training.encoder.learn import Say, columns, learn
from zhiyin.training.encoder.lessons import all_lessons
from zhiyin.training.encoder.make import Parts, data_uses, golden_cases, make
from zhiyin.training.encoder.network import Network, from_base
from zhiyin.training.encoder.onnx_export import encoder_onnx
from zhiyin.training.encoder.parity import parity_lines
from zhiyin.training.encoder.pieces import kept, piece_table
from zhiyin.training.linear import fit_linear

PIECES, CHECKPOINT, LINEAR, FAMILIES = "pieces.model", "encoder.ckpt", "weights.npz", "families.npz"
FINISHED = "finished.ckpt"


def train_all(config: EncoderConfig, data: Path, work: Path, say: Say) -> None:
    """Linear model, its families, then the encoder. What ``work`` holds already is not made again."""
    work.mkdir(parents=True, exist_ok=True)
    if not (work / LINEAR).exists():
        _write(work / LINEAR, fit_linear(config.ngrams, data, say))
    linear = unpack((work / LINEAR).read_bytes(), len(COLUMNS), LINEAR)
    if not (work / FAMILIES).exists():
        _write(work / FAMILIES, _packed(family_heads(config, linear, data, say)))
    network = _network(config, work)
    say("cutting texts into pieces")
    lessons = all_lessons(config, data, "train", _tokenizer(config, work))
    say(f"{len(lessons)} lessons")
    learn(network, config, lessons, work / CHECKPOINT, say)
    again = finishing(config)
    say("the second, short run")
    learn(network, again, all_lessons(again, data, "train", _tokenizer(config, work)), work / FINISHED, say)


def finishing(config: EncoderConfig) -> EncoderConfig:
    """The configuration of the second run."""
    plan = config.finish
    sources = [replace(s, times=1.0, limit=plan.limits[s.set]) for s in config.sources if s.set in plan.limits]
    how = replace(config.learning, steps=plan.steps, rate=plan.rate, head_rate=plan.head_rate)
    own = replace(config.own, sayings=plan.sayings, sentences=1, lines=0)
    return replace(config, seed=config.seed + 1, learning=how, sources=sources, own=own)


def export_all(config: EncoderConfig, data: Path, work: Path, out: Path, say: Say) -> Path:
    """The artefact from what ``train_all`` left in ``work``. SetupError if that is not complete."""
    for name in (LINEAR, FAMILIES, PIECES, FINISHED):
        if not (work / name).exists():
            raise SetupError(f"{work}: {name} is missing; run the command train with the same --work first")
    network = _network(config, work)
    state = torch.load(work / FINISHED, weights_only=True)
    network.load_state_dict(state["network"])
    say(f"exporting the encoder of step {state['step']}")
    cut = _tokenizer(config, work)
    linear = unpack((work / LINEAR).read_bytes(), len(COLUMNS), LINEAR)
    held = [*from_sources(config.ngrams, data, "dev"), *from_own(config.ngrams, dev=True)]
    parts = Parts(
        encoder=encoder_onnx(network)[1],
        heads=Heads(network.heads.weight.detach().numpy(), network.heads.bias.detach().numpy()),
        pieces=(work / PIECES).read_bytes(),
        weights=(work / LINEAR).read_bytes(),
        linear=linear,
        calibration=calibrate(logits(linear, held), held, config.ngrams.calibration),
        families=_unpacked((work / FAMILIES).read_bytes()),
        parity=parity_lines(network, cut, golden_cases()),
    )
    uses = data_uses(all_lessons(config, data, "train", cut))
    folder = make(config, parts, all_lessons(config, data, "dev", cut), uses, out, say)
    say(f"wrote {folder.name}: {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:.1f} MB")
    return folder


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
