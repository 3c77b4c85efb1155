"""The physical limit of the network on one core: its multiply-adds at the measured peak of int8 multiplication."""

import importlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from benchmarks.text_cases import REVIEWS, Case, Job, cue_finder, of_case
from benchmarks.text_contenders import Absent, package

from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import ARTEFACTS, TEXT_DEFAULT
from zhiyin.models.tokens import Line, Tokenizer
from zhiyin.training.encoder.config import load_encoder_config

HIDDEN, INNER, LAYERS = 384, 1536, 12
"""Of multilingual-e5-small (its config.json)."""
_ROWS = (16, 64, 256, 1024)
"""Heights of the matrix tried: the best one is the peak, whatever length the texts have."""
_TRIES = 40


class Limit(msgspec.Struct, frozen=True):
    """``peak``: 10^9 multiply-adds a second. No program that runs this network in int8 on this core can be faster:
    nothing but its matrix products is counted, all in int8, with no norms, no softmax, no quantising, no tokenising."""

    peak: float
    rows_per_s: float
    turn_ms: list[float]
    mean_pieces: float


def multiply_adds(pieces: int) -> int:
    """Of one text through all layers: four square projections, two of the inner layer, attention twice."""
    return LAYERS * (4 * pieces * HIDDEN**2 + 2 * pieces * HIDDEN * INNER + 2 * pieces**2 * HIDDEN)


def limit(job: Job) -> Limit:
    """Absent without onnx, or without the piece table that tells how long the texts are."""
    cut = _tokenizer(job)
    cues = cue_finder()
    peak = max(_measured(rows) for rows in _ROWS)

    def lengths(cases: Sequence[Case]) -> list[int]:
        return [_length(cut, of_case(case, cues)) for case in cases]

    reviews = [n for name in REVIEWS for n in lengths(job.sets[name])]
    rows = len(reviews) * peak / sum(map(multiply_adds, reviews))
    turns = [1000 * multiply_adds(n) / peak for n in lengths(job.turns)]
    return Limit(peak / 1e9, rows, turns, float(np.mean(reviews)))


def _length(cut: Tokenizer, found: Any) -> int:
    before = [Line(Passage(b.folded, b.holes), b.ours) for b in found.before]
    return len(cut.tokens(Passage(found.folded, tuple(e.span for e in found.masked.entities)), before).ids)


def _tokenizer(job: Job) -> Tokenizer:
    given = load_encoder_config().input
    folders = [Path(job.model) if job.model else ARTEFACTS / TEXT_DEFAULT, Path(job.checkpoint).parent]
    for folder in folders:
        if (folder / "pieces.model").exists():
            return Tokenizer((folder / "pieces.model").read_bytes(), given.longest, given.context)
    raise Absent("the piece table pieces.model, neither in the artefact nor beside the checkpoint")


def _measured(rows: int) -> float:
    """Multiply-adds a second of MatMulInteger, rows x 384 times 384 x 1536, unsigned by signed: the best of many."""
    runtime = package("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = runtime.InferenceSession(_product(), options, providers=["CPUExecutionProvider"])
    given = {"a": np.random.default_rng(1).integers(0, 255, (rows, HIDDEN), dtype=np.uint8)}
    best = float("inf")
    for _ in range(_TRIES):
        started = time.perf_counter()
        session.run(None, given)
        best = min(best, time.perf_counter() - started)
    return rows * HIDDEN * INNER / best


def _product() -> bytes:
    onnx = package("onnx")
    helper = importlib.import_module("onnx.helper")
    weights = np.random.default_rng(2).integers(-127, 127, (HIDDEN, INNER), dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "product",
        [helper.make_tensor_value_info("a", onnx.TensorProto.UINT8, [None, HIDDEN])],
        [helper.make_tensor_value_info("c", onnx.TensorProto.INT32, [None, INNER])],
        [helper.make_tensor("b", onnx.TensorProto.INT8, weights.shape, weights.tobytes(), raw=True)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content: bytes = model.SerializeToString()
    return content
