"""Scoring: a batch of rows in, the same rows with their readings out. Masks first; the same stages as the live path."""

from collections.abc import Sequence
from typing import Protocol

from zhiyin.domain.features import ContextTurn
from zhiyin.domain.masked_row import MaskedRow
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Reading
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
Readable = MaskedRow | SetAside


class Scoring(Protocol):
    def score(self, batch: Sequence[Scorable]) -> list[Scored]:
        """One result per row, in order. Rows whose text is empty or garbled are set aside with the reason."""
        ...


class Masker:
    """Rows as they may be kept. ``personal`` are positions of columns whose cells are hidden whole; ``keep_cells``
    False saves their masking."""

    def __init__(self, personal: frozenset[int], keep_cells: bool = True) -> None:
        self._personal = personal
        self._keep_cells = keep_cells
        self._masks: dict[RawText, tuple[SafeText, tuple[Entity, ...]]] = {}

    def mask(self, row: Scorable) -> Readable:
        """A row whose text is empty or garbled is set aside with the reason."""
        if isinstance(row, SetAside):
            return row
        if row.unfit:
            return SetAside(row.place, row.unfit, cells=self._cells(row))
        context: tuple[ContextTurn, ...] = ()
        for turn in row.context:
            context = follow(context, self._masked(turn.role, turn.text, row))
        return MaskedRow(
            place=row.place,
            masked=self._masked(row.role, row.text, row),
            context=context,
            at=row.at,
            rating=row.rating,
            channel=self._mask(row.channel)[0],
            product=self._mask(row.product)[0],
            cells=self._cells(row),
            missing=row.missing,
        )

    def _masked(self, role: Role, text: RawText, row: Row) -> Masked:
        number = str(row.place.number)
        conversation = self._mask(RawText(row.conversation))[0] if row.conversation else number
        origin = Origin(ConversationRef(TENANT, conversation), number, role, row.at or 0)
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


class MaskedReader:
    """Lets the model read masked rows; answers do not depend on how they are cut into batches."""

    def __init__(self, model: TextModel, lexicon: Lexicon) -> None:
        self._model = model
        self._cues = CueFinder(lexicon)

    def read(self, batch: Sequence[Readable]) -> list[Scored]:
        """One result per row, in order; what was set aside stays so."""
        rows = [row for row in batch if isinstance(row, MaskedRow)]
        asked = [features(row.masked, row.context, self._cues) for row in rows]
        readings = iter(self._model.read(asked) if asked else [])
        return [row if isinstance(row, SetAside) else _with(row, next(readings)) for row in batch]


class Scorer:
    """Masks, then reads: for rows that are not kept in between. The parameters are those of both."""

    def __init__(self, model: TextModel, lexicon: Lexicon, personal: frozenset[int], keep_cells: bool = True) -> None:
        self._masker = Masker(personal, keep_cells)
        self._reader = MaskedReader(model, lexicon)

    def score(self, batch: Sequence[Scorable]) -> list[Scored]:
        return self._reader.read([self._masker.mask(row) for row in batch])


def _with(row: MaskedRow, reading: Reading) -> ReadRow:
    return ReadRow(
        place=row.place,
        masked=row.masked,
        reading=reading,
        at=row.at,
        rating=row.rating,
        channel=row.channel,
        product=row.product,
        cells=row.cells,
        missing=row.missing,
    )
