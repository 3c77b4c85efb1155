"""Families: the linear model's logits for the heads that only evaluation and fine-tuning ask for.

One zip of NumPy arrays. Per head, over the rows of the n-gram table of ``weights.npz``:

``NAME.rows``   bits, one a row of the table up to the last one kept: 1 where the head keeps the row
``NAME.values`` int8, kept rows x labels: the sign of weight times idf, and 127 times the root of its share of the scale
``NAME.scale``  float32, labels: the largest weight times idf of the column
``NAME.bias``   float32, labels

Roots, because a few n-grams weigh a hundred times what most do: even steps would lose the small ones.
"""

import io
import zipfile
from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.ngrams import Index
from zhiyin.models.weights import Floats, Scores, summed, timeless

Table = tuple[Index, Floats, Floats]
"""Kept rows (ascending), their values (weight times idf, as in ``LinearWeights.rows``), bias."""
_STEPS = 127


def pack_families(heads: Mapping[str, Table]) -> bytes:
    """The file ``families.npz``. The same numbers give the same bytes. ValueError if rows do not ascend."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, (rows, values, bias) in heads.items():
        if len(rows) != len(values) or (np.diff(rows) <= 0).any():
            raise ValueError(f"head {name}: rows must ascend, one a row of values")
        kept = np.zeros(int(rows[-1]) + 1 if len(rows) else 0, dtype=np.bool_)
        kept[rows] = True
        scale = np.abs(values).max(axis=0, initial=0).astype(np.float32)
        share = np.abs(values) / np.where(scale > 0, scale, 1)
        arrays[f"{name}.rows"] = np.packbits(kept)
        arrays[f"{name}.values"] = (np.sign(values) * np.rint(_STEPS * np.sqrt(share))).astype(np.int8)
        arrays[f"{name}.scale"] = scale
        arrays[f"{name}.bias"] = bias.astype(np.float32)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return timeless(file.getvalue())


class Families:
    """Tables of the heads by name."""

    def __init__(self, tables: Mapping[str, Table], size: int) -> None:
        """``size``: rows of the n-gram table; the number ``size`` itself stands for unknown n-grams."""
        self._tables = {name: _looked_up(table, size) for name, table in tables.items()}

    def logits(self, name: str, scores: Scores) -> Floats | None:
        """Of the head ``name`` for scored passages, texts x labels; None if the linear model knows no such head."""
        if name not in self._tables:
            return None
        place, values, bias = self._tables[name]
        total = np.zeros((len(scores.signs.codes), len(bias)), dtype=np.float32)
        for row in scores.rows:
            total += values[place[row]]
        sums = summed(total, scores.signs.starts)
        return (bias + sums / scores.norms[:, None]).astype(np.float32)


def unpack_families(
    content: bytes, labels: Mapping[str, int], size: int, where: str, only: Collection[str] | None = None
) -> Families:
    """``labels``: how many each known head has; ``size``: rows of the n-gram table. ArtefactError if they differ.

    ``only``: of all heads these; None for all.
    """
    tables: dict[str, Table] = {}
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            names = {key.rpartition(".")[0] for key in arrays}
            for name in sorted(names if only is None else names & set(only)):
                rows = np.flatnonzero(np.unpackbits(arrays[f"{name}.rows"]))
                values, scale, bias = (arrays[f"{name}.{part}"] for part in ("values", "scale", "bias"))
                width = labels.get(name)
                if values.shape != (len(rows), width) or scale.shape != (width,) or bias.shape != (width,):
                    raise ArtefactError(f"{where}: families.npz does not fit head {name}; export the artefact again")
                if len(rows) and rows[-1] >= size:
                    raise ArtefactError(f"{where}: families.npz is of another n-gram table; export the artefact again")
                share = values.astype(np.float32) / np.float32(_STEPS)
                tables[name] = (rows, np.sign(share) * share * share * scale, bias)
    except (KeyError, ValueError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ArtefactError(f"{where}: families.npz cannot be read ({error}); export the artefact again") from error
    return Families(tables, size)


def _looked_up(table: Table, size: int) -> tuple[NDArray[np.int32], Floats, Floats]:
    """Of each row of the n-gram table its place among the values; n-grams not kept have a last row of zeros."""
    rows, values, bias = table
    place = np.full(size + 1, len(rows), dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    return place, np.vstack((values, np.zeros((1, len(bias)), dtype=np.float32))), bias
