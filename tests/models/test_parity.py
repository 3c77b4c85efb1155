"""Parity: the shipped 8-bit encoder against what PyTorch said of the golden sentences in full precision."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from zhiyin.models.encoder import Encoder
from zhiyin.models.heads import Head, read_plan, unpack_heads
from zhiyin.models.registry import ARTEFACTS, ENCODER, HEADS, PLAN, TEXT_DEFAULT

FOLDER = ARTEFACTS / TEXT_DEFAULT
ROOM = 0.3
"""Largest difference of a polarity's probability that 8 bits may cost on one sentence."""
MEAN_ROOM = 0.07


class Parity(msgspec.Struct, forbid_unknown_fields=True):
    ids: list[int]
    turn: int
    logits: list[float]


@pytest.fixture(scope="module")
def cases() -> list[Parity]:
    lines = (FOLDER / "parity.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Parity) for line in lines]


def test_eight_bits_say_what_pytorch_said(cases: list[Parity]) -> None:
    plan = read_plan((FOLDER / PLAN).read_bytes(), FOLDER.name)
    encoder = Encoder((FOLDER / ENCODER).read_bytes(), FOLDER.name)
    heads = unpack_heads((FOLDER / HEADS).read_bytes(), plan, encoder.width, FOLDER.name)
    polarity, columns = next((h, c) for h, c in plan.placed() if h.name == "polarity")
    differences = []
    for case in cases:
        states = encoder.states(np.array(case.ids, dtype=np.int64))
        found = heads.logits(states[: case.turn].mean(axis=0))
        mine = _probabilities(polarity, found[columns])
        theirs = _probabilities(polarity, np.array(case.logits, dtype=np.float32)[columns])
        differences.append(float(np.abs(mine - theirs).max()))
    assert len(differences) >= 30
    assert max(differences) < ROOM
    assert float(np.mean(differences)) < MEAN_ROOM


def test_every_shipped_file_stays_below_forty_megabytes() -> None:
    for path in Path(FOLDER).iterdir():
        assert path.stat().st_size < 40_000_000, path.name


def _probabilities(
    head: Head, logits: np.ndarray[tuple[int], np.dtype[np.float32]]
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return head.probabilities(head.blended(logits[None, :], None))
