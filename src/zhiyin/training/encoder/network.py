"""Network: the transformer in torch, with one linear head per family of labels."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from zhiyin.training.encoder.base import Base, Floats, Shape


class Layer(nn.Module):
    """One post-norm transformer layer (Vaswani et al. 2017; BERT's order of norms)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        size = shape.hidden
        self.heads = shape.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(size, size) for _ in range(4))
        self.fi, self.fo = nn.Linear(size, shape.inner), nn.Linear(shape.inner, size)
        self.aln, self.oln = nn.LayerNorm(size, shape.epsilon), nn.LayerNorm(size, shape.epsilon)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x``: texts x pieces x hidden. ``mask``: texts x 1 x 1 x pieces, True where there is a piece; None: all."""
        texts, length, size = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(texts, length, self.heads, size // self.heads).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask
        )
        seen = self.ao(seen.transpose(1, 2).reshape(texts, length, size))
        x = self.aln(x + seen)
        out: Tensor = self.oln(x + self.fo(functional.gelu(self.fi(x))))
        return out


class Network(nn.Module):
    """Encoder and heads. ``columns`` is the width of all heads side by side.

    A head reads the mean of the states of the turn's own pieces, so a piece's share in a score is its own state times
    the head's weights over their number: an exact sum, shown as evidence.
    """

    def __init__(self, shape: Shape, pieces: int, columns: int, drop: float) -> None:
        super().__init__()
        self.word = nn.Embedding(pieces, shape.hidden)
        self.position = nn.Embedding(shape.positions, shape.hidden)
        self.kind = nn.Parameter(torch.zeros(shape.hidden))
        self.norm = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.heads = nn.Linear(shape.hidden, columns)
        self.drop = drop

    def states(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.position(positions)[None] + self.kind)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def forward(self, ids: Tensor, mask: Tensor, turn: Tensor) -> Tensor:
        """Logits, texts x columns. ``mask``, ``turn``: texts x pieces, 1 for pieces at all, and for the turn's own."""
        own = turn[..., None].to(torch.float32)
        mean = (self.states(ids, mask[:, None, None, :].bool()) * own).sum(1) / own.sum(1)
        logits: Tensor = self.heads(functional.dropout(mean, self.drop, self.training))
        return logits


def from_base(base: Base, keep: Sequence[int], columns: int, drop: float) -> Network:
    """The network with the weights of the base; heads start near zero."""
    network = Network(base.shape, len(keep), columns, drop)
    size, inner = base.shape.hidden, base.shape.inner
    with torch.no_grad():
        _copy(network.word.weight, base.tensor("emb.word", base.shape.pieces, size)[list(keep)])
        _copy(network.position.weight, base.tensor("emb.pos", base.shape.positions, size))
        _copy(network.kind, base.tensor("emb.type", 2, size)[0])
        _copy(network.norm.weight, base.tensor("emb.ln.w", size))
        _copy(network.norm.bias, base.tensor("emb.ln.b", size))
        for number, layer in enumerate(network.layers):
            for name, rows, columns_in in (
                *((n, size, size) for n in ("q", "k", "v", "ao")),
                ("fi", inner, size),
                ("fo", size, inner),
            ):
                _copy(getattr(layer, name).weight, base.tensor(f"l{number}.{name}.w", rows, columns_in))
                _copy(getattr(layer, name).bias, base.tensor(f"l{number}.{name}.b", rows))
            for name in ("aln", "oln"):
                _copy(getattr(layer, name).weight, base.tensor(f"l{number}.{name}.w", size))
                _copy(getattr(layer, name).bias, base.tensor(f"l{number}.{name}.b", size))
        nn.init.normal_(network.heads.weight, std=0.02)
        nn.init.zeros_(network.heads.bias)
    return network


def _copy(to: Tensor, values: Floats) -> None:
    to.copy_(torch.from_numpy(values))


def freeze(network: Network, layers: int) -> None:
    """Embeddings and the lowest ``layers`` keep the weights of the base."""
    for part in (network.word, network.position, network.norm, *network.layers[:layers]):
        part.requires_grad_(False)
    network.kind.requires_grad_(False)
