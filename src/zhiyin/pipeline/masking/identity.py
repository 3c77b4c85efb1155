"""Mainland identity numbers: 18 characters with a check digit, and the old 15 digits."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.chain import SEPARATORS, Chain
from zhiyin.pipeline.masking.checks import id15_form, id18_check, id18_form
from zhiyin.pipeline.masking.view import View

# X as the last character, perhaps after the same gap as between the digits; × is how some write it.
_X: Final = re.compile(rf"[{SEPARATORS}]{{0,3}}+[Xx×✕╳]")
_LABEL: Final = re.compile(r"身份证|身分证|证件号|公民身份")


def find(view: View) -> Iterator[Candidate]:
    for chain in view.chains:
        labelled = bool(_LABEL.search(view.before(chain.at[0], 16)))
        yield from _eighteen(view, chain, labelled)
        for first, number in chain.windows(15):
            if id15_form(number) and (labelled or chain.plausible(first, 15)):
                yield Candidate(*chain.span(first, 15), "id_card", 80)


def _eighteen(view: View, chain: Chain, labelled: bool) -> Iterator[Candidate]:
    for first, number in chain.windows(18):
        if id18_form(number):
            proven = id18_check(number)
            yield Candidate(*chain.span(first, 18), "id_card", 90 if proven or labelled else 60)
        elif labelled and chain.groups(first, 18) == [18]:
            yield Candidate(*chain.span(first, 18), "id_card", 70)
    if len(chain.digits) >= 17:
        for first, number in chain.windows(17):
            start, end = chain.span(first, 17)
            tail = _X.match(view.text, end)
            proven = id18_check(number + "X")
            if not tail or (not proven and view.after(tail.end(), 1).isalpha() and view.after(tail.end(), 1).isascii()):
                continue
            if labelled or id18_form(number + "X"):
                yield Candidate(start, tail.end(), "id_card", 90 if proven else 70)
