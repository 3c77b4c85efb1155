"""Safety net: long numbers of no known kind are accounts, orders, documents; hardly ever prices or dates."""

from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.checks import date_ok
from zhiyin.pipeline.masking.view import View

SHORTEST: Final = 11
_DISTINCT: Final = 3  # fewer different digits are laughter (2333333) or a row of eights


def find(view: View) -> Iterator[Candidate]:
    for chain in view.chains:
        if all(chain.cuts) and _telling(chain.digits):
            yield Candidate(*chain.span(0, len(chain.digits)), "number", 10)
        first = 0
        for last in range(1, len(chain.digits) + 1):
            if last == len(chain.digits) or chain.cuts[last]:
                digits = chain.digits[first:last]
                if _telling(digits) and not _moment(digits):
                    yield Candidate(*chain.span(first, last - first), "number", 10)
                first = last


def _telling(digits: str) -> bool:
    return len(digits) >= SHORTEST and len(set(digits)) >= _DISTINCT


def _moment(digits: str) -> bool:
    """A time stamp such as 20240513153000 (with or without seconds)."""
    if len(digits) not in (12, 14) or digits[:2] not in ("19", "20"):
        return False
    if not date_ok(int(digits[:4]), int(digits[4:6]), int(digits[6:8])):
        return False
    return int(digits[8:10]) < 24 and int(digits[10:12]) < 60 and int(digits[12:] or 0) < 60
