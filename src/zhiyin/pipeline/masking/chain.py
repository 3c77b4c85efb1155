"""Chain: digits that belong together however they are written: spaced, dashed, dotted, spelled out, in any script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# Between two digits of one number: up to three blanks, dashes, dots, commas, brackets, and any marks laid on a digit
# (key caps, variation selectors, underlines). A colon is left out: it stands in times of day.
_MARKS: Final = "\u0300-\u036f\u200d\u20dd-\u20e4\ufe00-\ufe0f"
SEPARATORS: Final = r" \t\n\-\u2010-\u2015\u2212\u30fc_.·•・‧∙⋅。,、/\\~*+()|"
_GAP: Final = f"[{_MARKS}]{{0,8}}+[{SEPARATORS}]{{0,3}}+[{_MARKS}]{{0,8}}+"
_CHAIN: Final = re.compile(f"[0-9](?:{_GAP}[0-9]){{6,}}+")
_MARK: Final = re.compile(f"[{_MARKS}]")
_LAID_ON: Final = re.compile(f"[{_MARKS}]+")


@dataclass(frozen=True, slots=True)
class Chain:
    """``digits`` without what stands between; ``at`` and ``ends`` bound each digit with its marks.

    ``gaps[i]`` is what stands before digit i inside the chain (marks and blanks around other separators left out).
    ``cuts[i]`` says that a number may begin at digit i: the chain's start, after a gap, or where the script changes.
    """

    digits: str
    at: tuple[int, ...]
    gaps: tuple[str, ...]
    cuts: tuple[bool, ...]
    ends: tuple[int, ...]

    def windows(self, length: int) -> Iterator[tuple[int, str]]:
        """(index of its first digit, digits) of each run of ``length`` digits that begins and ends at a cut."""
        total = len(self.digits)
        for first in range(total - length + 1):
            if self.cuts[first] and (first + length == total or self.cuts[first + length]):
                yield first, self.digits[first : first + length]

    def span(self, first: int, length: int) -> tuple[int, int]:
        return self.at[first], self.ends[first + length - 1]

    def groups(self, first: int, length: int) -> list[int]:
        """Lengths of the groups that gaps and changes of script cut the run into."""
        sizes = [1]
        for i in range(first + 1, first + length):
            if self.cuts[i]:
                sizes.append(1)
            else:
                sizes[-1] += 1
        return sizes

    def separators(self, first: int, length: int) -> set[str]:
        return {gap for gap in self.gaps[first + 1 : first + length] if gap}

    def plausible(self, first: int, length: int) -> bool:
        """Whether the run is one number and not a list of several, such as sizes, prices or years.

        Written in one piece, digit by digit, or in few groups under one separator it is one number. Six or more groups
        of growing size are a list; a decimal point or comma beside another separator stands in prices; a bracket
        opens something new.
        """
        groups = self.groups(first, length)
        if len(groups) == 1 or len(groups) == length:
            return True
        separators = self.separators(first, length)
        if "(" in separators:
            return False
        if len(separators) > 1 and separators & {".", ","} and groups[-1] < 4:
            return False
        return len(groups) < 6 or not self._growing(first, groups)

    def _growing(self, first: int, groups: list[int]) -> bool:
        values = []
        for size in groups:
            values.append(int(self.digits[first : first + size]))
            first += size
        return all(a < b for a, b in pairwise(values))


def chains(spelled: str, text: str) -> tuple[Chain, ...]:
    """Chains of seven digits and more. ``spelled`` has Chinese numerals as digits too; both are of one length."""
    return tuple(
        _chain(spelled, text, match.start(), match.end())
        for match in _CHAIN.finditer(spelled)
        if not _in_link(spelled, match)
    )


def _in_link(spelled: str, match: re.Match[str]) -> bool:
    """The number of a page, as in ``/100012043978.html``: names a thing on sale."""
    return spelled[match.start() - 1 : match.start()] == "/" and spelled.startswith(".htm", match.end())


def _chain(spelled: str, text: str, start: int, end: int) -> Chain:
    at = tuple(i for i in range(start, end) if "0" <= spelled[i] <= "9")
    gaps = [""]
    cuts = [True]
    for before, here in pairwise(at):
        gap = _MARK.sub("", spelled[before + 1 : here])
        gap = gap.strip() or gap[:1]
        gaps.append(gap)
        cuts.append(bool(gap) or (text[before] == spelled[before]) != (text[here] == spelled[here]))
    ends = tuple(_end_of_marks(text, i + 1) for i in at)
    return Chain("".join(spelled[i] for i in at), at, tuple(gaps), tuple(cuts), ends)


def _end_of_marks(text: str, at: int) -> int:
    marks = _LAID_ON.match(text, at)
    return marks.end() if marks else at
