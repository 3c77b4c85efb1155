"""Trial list: every conversation whose first warning a trial changes, as a CSV that opens in a spreadsheet."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from zhiyin.connectors.enriched import defused
from zhiyin.domain.errors import InputError
from zhiyin.domain.trial import TrialExample
from zhiyin.reports.trial_view import CHANGES, TIERS

COLUMNS = ("会话", "场景", "渠道", "变化", "提前（条）", "提前（秒）", "风险", "级别", "命中规则", "触发的那句话")


class TrialList:
    """Writes the header at once and a line a conversation, in the order in which they are read. Text is masked."""

    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream, lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def write(self, example: TrialExample) -> None:
        both = bool(example.shift)
        self._writer.writerow(
            [
                defused(example.conversation.id),
                defused(example.scene),
                defused(example.channel),
                CHANGES[example.change],
                example.shift if both else "",
                f"{example.shift_s:g}" if both else "",
                f"{example.probability:.4f}",
                TIERS[example.tier],
                defused("；".join(example.why)),
                defused(example.text),
            ]
        )


@contextmanager
def opened_list(path: Path) -> Iterator[TrialList]:
    """InputError if the file cannot be written."""
    try:
        # With a mark in front, by which spreadsheets know UTF-8.
        stream = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    with stream:
        yield TrialList(stream)
