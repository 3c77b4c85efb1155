"""Identity cards of Hong Kong, Macau and Taiwan, and the permits with which people cross the border."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.checks import hkid_check, taiwan_check
from zhiyin.pipeline.masking.view import View

_GAP: Final = r"[ \-.]?"
_HONG_KONG: Final = re.compile(
    rf"(?<![A-Za-z0-9])([A-Za-z]{{1,2}}){_GAP}([0-9]{{6}}|[0-9](?:[ ][0-9]){{5}}|[0-9]{{3}}[ ][0-9]{{3}}){_GAP}"
    r"(?:(\()[ ]?([0-9Aa])[ ]?\)|([0-9Aa])(?![A-Za-z0-9]))"
)
_TAIWAN: Final = re.compile(rf"(?<![A-Za-z0-9])([A-Za-z]){_GAP}([12](?:{_GAP}[0-9]){{8}})(?![A-Za-z0-9])")
_MACAU: Final = re.compile(r"(?<![A-Za-z0-9])[157][0-9]{6}[ ]?(?:\([0-9]\)|/[0-9](?![0-9]))")
_MACAU_SLASHED: Final = re.compile(r"(?<![A-Za-z0-9])[157]/[0-9]{6}/[0-9](?![0-9])")
_PERMIT: Final = re.compile(r"(?<![A-Za-z0-9])[HMhm][0-9]{10}(?![A-Za-z0-9])")
_LABELLED: Final = re.compile(
    r"(?:回乡证|回鄉證|台胞证|臺胞證|台胞證|港澳通行证|通行证|往来内地通行证|来往大陆通行证|居留证|居民身份证|居民身份證|身份證)"
    r"(?:号码|號碼|号|號)?[是为:\s]{0,3}((?:[A-Za-z]{0,2}[0-9]{7,10})(?:\([0-9A-Za-z]\))?)(?![0-9])"
)
_LABEL: Final = re.compile(r"香港|港澳|身份[证證]|HKID|证件|證件", re.IGNORECASE)


def find(view: View) -> Iterator[Candidate]:
    text = view.text
    for match in _HONG_KONG.finditer(text):
        yield from _hong_kong(view, match)
    for match in _TAIWAN.finditer(text):
        if taiwan_check(match[1] + re.sub(r"[^0-9]", "", match[2])):
            yield Candidate(match.start(), match.end(), "regional_id", 85)
    for pattern in (_MACAU, _MACAU_SLASHED, _PERMIT):
        for match in pattern.finditer(text):
            yield Candidate(match.start(), match.end(), "regional_id", 80)
    for match in _LABELLED.finditer(text):
        yield Candidate(*match.span(1), "regional_id", 71)


def _hong_kong(view: View, match: re.Match[str]) -> Iterator[Candidate]:
    """With its bracket the form is unmistakable; without it the check digit and a label are asked for."""
    digits = re.sub(r"[^0-9]", "", match[2])
    proven = hkid_check(match[1], digits, match[4] or match[5])
    if (match[3] and len(match[1]) + len(digits) >= 7) or (proven and _LABEL.search(view.before(match.start(), 16))):
        yield Candidate(match.start(), match.end(), "regional_id", 90 if proven else 60)
