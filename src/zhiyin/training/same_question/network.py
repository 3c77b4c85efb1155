"""Network: the question model in torch, layer by layer what ``models.question`` computes in NumPy."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from zhiyin.models.question_text import COMPARED
from zhiyin.models.question_weights import QuestionWeights, quantised
from zhiyin.training.same_question.config import Size

_FAR = 1e4
Floats = NDArray[np.float32]


class PairNetwork(nn.Module):
    """``vectors``: pieces x width; ``worth``: how much each piece counts at first, 1 on average."""

    def __init__(self, size: Size, vectors: Floats, worth: Floats, dropout: float, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        pieces, width = vectors.shape
        self.pieces = nn.Embedding(pieces, width)
        self.worth = nn.Embedding(pieces, 1)
        with torch.no_grad():
            self.pieces.weight.copy_(torch.from_numpy(vectors))
            self.worth.weight.copy_(torch.from_numpy(worth)[:, None])
        self.near = nn.Linear(3 * width, width)
        self.sharpness = nn.Parameter(torch.tensor([width**-0.5]))
        self.compare = nn.Linear(4 * width, size.views)
        self.judge = nn.Linear(4 * size.views + COMPARED, size.judges)
        self.last = nn.Linear(size.judges, 1)
        self.dropout = dropout

    def forward(self, a: Tensor, b: Tensor, facts: Tensor) -> Tensor:
        """Logits. ``a``, ``b``: pairs x pieces, -1 where there is none; ``facts``: pairs x ``COMPARED``."""
        has_a, has_b = (a >= 0).float(), (b >= 0).float()
        a, b = a.clamp(min=0), b.clamp(min=0)
        first, second = self._states(a, has_a), self._states(b, has_b)
        like = first @ second.transpose(1, 2) * self.sharpness
        for_a = (like + (has_b[:, None] - 1) * _FAR).softmax(-1) @ second
        for_b = (like.transpose(1, 2) + (has_a[:, None] - 1) * _FAR).softmax(-1) @ first
        one = self._pooled(first, for_a, self._worth(a, has_a), has_a)
        two = self._pooled(second, for_b, self._worth(b, has_b), has_b)
        judged = torch.cat((one + two, (one - two).abs(), facts), -1)
        hidden = functional.relu(self.judge(self._drop(judged)))
        logits: Tensor = self.last(self._drop(hidden))[:, 0]
        return logits

    def weights(self) -> QuestionWeights:
        """As the live path reads them."""
        pieces, scale = quantised(self.pieces.weight.detach().numpy())

        def matrix(layer: nn.Linear) -> tuple[Floats, Floats]:
            return layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy()

        worth = functional.softplus(self.worth.weight.detach())[:, 0].numpy()
        sharpness = self.sharpness.detach().numpy().copy()
        return QuestionWeights(
            pieces,
            scale,
            worth,
            *matrix(self.near),
            sharpness,
            *matrix(self.compare),
            *matrix(self.judge),
            *matrix(self.last),
        )

    def _states(self, ids: Tensor, has: Tensor) -> Tensor:
        own = self._drop(self.pieces(ids)) * has[..., None]
        before = functional.pad(own, (0, 0, 1, 0))[:, :-1]
        after = functional.pad(own, (0, 0, 0, 1))[:, 1:]
        return (own + functional.relu(self.near(torch.cat((before, own, after), -1)))) * has[..., None]

    def _worth(self, ids: Tensor, has: Tensor) -> Tensor:
        worth = functional.softplus(self.worth(ids)[..., 0]) * has
        return worth / worth.sum(1, keepdim=True)

    def _pooled(self, own: Tensor, found: Tensor, worth: Tensor, has: Tensor) -> Tensor:
        views = torch.cat((own, found, (own - found).abs(), own * found), -1)
        steps = functional.relu(self.compare(self._drop(views))) * has[..., None]
        return torch.cat(((worth[:, None] @ steps)[:, 0], steps.amax(1)), -1)

    def _drop(self, values: Tensor) -> Tensor:
        return functional.dropout(values, self.dropout, self.training)
