"""Weights of a linear model: a sorted table of n-gram hashes with one row of quantised weights each."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.ngrams import Index, Passage, Signs, hashed, signs

Floats = NDArray[np.float32]
_FIXED = float(2**30)
"""Steps per unit when logits are summed; a passage of 4,000 signs stays far from the end of 64 bits."""


@dataclass(frozen=True, slots=True)
class LinearWeights:
    """``rows`` hold weight times idf of each n-gram in each column, and after them one row of zeros (unknown)."""

    hashes: NDArray[np.uint32]
    rows: Floats
    squares: Floats
    """Squared idf; 0 for unknown."""
    bias: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """``logits`` are per passage and column. ``hits`` keep what is needed to say which n-grams made them."""

    logits: Floats
    signs: Signs
    rows: Index
    """Per order: which row of the table the n-gram beginning at each sign has."""
    norms: Floats
    known: Floats
    """Share of the passage's pairs of signs that the table knows, 0-1; 0 for an empty passage."""


def pack(hashes: NDArray[np.uint32], weights: Floats, idf: Floats, bias: Floats) -> bytes:
    """8-bit weights with one 16-bit scale a row: rows differ in size by orders of magnitude, columns do not."""
    rows = weights * idf[:, None]
    scale = (np.abs(rows).max(axis=1) / 127).astype(np.float16).astype(np.float32)
    safe = np.where(scale > 0, scale, 1.0)
    values = np.clip(np.rint(rows / safe[:, None]), -127, 127).astype(np.int8)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        hashes=hashes,
        values=values,
        scale=scale.astype(np.float16),
        idf=idf.astype(np.float16),
        bias=bias.astype(np.float32),
    )
    return timeless(file.getvalue())


def timeless(archive: bytes) -> bytes:
    """The same zip with fixed dates, so that the same training gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def unpack(content: bytes, columns: int, where: str) -> LinearWeights:
    """ArtefactError if the tables do not fit each other or the columns of the manifest."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as tables:
            hashes, values = tables["hashes"], tables["values"]
            scale, idf, bias = tables["scale"], tables["idf"], tables["bias"]
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ArtefactError(f"{where}: weights cannot be read ({error}); export the artefact again") from error
    size = len(hashes)
    if values.shape != (size, columns) or scale.shape != (size,) or idf.shape != (size,) or bias.shape != (columns,):
        raise ArtefactError(f"{where}: weights have shape {values.shape}, the manifest needs {(size, columns)}")
    rows = np.zeros((size + 1, columns), dtype=np.float32)
    rows[:-1] = values * scale.astype(np.float32)[:, None]
    squares = np.append(idf.astype(np.float32) ** 2, np.float32(0))
    return LinearWeights(hashes, rows, squares, bias)


def summed(values: Floats, starts: Index) -> NDArray[np.float64]:
    """Sums of the segments, added as whole numbers, so that the order, which NumPy chooses by the batch, is all one."""
    fixed = np.rint(values.astype(np.float64) * _FIXED).astype(np.int64)
    return np.asarray(np.add.reduceat(fixed, starts, axis=0) / _FIXED)


def score(weights: LinearWeights, passages: Sequence[Passage]) -> Scores:
    """logit = bias + sum(weight x idf) / sqrt(sum(idf^2)) over the known n-grams of the passage."""
    found = signs(passages)
    values, whole = hashed(found)
    size = len(weights.hashes)
    at = np.searchsorted(weights.hashes, values)
    at[at == size] = 0
    rows = np.where(whole & (weights.hashes[at] == values), at, size)
    total, squares = weights.rows[rows[0]], weights.squares[rows[0]]
    for row in rows[1:]:
        total += weights.rows[row]
        squares += weights.squares[row]
    starts = found.starts
    norms = np.sqrt(np.maximum(summed(squares, starts), 1e-12)).astype(np.float32)
    sums = summed(total, starts)
    logits: Floats = (weights.bias + sums / norms[:, None]).astype(np.float32)
    asked = whole[1] & found.plain
    known = np.add.reduceat((asked & (rows[1] < size)).astype(np.float32), starts)
    share = known / np.maximum(np.add.reduceat(asked.astype(np.float32), starts), 1)
    return Scores(logits, found, rows, norms, share.astype(np.float32))
