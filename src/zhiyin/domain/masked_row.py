"""MaskedRow: one row of a file, masked and not yet read. Row -> MaskedRow -> ReadRow; see ``domain.row``."""

from dataclasses import dataclass

from zhiyin.domain.features import ContextTurn
from zhiyin.domain.row import Place
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import Masked


@dataclass(frozen=True, slots=True)
class MaskedRow:
    """Everything in it is masked, so it may be kept. The fields are those of ``ReadRow``, but for the reading."""

    place: Place
    masked: Masked
    context: tuple[ContextTurn, ...]
    at: int | None
    rating: float | None
    channel: SafeText
    product: SafeText
    cells: tuple[SafeText, ...]
    missing: tuple[str, ...]
