"""Pieces: which pieces of the base encoder are kept, and the piece table the live tokenizer reads."""

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from zhiyin.pipeline.folding import fold
from zhiyin.training.encoder.base import Base

table: Any = import_module("sentencepiece.sentencepiece_model_pb2")
"""The format of a piece table: generated code, which says nothing of its types."""
SPECIAL = 4
"""The first pieces of the base: begin, padding, end, unknown."""
_START = "\u2581"
_CHINESE = re.compile(rf"[{_START}\u4e00-\u9fff0-9a-z\u0020-\u007e\u3000-\u303f\uff00-\uffef\u2010-\u2027…—·￥%]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[\u0021-\u007e]+")
_SIGN = re.compile(
    rf"{_START}?[\u2000-\u206f\u2190-\u27bf\u25a0-\u25ff\u3000-\u303f\uff00-\uffef\U0001f000-\U0001faff·￥°×]+"
)


def kept(base: Base, latin: int) -> list[int]:
    """Numbers of the pieces to keep, ascending: Chinese as folding writes it, signs and emoji, and the ``latin`` most
    probable Latin ones. A text is folded before it is cut, so capitals and traditional characters never come up."""
    keep = list(range(SPECIAL))
    letters: list[int] = []
    for number, piece in enumerate(base.pieces[SPECIAL:], SPECIAL):
        bare = piece.replace(_START, "")
        if fold(piece) != piece:
            continue
        if (_HAN.search(piece) and _CHINESE.fullmatch(piece)) or _SIGN.fullmatch(piece) or piece == _START:
            keep.append(number)
        elif _LATIN.fullmatch(bare):
            letters.append(number)
    letters.sort(key=lambda n: (len(base.pieces[n].replace(_START, "")) > 1, -float(base.scores[n])))
    return sorted([*keep, *letters[:latin]])


def piece_table(base: Base, keep: Sequence[int]) -> bytes:
    """A unigram table for sentencepiece (Kudo 2018, arXiv:1804.10959) that changes nothing in the text itself."""
    model = table.ModelProto()
    model.trainer_spec.model_type = table.TrainerSpec.UNIGRAM
    model.trainer_spec.unk_id, model.trainer_spec.bos_id = 3, 0
    model.trainer_spec.eos_id, model.trainer_spec.pad_id = 2, 1
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = False
    model.normalizer_spec.escape_whitespaces = True
    kinds = {0: table.ModelProto.SentencePiece.CONTROL, 1: table.ModelProto.SentencePiece.CONTROL}
    kinds |= {2: table.ModelProto.SentencePiece.CONTROL, 3: table.ModelProto.SentencePiece.UNKNOWN}
    for number in keep:
        kind = kinds.get(number, table.ModelProto.SentencePiece.NORMAL)
        model.pieces.add(piece=base.pieces[number], score=float(np.float32(base.scores[number])), type=kind)
    content: bytes = model.SerializeToString()
    return content
