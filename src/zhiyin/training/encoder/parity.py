"""Parity: what PyTorch says of the golden sentences in full precision; the 8-bit runner is held to it."""

from collections.abc import Sequence

import msgspec
import torch

from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line, Tokenizer
from zhiyin.training.encoder.network import Network

FILE = "parity.jsonl"


class Parity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``logits``: of all columns, by PyTorch in 32-bit floats. The first ``turn`` pieces are the turn's own."""

    ids: list[int]
    turn: int
    logits: list[float]


def parity_lines(network: Network, cut: Tokenizer, cases: Sequence[tuple[Passage, tuple[Line, ...]]]) -> bytes:
    network.eval()
    lines = []
    for passage, before in cases:
        found = cut.tokens(passage, before)
        ids = torch.from_numpy(found.ids)[None]
        turn = (torch.arange(ids.shape[1]) < found.turn).long()[None]
        with torch.inference_mode():
            logits = network(ids, torch.ones_like(ids), turn)[0]
        case = Parity(found.ids.tolist(), found.turn, [round(v, 5) for v in logits.tolist()])
        lines.append(msgspec.json.encode(case) + b"\n")
    return b"".join(lines)
