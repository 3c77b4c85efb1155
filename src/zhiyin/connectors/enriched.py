"""Enriched CSV: the masked original columns and what was read, safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Sequence
from typing import TextIO

from zhiyin.connectors.contract import message
from zhiyin.connectors.scoring import Scored
from zhiyin.connectors.wording import Lang
from zhiyin.domain.row import ReadRow
from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text
from zhiyin.reports.analysis.wording import EMOTIONS, POLARITIES

_FORMULA = ("=", "+", "-", "@")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?$")
_NEW: dict[Lang, tuple[str, ...]] = {
    "zh": ("序号", "情感极性", "情绪", "强度", "置信度", "需人工复核", "反讽可能", "满意度", "依据", "问题"),
    "en": (
        "row",
        "polarity",
        "emotion",
        "intensity",
        "confidence",
        "unsure",
        "sarcasm",
        "satisfaction",
        "reasons",
        "problem",
    ),
}
_PREFIX: dict[Lang, str] = {"zh": "知音_", "en": "zhiyin_"}
_YES: dict[Lang, tuple[str, str]] = {"zh": ("否", "是"), "en": ("no", "yes")}
_UNREAD = ("",) * 8


def defused(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    bare = cell.lstrip()
    formula = bare.startswith(_FORMULA) and not _PLAIN_NUMBER.match(bare)
    return f"'{cell}" if formula or cell.startswith(("\t", "\r")) else cell


class EnrichedCsv:
    """Writes a header at once, then a line per row. The stream should be UTF-8 with a mark, so that Excel opens it."""

    def __init__(self, stream: TextIO, columns: Sequence[str], lang: Lang = "zh") -> None:
        self._writer = csv.writer(stream, lineterminator="\r\n")
        self._lang = lang
        self._width = len(columns)
        names = [defused(mask_text(RawText(name))[0]) for name in columns]
        self._writer.writerow(names + [_PREFIX[lang] + name for name in _NEW[lang]])

    def write(self, rows: Sequence[Scored]) -> None:
        self._writer.writerows([defused(cell) for cell in self._cells(row)] for row in rows)

    def _cells(self, row: Scored) -> list[str]:
        originals = [*row.cells, *("" for _ in range(self._width - len(row.cells)))]
        number = str(row.place.number)
        if not isinstance(row, ReadRow):
            return [*originals, number, *_UNREAD, message(row, self._lang)]
        return [*originals, number, *self._answers(row), ""]

    def _answers(self, row: ReadRow) -> list[str]:
        reading = row.reading
        return [
            POLARITIES[self._lang][reading.polarity],
            EMOTIONS[self._lang][reading.emotion],
            f"{reading.intensity:.2f}",
            f"{reading.confidence:.2f}",
            _YES[self._lang][reading.unsure],
            f"{reading.sarcasm:.2f}",
            f"{reading.satisfaction.level:.2f}" if reading.satisfaction else "",
            "；".join(r.text for r in reading.reasons if r.weight > 0),
        ]
