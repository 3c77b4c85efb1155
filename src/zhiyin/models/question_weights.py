"""Weights of the question model: a table of pieces in 8 bits, and the small matrices that align and judge."""

import io
import zipfile
from dataclasses import dataclass, fields

import msgspec
import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.question_text import COMPARED
from zhiyin.models.weights import timeless

Floats = NDArray[np.float32]
_VIEWS = 4
"""A piece is compared as itself, its match, their difference and their product."""
_POOLS = 4
"""Mean and maximum, each as the sum and the difference of the two sides."""


@dataclass(frozen=True, slots=True)
class QuestionWeights:
    """``pieces`` (pieces x width, 8 bits) times ``scale`` (one per piece) are the vectors; ``worth`` says how much a
    piece counts. The rest are the layers in the order in which they are used, each matrix as inputs x outputs."""

    pieces: NDArray[np.int8]
    scale: Floats
    worth: Floats
    near: Floats
    near_bias: Floats
    sharpness: Floats
    """One number: how strictly each piece is matched with the likest ones of the other side."""
    compare: Floats
    compare_bias: Floats
    judge: Floats
    judge_bias: Floats
    last: Floats
    last_bias: Floats

    @property
    def width(self) -> int:
        return int(self.pieces.shape[1])


class PairCalibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Probability = sigmoid(slope * logit + shift) (Platt 1999)."""

    slope: float
    shift: float


def read_pair_calibration(content: bytes, where: str) -> PairCalibration:
    """ArtefactError if it is malformed."""
    try:
        return msgspec.json.decode(content, type=PairCalibration)
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{where}: the calibration is malformed ({error}); export the artefact again") from error


def quantised(vectors: Floats) -> tuple[NDArray[np.int8], Floats]:
    """8-bit rows and one scale a row: rows differ in size, columns do not."""
    scale = (np.abs(vectors).max(axis=1) / 127).astype(np.float16).astype(np.float32)
    safe = np.where(scale > 0, scale, np.float32(1))
    return np.clip(np.rint(vectors / safe[:, None]), -127, 127).astype(np.int8), scale


def pack_question(weights: QuestionWeights) -> bytes:
    """Small matrices in 16 bits; the same weights give the same bytes."""
    file = io.BytesIO()
    tables = {f.name: getattr(weights, f.name) for f in fields(weights)}
    np.savez_compressed(file, **{n: t if t.dtype == np.int8 else t.astype(np.float16) for n, t in tables.items()})
    return timeless(file.getvalue())


def unpack_question(content: bytes, pieces: int, where: str) -> QuestionWeights:
    """ArtefactError if the tables do not fit each other or a piece table of ``pieces``."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as tables:
            found = {f.name: tables[f.name] for f in fields(QuestionWeights)}
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ArtefactError(f"{where}: weights cannot be read ({error}); export the artefact again") from error
    weights = QuestionWeights(**{n: t if t.dtype == np.int8 else t.astype(np.float32) for n, t in found.items()})
    for name, shape in _shapes(weights, pieces).items():
        if getattr(weights, name).shape != shape:
            raise ArtefactError(
                f"{where}: table {name} has shape {getattr(weights, name).shape}, needed is {shape}; export it again"
            )
    return weights


def _shapes(weights: QuestionWeights, pieces: int) -> dict[str, tuple[int, ...]]:
    width = weights.pieces.shape[-1]
    views, judges = weights.compare_bias.size, weights.judge_bias.size
    return {
        "pieces": (pieces, width),
        "scale": (pieces,),
        "worth": (pieces,),
        "near": (3 * width, width),
        "near_bias": (width,),
        "sharpness": (1,),
        "compare": (_VIEWS * width, views),
        "compare_bias": (views,),
        "judge": (_POOLS * views + COMPARED, judges),
        "judge_bias": (judges,),
        "last": (judges, 1),
        "last_bias": (1,),
    }
