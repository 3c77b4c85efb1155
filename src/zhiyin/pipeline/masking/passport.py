"""Passports: the forms of Chinese ones, and any number behind the word."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.view import View

# Ordinary E/G + 8 digits or E + letter (no I, O) + 7; service, official, diplomatic SE, PE, DE; Hong Kong KJ, Macau MA.
_CHINESE: Final = re.compile(
    r"(?<![A-Za-z0-9\-_/.])(?:[EGeg][0-9]{8}|[Ee][A-HJ-NP-Za-hj-np-z][0-9]{7}|(?:[SDPsdp][Ee]|MA|ma|K[JK])[0-9]{7})"
    r"(?![A-Za-z0-9])"
)
_LABELLED: Final = re.compile(
    r"(?:护照|護照|passport)[^\n0-9A-Za-z\0]{0,6}(?:no\.?"
    r"|number)?[:\s]{0,2}([A-Za-z]{0,2}[ \-]?[0-9](?:[ \-]?[0-9]){6,8})(?![0-9])",
    re.IGNORECASE,
)


def find(view: View) -> Iterator[Candidate]:
    for match in _CHINESE.finditer(view.text):
        yield Candidate(match.start(), match.end(), "passport", 65)
    if "护照" in view.text or "護照" in view.text or "assport" in view.text.lower():
        for form in view.forms:
            for match in _LABELLED.finditer(form):
                yield Candidate(*match.span(1), "passport", 78)
