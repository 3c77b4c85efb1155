"""Learn: many sets at once, one optimiser, checkpoints that resume. The same seed and threads give the same weights."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from zhiyin.training.encoder.config import EncoderConfig, HeadKind, Learning, RunPlan
from zhiyin.training.encoder.lessons import Lesson, Taught
from zhiyin.training.encoder.network import Network, freeze

Say = Callable[[str], None]
_PADDING, _UNKNOWN = 1, 3
_SAY_EVERY = 50
_BUCKET = 64
"""Batches sorted by length together: little padding, and still a mix."""


@dataclass(frozen=True, slots=True)
class Batch:
    ids: Tensor
    mask: Tensor
    turn: Tensor
    lessons: Sequence[Lesson]


def columns(config: EncoderConfig) -> Mapping[str, slice]:
    """Where each head stands in the row of logits."""
    places, at = {}, 0
    for name, plan in config.heads.items():
        places[name] = slice(at, at + len(plan.labels))
        at += len(plan.labels)
    return places


def learn(
    network: Network, config: EncoderConfig, run: RunPlan, lessons: Sequence[Lesson], checkpoint: Path, say: Say
) -> None:
    """Trains in place, one run. A checkpoint of the same run is taken up where it was left."""
    how = config.learning
    plan = schedule(lessons, how.batch, config.seed)[: run.steps]
    freeze(network, how.frozen_layers)
    optimiser = _optimiser(network, how, run)
    torch.manual_seed(config.seed)
    first = _resume(network, optimiser, checkpoint)
    network.train()
    started, mean = time.monotonic(), 0.0
    for step in range(first, len(plan)):
        _set_rate(optimiser, how, step, len(plan))
        loss = batch_loss(network, batch([lessons[i] for i in plan[step]], how.word_dropout), config)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
        optimiser.step()
        mean = 0.99 * mean + 0.01 * loss.item()
        done = step + 1
        if done % _SAY_EVERY == 0:
            left = (time.monotonic() - started) / (done - first) * (len(plan) - done)
            say(f"step {done} of {len(plan)}, loss {mean / (1 - 0.99 ** (done - first)):.3f}, {left / 60:.0f} min left")
        if done % how.save_every == 0 or done == len(plan):
            _save(network, optimiser, checkpoint, done)
    network.eval()


def schedule(lessons: Sequence[Lesson], size: int, seed: int) -> list[list[int]]:
    """Batches of lessons of like length, in random order."""
    chance = random.Random(seed)  # noqa: S311 - order of training, no secret
    order = list(range(len(lessons)))
    chance.shuffle(order)
    batches = []
    for start in range(0, len(order), size * _BUCKET):
        bucket = sorted(order[start : start + size * _BUCKET], key=lambda i: len(lessons[i].tokens.ids))
        parts = [bucket[i : i + size] for i in range(0, len(bucket), size)]
        chance.shuffle(parts)
        batches += parts
    return batches


def batch(lessons: Sequence[Lesson], word_dropout: float = 0.0) -> Batch:
    """Padded to the longest. ``word_dropout``: the share of pieces replaced by the unknown piece."""
    longest = max(len(lesson.tokens.ids) for lesson in lessons)
    ids = torch.full((len(lessons), longest), _PADDING, dtype=torch.long)
    mask, turn = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, lesson in enumerate(lessons):
        found = lesson.tokens
        ids[row, : len(found.ids)] = torch.from_numpy(found.ids)
        mask[row, : len(found.ids)] = 1
        turn[row, : found.turn] = 1
    if word_dropout:
        ids[(torch.rand(ids.shape) < word_dropout) & (ids > _UNKNOWN)] = _UNKNOWN
    return Batch(ids, mask, turn, lessons)


def batch_loss(network: Network, given: Batch, config: EncoderConfig) -> Tensor:
    """Mean over the texts of the weighted losses of the heads that they teach."""
    logits: Tensor = network(given.ids, given.mask, given.turn)
    places = columns(config)
    total = logits.new_zeros(())
    for name, plan in config.heads.items():
        rows = [(i, t) for i, lesson in enumerate(given.lessons) for t in lesson.teaches if t.head == name]
        if rows:
            z = logits[[i for i, _ in rows], places[name]]
            total = total + _head_loss(plan.kind, z, [t for _, t in rows], config.learning.smoothing)
    return total / len(given.lessons)


def _head_loss(kind: HeadKind, z: Tensor, taught: Sequence[Taught], smoothing: float) -> Tensor:
    weight = torch.tensor([t.weight for t in taught])
    if kind is HeadKind.CLASSES:
        target = torch.tensor([t.target for t in taught])
        return (functional.cross_entropy(z, target, reduction="none", label_smoothing=smoothing) * weight).sum()
    shares = torch.tensor([t.target for t in taught])
    losses = functional.binary_cross_entropy_with_logits(z, shares, reduction="none").mean(1)
    return (losses * weight).sum()


def _optimiser(network: Network, how: Learning, run: RunPlan) -> torch.optim.AdamW:
    body = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("heads.")]
    groups = [
        {"params": [p for p in body if p.ndim > 1], "peak": run.rate, "weight_decay": how.decay},
        {"params": [p for p in body if p.ndim == 1], "peak": run.rate, "weight_decay": 0.0},
        {"params": list(network.heads.parameters()), "peak": run.head_rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=run.rate, betas=(0.9, 0.98), fused=True)


def _set_rate(optimiser: torch.optim.Optimizer, how: Learning, step: int, steps: int) -> None:
    """Up in a straight line, then down in a straight line to a hundredth."""
    rising = max(1.0, how.warm_up * steps)
    share = min((step + 1) / rising, max(0.01, (steps - step) / (steps - rising)))
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * share


def _save(network: Network, optimiser: torch.optim.Optimizer, path: Path, step: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {"step": step, "network": network.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save(state | {"random": torch.get_rng_state()}, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def _resume(network: Network, optimiser: torch.optim.Optimizer, path: Path) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"])
    return int(state["step"])
