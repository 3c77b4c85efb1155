"""Mobile numbers of the mainland, Hong Kong, Macau and Taiwan, and numbers written with a country code."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.chain import Chain
from zhiyin.pipeline.masking.view import View

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY: Final = re.compile(r"(?:00?)?86|0")
_WIDEST_PREFIX: Final = 4
# +852 / +853 / +886 and the local forms behind them (numbering plans of OFCA, CTT and NCC).
_REGIONAL: Final = re.compile(r"(?:00)?(?:852[2-9][0-9]{7}|853[26][0-9]{7}|8860?(?:9[0-9]{8}|[2-8][0-9]{7,8}))")
_TAIWAN_MOBILE: Final = re.compile(r"09[0-9]{8}")
_HONG_KONG_LABEL: Final = re.compile(
    r"(?:香港|港|澳门|澳門|whatsapp)[^0-9。;\n]{0,8}$|(?:电话|手机|致电|联系|打|電話|手機|聯絡)[^0-9。;\n]{0,4}(?:香港|澳门|港)?[^0-9]{0,3}$",
    re.IGNORECASE,
)
_ABROAD: Final = re.compile(
    r"\+[ ]?(?:[1-9][0-9]{0,2})[ \-]?(?:\([0-9]{1,4}\)[ \-]?)?(?:[0-9]{2,5}[ \-]?){1,4}[0-9]{2,5}(?![0-9])"
)


def find(view: View) -> Iterator[Candidate]:
    for chain in view.chains:
        yield from _mobiles(view, chain)
        yield from _regional(view, chain)
    if "+" in view.text:
        for match in _ABROAD.finditer(view.text):
            if 8 <= sum(character.isdigit() for character in match[0]) <= 15:
                yield Candidate(match.start(), match.end(), "phone", 60)


def _mobiles(view: View, chain: Chain) -> Iterator[Candidate]:
    for length in range(11, 11 + _WIDEST_PREFIX + 1):
        for first, number in chain.windows(length):
            if not _MOBILE.fullmatch(number[-11:]) or (length > 11 and not _COUNTRY.fullmatch(number[:-11])):
                continue
            if chain.plausible(first + length - 11, 11):
                start, end = chain.span(first, length)
                yield Candidate(_with_plus(view, start), end, "mobile", 80)


def _regional(view: View, chain: Chain) -> Iterator[Candidate]:
    for length in range(10, 16):
        for first, number in chain.windows(length):
            start, end = chain.span(first, length)
            if _REGIONAL.fullmatch(number) and (view.text[max(0, start - 1) : start] == "+" or number[:2] == "00"):
                yield Candidate(_with_plus(view, start), end, "phone", 80)
            elif length == 10 and _TAIWAN_MOBILE.fullmatch(number) and chain.plausible(first, length):
                yield Candidate(start, end, "phone", 60)
    for first, number in chain.windows(8):
        start, end = chain.span(first, 8)
        if (
            number[0] in "235689"
            and chain.groups(first, 8) in ([8], [4, 4])
            and _HONG_KONG_LABEL.search(view.before(start, 14))
        ):
            yield Candidate(start, end, "phone", 70)


def _with_plus(view: View, start: int) -> int:
    return start - 1 if start and view.text[start - 1] == "+" else start
