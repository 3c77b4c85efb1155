"""Review: how many rows of a file the full model read again after the fast one, and how people are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhiyin.connectors.readers import FAST, SMALL_ROWS
from zhiyin.connectors.scoring import Scored
from zhiyin.connectors.wording import Lang
from zhiyin.domain.row import ReadRow

_WORDS: dict[str, tuple[str, str]] = {
    "large": ("文件较大（超过 {small:,} 条）：", "A large file (over {small:,} rows): "),
    "pipe": ("前 {small:,} 条由完整模型读；其后", "The first {small:,} rows are read by the full model; after them, "),
    "begin": (
        "先快读，拿不准的由完整模型复核。要全部由完整模型读：--reader full",
        "all are read fast, and the full model reads again what is not sure. To have it read all: --reader full",
    ),
    "end": (
        "先快读，拿不准的 {share} 由完整模型复核（{rows:,} 条中的 {again:,} 条）。",
        "all were read fast, and the full model read again the {share} not sure ({again:,} of {rows:,} rows).",
    ),
    "fast": ("全部只由快速模型读（--reader fast）。", "all were read by the fast model alone (--reader fast)."),
}


@dataclass(slots=True)
class Review:
    """``full`` is the full model's name; ``alone`` as in ``ScoringPlan``."""

    full: str
    reader: str
    alone: int | None
    lang: Lang
    rows: int = 0
    again: int = 0

    def add(self, scored: Sequence[Scored]) -> bool:
        """Counts rows that went through the cascade. True when the first of them comes."""
        if self.alone is None:
            return False
        before = self.rows
        for row in scored:
            if isinstance(row, ReadRow) and row.place.number > self.alone:
                self.rows += 1
                self.again += row.reading.model == self.full
        return not before and bool(self.rows)

    def begun(self) -> str:
        """Said when the cascade begins to read."""
        return self._where() + self._say("begin")

    def summary(self) -> str:
        """How the rows were read, for terminal and report; empty if the full model, or the only one, read them all."""
        if self.reader == FAST:
            return self._say("fast")
        if not self.rows:
            return ""
        return self._where() + self._say("end")

    def _where(self) -> str:
        if self.reader != "auto":
            return ""
        return self._say("pipe" if self.alone else "large")

    def _say(self, key: str) -> str:
        text = _WORDS[key][0 if self.lang == "zh" else 1]
        share = f"{self.again / max(1, self.rows):.1%}"
        return text.format(small=SMALL_ROWS, share=share, rows=self.rows, again=self.again)
