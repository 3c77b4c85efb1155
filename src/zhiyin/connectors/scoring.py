"""Scoring: a batch of rows in, the same rows with their readings out. Masks first; the same stages as the live path."""

from collections.abc import Sequence
from typing import Protocol

from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.row import ReadRow, Row, SetAside
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import ConversationRef, Entity, Masked, Origin, Role
from zhiyin.pipeline.features import CueFinder, features, follow
from zhiyin.pipeline.mask import mask_text
from zhiyin.seams import TextModel

TENANT = "file"
_REMEMBERED = 20_000
_SHORT = 200
"""Characters. Texts up to this length are remembered with their masks: cells repeat, and turns return as context."""
_HIDDEN = mask_text(RawText("[已隐去]"))[0]

Scored = ReadRow | SetAside
Scorable = Row | SetAside


class Scoring(Protocol):
    def score(self, batch: Sequence[Scorable]) -> list[Scored]:
        """One result per row, in order. Rows whose text is empty or garbled are set aside with the reason."""
        ...


class Scorer:
    """``personal`` are positions of columns whose cells are hidden whole; ``keep_cells`` False saves their masking."""

    def __init__(self, model: TextModel, lexicon: Lexicon, personal: frozenset[int], keep_cells: bool = True) -> None:
        self._model = model
        self._cues = CueFinder(lexicon)
        self._personal = personal
        self._keep_cells = keep_cells
        self._masks: dict[RawText, tuple[SafeText, tuple[Entity, ...]]] = {}

    def score(self, batch: Sequence[Scorable]) -> list[Scored]:
        ready = {i: self._features(row) for i, row in enumerate(batch) if isinstance(row, Row) and not row.unfit}
        readings = self._model.read(list(ready.values())) if ready else []
        found = dict(zip(ready, readings, strict=True))
        scored: list[Scored] = []
        for i, row in enumerate(batch):
            if isinstance(row, SetAside):
                scored.append(row)
            elif row.unfit:
                scored.append(SetAside(row.place, row.unfit, cells=self._cells(row)))
            else:
                scored.append(
                    ReadRow(
                        place=row.place,
                        masked=ready[i].masked,
                        reading=found[i],
                        at=row.at,
                        rating=row.rating,
                        channel=self._mask(row.channel)[0],
                        product=self._mask(row.product)[0],
                        cells=self._cells(row),
                        missing=row.missing,
                    )
                )
        return scored

    def _features(self, row: Row) -> Features:
        context: tuple[ContextTurn, ...] = ()
        for turn in row.context:
            context = follow(context, self._masked(turn.role, turn.text, row))
        return features(self._masked(row.role, row.text, row), context, self._cues)

    def _masked(self, role: Role, text: RawText, row: Row) -> Masked:
        number = str(row.place.number)
        origin = Origin(ConversationRef(TENANT, row.conversation or number), number, role, row.at or 0)
        return Masked(origin, *self._mask(text))

    def _cells(self, row: Row) -> tuple[SafeText, ...]:
        if not self._keep_cells:
            return ()
        return tuple(_HIDDEN if p in self._personal else self._mask(cell)[0] for p, cell in enumerate(row.cells))

    def _mask(self, text: RawText) -> tuple[SafeText, tuple[Entity, ...]]:
        known = self._masks.get(text)
        if known is None:
            known = mask_text(text)
            if len(self._masks) >= _REMEMBERED:
                self._masks.clear()
            if len(known[0]) <= _SHORT:
                self._masks[text] = known
        return known
