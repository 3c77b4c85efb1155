"""Heads: what the encoder's states mean, one linear head per family of labels, and how each is blended and said."""

import io
import zipfile
from collections.abc import Iterator
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.calibration import sigmoid, total
from zhiyin.models.weights import timeless

Floats = NDArray[np.float32]


class HeadKind(StrEnum):
    CLASSES = "classes"
    """One of the labels: softmax."""
    SHARES = "shares"
    """Each label by itself, a share in 0-1: sigmoid."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One head. Its blended score is ``z = encoder * e + linear * l + offset``: e the encoder's logits, l those of the
    linear model for the same head (zeros where it has none)."""

    name: str
    kind: HeadKind
    labels: list[str]
    encoder: float
    linear: float
    offset: list[float]
    decision: list[float]
    """Added to ln p before the label is chosen: what the measure of this head rewards (0: the likeliest label)."""
    sure: float
    """Probability of the label from which on it counts as sure, 0-1."""

    def blended(self, encoder: Floats, linear: Floats | None) -> Floats:
        """z, texts x labels. Every number comes of its own text only, to the last bit."""
        z = np.float32(self.encoder) * encoder + np.array(self.offset, dtype=np.float32)
        if linear is not None:
            z = z + np.float32(self.linear) * linear
        return np.asarray(z, dtype=np.float32)

    def probabilities(self, z: Floats) -> Floats:
        """Of each label, texts x labels; the rows of a head of classes sum to 1."""
        if self.kind is HeadKind.SHARES:
            return sigmoid(z)
        raised = np.exp(z - z.max(axis=1, keepdims=True))
        found: Floats = raised / total(raised, 1)[:, None]
        return found

    def said(self, probabilities: Floats) -> NDArray[np.int64]:
        """The label said of each text: argmax of ln p + decision."""
        ranked = np.log(probabilities + np.float32(1e-9)) + np.array(self.decision, dtype=np.float32)
        return np.asarray(np.argmax(ranked, axis=1), dtype=np.int64)


class EncoderPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``longest`` and ``context``: limits in pieces (see ``tokens``). ``heads`` in the order of their columns."""

    longest: int
    context: int
    heads: list[Head]

    @property
    def columns(self) -> int:
        return sum(len(head.labels) for head in self.heads)

    def placed(self) -> Iterator[tuple[Head, slice]]:
        """Each head with the columns it owns."""
        at = 0
        for head in self.heads:
            yield head, slice(at, at + len(head.labels))
            at += len(head.labels)


class Heads:
    """Linear heads over the mean of a turn's states. No BLAS inside: its sums may depend on other threads' work."""

    def __init__(self, weights: Floats, bias: Floats) -> None:
        """``weights``: columns x width. ``bias``: columns."""
        self.weights = weights
        self.bias = bias

    def logits(self, mean: Floats) -> Floats:
        """Per column, of the mean state of one turn."""
        found: Floats = np.einsum("cw,w->c", self.weights, mean) + self.bias
        return found

    def shares(self, states: Floats, columns: slice) -> Floats:
        """What each state of the turn adds to the logits of ``columns``: states x columns. With the bias, the sum over
        the states is the logit; the share of a label over its rival is the difference of their columns."""
        found: Floats = np.einsum("sw,cw->sc", states, self.weights[columns]) / np.float32(len(states))
        return found


def read_plan(content: bytes, where: str) -> EncoderPlan:
    """ArtefactError if it is malformed, names a head twice, or has more or fewer numbers than labels."""
    try:
        plan = msgspec.json.decode(content, type=EncoderPlan)
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{where}: heads.json is malformed ({error}); export the artefact again") from error
    names = [head.name for head in plan.heads]
    if len(set(names)) != len(names) or not names:
        raise ArtefactError(f"{where}: heads.json names no head, or one twice; export the artefact again")
    for head in plan.heads:
        if not (len(head.labels) == len(head.offset) == len(head.decision) > 0):
            raise ArtefactError(f"{where}: head {head.name} has not one offset and decision a label; export it again")
    if plan.longest < 2 or plan.context < 0:
        raise ArtefactError(f"{where}: heads.json limits a turn to {plan.longest} pieces; export the artefact again")
    return plan


def pack_heads(weights: Floats, bias: Floats) -> bytes:
    """The file ``heads.npz``. The same numbers give the same bytes."""
    file = io.BytesIO()
    np.savez_compressed(file, weights=weights.astype(np.float32), bias=bias.astype(np.float32))
    return timeless(file.getvalue())


def unpack_heads(content: bytes, plan: EncoderPlan, width: int, where: str) -> Heads:
    """ArtefactError if the file cannot be read or does not fit the plan and the encoder's width."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as tables:
            weights, bias = tables["weights"], tables["bias"]
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ArtefactError(f"{where}: heads.npz cannot be read ({error}); export the artefact again") from error
    needed = (plan.columns, width)
    if weights.shape != needed or bias.shape != needed[:1] or weights.dtype != np.float32 or bias.dtype != np.float32:
        raise ArtefactError(f"{where}: heads.npz has shape {weights.shape} of {weights.dtype}, needed is {needed}")
    return Heads(weights, bias)
