"""Tokens: a turn, and what was said before it, as the pieces the encoder reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sentencepiece
from numpy.typing import NDArray

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.text import Span
from zhiyin.models.ngrams import Passage

VERSION = "pieces-1"
BEGIN, END, UNKNOWN = 0, 2, 3
"""Numbers of the special pieces in every piece table (those of XLM-RoBERTa)."""
HOLE = "○"
"""Stands for a masked value: whatever was masked, the encoder sees the same sign."""
LONGEST_RUN = 3
"""A sign repeated more often than this is read as repeated this often: 啊啊啊啊啊啊 is 啊啊啊."""
_NOTHING = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
_LATIN = re.compile(r"[a-z0-9]")

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """``ids``: ``begin, turn, end, context, end``. The first ``turn`` of them are the turn's own, ``begin`` included;
    ``spans`` are their places in the folded text (the first, for ``begin``, is empty)."""

    ids: Ids
    turn: int
    spans: tuple[Span, ...]
    unknown: int
    """How many pieces of the turn are not in the table."""


@dataclass(frozen=True, slots=True)
class Line:
    """A turn before: ``ours`` says that the agent (or a bot) spoke."""

    passage: Passage
    ours: bool


class Tokenizer:
    """Cuts texts into pieces. Safe for many threads. ``longest`` and ``context`` are limits in pieces."""

    def __init__(self, pieces: bytes, longest: int, context: int) -> None:
        if not pieces:  # which the library takes for no table at all
            raise ArtefactError("the piece table is empty; export the artefact again")
        try:
            self._cut = sentencepiece.SentencePieceProcessor(model_proto=pieces)
        except (RuntimeError, OSError) as error:
            raise ArtefactError(f"the piece table cannot be read ({error}); export the artefact again") from error
        if self._cut.unk_id() != UNKNOWN or len(self) <= UNKNOWN:
            raise ArtefactError("the piece table has other special pieces than ours; export the artefact again")
        self._longest = longest
        self._context = context

    def __len__(self) -> int:
        return int(self._cut.get_piece_size())

    @property
    def most(self) -> int:
        """The longest row of pieces it makes: the turn, its two marks, and the context."""
        return self._longest + self._context + 2

    def tokens(self, passage: Passage, before: Sequence[Line] = ()) -> Tokens:
        """The turn at its first and last halves if it is too long, then as much of the latest context as fits."""
        text, places = written(passage)
        ids, spans = self._pieces(text, places)
        if len(ids) > self._longest:
            half = self._longest // 2
            ids, spans = ids[:half] + ids[-half:], spans[:half] + spans[-half:]
        context = self._before(before)
        return Tokens(
            np.array([BEGIN, *ids, END, *context], dtype=np.int64),
            len(ids) + 1,
            ((0, 0), *spans),
            ids.count(UNKNOWN),
        )

    def _pieces(self, text: str, places: Sequence[Span]) -> tuple[list[int], list[Span]]:
        if not text:
            return [], []
        found = self._cut.encode_as_offset_mapping(text)
        return found["ids"], [_span(places, begin, end) for begin, end in found["offsets"]]

    def _before(self, before: Sequence[Line]) -> list[int]:
        """The end of what was said before, oldest first; nothing if nothing was said."""
        ids: list[int] = []
        for line in reversed(before):
            room = self._context - len(ids) - 1
            if room < 3:
                break
            said: list[int] = self._cut.encode_as_ids(("服:" if line.ours else "客:") + written(line.passage)[0])
            if len(said) > room:
                said = said[: room // 2] + said[-(room - room // 2) :]
            ids = [*said, END, *ids]
        return ids


def _span(places: Sequence[Span], begin: int, end: int) -> Span:
    """Of characters begin to end of the written text; a piece may hold only the mark of a word's start."""
    if begin >= end:
        at = places[begin][0] if begin < len(places) else places[-1][1]
        return (at, at)
    return (places[begin][0], places[end - 1][1])


def written(passage: Passage) -> tuple[str, list[Span]]:
    """The text as the encoder reads it, and of each of its characters the place in the folded text.

    What carries no meaning is evened out: blanks and line breaks between characters that are not Latin, signs that are
    not seen, long runs of one sign, and the kind of a masked value.
    """
    signs: list[str] = []
    places: list[Span] = []
    folded, holes = passage.folded, sorted(passage.holes)
    at, run = 0, 0
    while at < len(folded):
        if holes and at >= holes[0][0]:
            start, end = holes.pop(0)
            if end > at:
                signs.append(HOLE)
                places.append((start, end))
                at = end
            continue
        sign, end = folded[at], at + 1
        if sign in _NOTHING or "\ud800" <= sign <= "\udfff":  # half a character cannot be cut into pieces
            at = end
            continue
        if sign.isspace():
            end, sign = _blank(folded, at, signs)
        run = run + 1 if signs and signs[-1] == sign else 1
        if sign and run <= LONGEST_RUN:
            signs.append(sign)
            places.append((at, end))
        at = end
    return "".join(signs), places


def _blank(folded: str, at: int, signs: Sequence[str]) -> tuple[int, str]:
    """Where a run of blanks ends, and what is read for it: one blank between Latin words, else nothing."""
    end = at
    while end < len(folded) and folded[end].isspace():
        end += 1
    between = signs and end < len(folded) and _LATIN.match(signs[-1]) and _LATIN.match(folded[end])
    return end, " " if between else ""
