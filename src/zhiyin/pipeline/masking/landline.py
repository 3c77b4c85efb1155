"""Landlines with area code, 400 and 800 numbers, extensions, and local numbers behind a label."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.chain import Chain
from zhiyin.pipeline.masking.view import View

# Area codes 010, 02x (eight or seven digits follow) and 03xx-09xx, the trunk 0 in front of them; MIIT numbering plan.
_AREA: Final = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}")
_SERVICE: Final = re.compile(r"[48]00[0-9]{7}")
_WITH_86: Final = re.compile(r"86(?:10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}")
_EXTENSION: Final = re.compile(r"[ ]?(?:转|轉|分机号?|分機|ext\.?|#|-|—)[ ]?[0-9]{1,6}(?![0-9])", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"(?:电话|座机|固话|固定电话|电话号码|宅电|传真|tel|致电|拨打|打给|电話|電話)[^0-9\n。;元]{0,4}$", re.IGNORECASE
)
_LOCAL_GROUPS: Final = ([7], [8], [4, 4], [3, 4])


def find(view: View) -> Iterator[Candidate]:
    for chain in view.chains:
        for start, end in _numbers(view, chain):
            tail = _EXTENSION.match(view.text, end)
            yield Candidate(start, tail.end() if tail else end, "phone", 75)


def _numbers(view: View, chain: Chain) -> Iterator[tuple[int, int]]:
    for length in (10, 11, 12, 13):
        for first, number in chain.windows(length):
            start, end = chain.span(first, length)
            plus = view.text[max(0, start - 1) : start] == "+"
            known = _AREA.fullmatch(number) or (length == 10 and _SERVICE.fullmatch(number))
            if known and _written_so(chain, first, length):
                yield _bracket(view, start), end
            elif plus and _WITH_86.fullmatch(number):
                yield start - 1, end
    for length in (7, 8):
        for first, number in chain.windows(length):
            start, end = chain.span(first, length)
            if (
                number[0] in "23456789"
                and chain.groups(first, length) in _LOCAL_GROUPS
                and _LABEL.search(view.before(start, 10))
            ):
                yield start, end


def _written_so(chain: Chain, first: int, length: int) -> bool:
    """In one piece, digit by digit, or with the area code as the first group; dates and ranges are cut otherwise."""
    groups = chain.groups(first, length)
    if len(groups) in (1, length):
        return True
    return groups[0] in (3, 4) and len(groups) <= 4 and min(groups) >= 3 and chain.plausible(first, length)


def _bracket(view: View, start: int) -> int:
    """Takes in the bracket of ``(010)12345678``."""
    return start - 1 if start and view.text[start - 1] == "(" else start
