"""Learn: the network from pairs. The same seed, data and number of threads give the same weights."""

import random
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from zhiyin.models.question_text import Question, compared, question
from zhiyin.models.tokens import UNKNOWN, Tokenizer
from zhiyin.training.same_question.config import QuestionConfig, QuestionLearning
from zhiyin.training.same_question.made import Maker
from zhiyin.training.same_question.network import PairNetwork
from zhiyin.training.same_question.pairs import Pair

Say = Callable[[str], None]
Floats = NDArray[np.float32]
Probabilities = NDArray[np.float64]
_BUCKET = 40
"""Batches sorted by length together: little padding, and still a mix."""
_STEEPEST = 5.0
"""Norm to which gradients are cut."""
_LOWEST_RATE = 0.02


class Reader:
    """Questions as the live path reads them, each read once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, Question] = {}

    def read(self, text: str) -> Question:
        if text not in self._known:
            self._known[text] = question(text, self._tokenizer)
        return self._known[text]


def worth_of(texts: Sequence[str], reader: Reader, pieces: int) -> Floats:
    """How rare each piece is (idf), 1 on average: the first guess of how much it counts."""
    seen = np.ones(pieces)
    for text in texts:
        seen[np.unique(reader.read(text).ids)] += 1
    idf = np.log(2 * len(texts) / seen)
    scaled: Floats = (idf / idf.mean()).astype(np.float32)
    return scaled


def learn(
    network: PairNetwork, config: QuestionConfig, pairs: Sequence[Pair], maker: Maker, reader: Reader, say: Say
) -> None:
    """Trains in place. ``pairs`` are the same each epoch, what ``maker`` makes is drawn anew."""
    torch.manual_seed(config.seed)
    chance = random.Random(config.seed)  # noqa: S311 - order of training, no secret
    how = config.learning
    optimiser = _optimiser(network, how)
    steps = how.epochs * ((len(pairs) + len(maker.epoch(random.Random(0)))) // how.batch)  # noqa: S311
    done = 0
    for epoch in range(1, how.epochs + 1):
        lost = 0.0
        batches = _batches([*pairs, *maker.epoch(chance)], how.batch, reader, chance)
        network.train()
        for batch in batches:
            _rates(optimiser, how, done, steps)
            a, b, facts, same = _tensors(batch, reader)
            logits = network(_hidden(a, how.hidden_pieces), _hidden(b, how.hidden_pieces), facts)
            loss = functional.binary_cross_entropy_with_logits(logits, same)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), _STEEPEST)
            optimiser.step()
            lost, done = lost + loss.item(), done + 1
        say(f"epoch {epoch} of {how.epochs}: loss {lost / len(batches):.3f}")
    network.eval()


def logits_of(network: PairNetwork, pairs: Sequence[Pair], reader: Reader, batch: int = 128) -> Probabilities:
    """In the order of ``pairs``."""
    network.eval()
    found = np.zeros(len(pairs))
    order = sorted(range(len(pairs)), key=lambda i: _length(pairs[i], reader))
    with torch.inference_mode():
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            a, b, facts, _ = _tensors([pairs[i] for i in rows], reader)
            found[rows] = network(a, b, facts).numpy()
    return found


def _optimiser(network: PairNetwork, how: QuestionLearning) -> torch.optim.Optimizer:
    slow = [network.pieces.weight, network.worth.weight]
    ids = {id(p) for p in slow}
    rest = [p for p in network.parameters() if id(p) not in ids]
    return torch.optim.AdamW(
        [
            {"params": rest, "lr": how.rate, "weight_decay": how.decay, "full": how.rate},
            {"params": slow, "lr": how.piece_rate, "weight_decay": 0.0, "full": how.piece_rate},
        ]
    )


def _rates(optimiser: torch.optim.Optimizer, how: QuestionLearning, done: int, steps: int) -> None:
    share = min(1.0, (done + 1) / how.warm_up) * max(_LOWEST_RATE, 1 - done / max(1, steps))
    for group in optimiser.param_groups:
        settings: Mapping[str, float] = group
        group["lr"] = settings["full"] * share


def _batches(pairs: list[Pair], size: int, reader: Reader, chance: random.Random) -> list[list[Pair]]:
    chance.shuffle(pairs)
    batches = []
    for at in range(0, len(pairs), size * _BUCKET):
        bucket = sorted(pairs[at : at + size * _BUCKET], key=lambda p: _length(p, reader))
        batches += [bucket[i : i + size] for i in range(0, len(bucket), size)]
    chance.shuffle(batches)
    return batches


def _length(pair: Pair, reader: Reader) -> int:
    return max(len(reader.read(pair.a).ids), len(reader.read(pair.b).ids))


def _tensors(pairs: Sequence[Pair], reader: Reader) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    a, b = [reader.read(p.a) for p in pairs], [reader.read(p.b) for p in pairs]
    facts = torch.tensor([compared(x, y) for x, y in zip(a, b, strict=True)], dtype=torch.float32)
    return _padded(a), _padded(b), facts, torch.tensor([p.target for p in pairs])


def _padded(questions: Sequence[Question]) -> Tensor:
    rows = np.full((len(questions), max(1, *(len(q.ids) for q in questions), 1)), -1, dtype=np.int64)
    for row, found in zip(rows, questions, strict=True):
        row[: len(found.ids)] = found.ids
        if not len(found.ids):
            row[0] = UNKNOWN
    return torch.from_numpy(rows)


def _hidden(ids: Tensor, share: float) -> Tensor:
    gone = (torch.rand(ids.shape) < share) & (ids >= 0)
    return torch.where(gone, torch.full_like(ids, UNKNOWN), ids)
