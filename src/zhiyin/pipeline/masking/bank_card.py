"""Bank cards: Luhn and the lengths of the great schemes, or a label."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.checks import luhn
from zhiyin.pipeline.masking.view import View

# UnionPay 62 (16-19) and old domestic 60/9x (19), Visa 4, Mastercard 51-55, JCB 35 (16), American Express 34/37 (15).
_SCHEMES: Final = re.compile(
    r"62[0-9]{14,17}|(?:60|9[0-9])[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|35[0-9]{14}|3[47][0-9]{13}"
)
_LABEL: Final = re.compile(
    r"(?:卡号|银行卡|信用卡|借记卡|储蓄卡|账号|帐号|账户|帐户|存折|银行|卡片|卡)[^0-9\n。;元]{0,8}$"
)

_EMBOSSED: Final = ([4, 4, 4, 4], [4, 4, 4, 4, 1], [4, 4, 4, 4, 2], [4, 4, 4, 4, 3])


def find(view: View) -> Iterator[Candidate]:
    for chain in view.chains:
        for length in range(12, 20):
            for first, number in chain.windows(length):
                start, end = chain.span(first, length)
                if not chain.plausible(first, length):
                    continue
                if _SCHEMES.fullmatch(number) and luhn(number):
                    yield Candidate(start, end, "bank_card", 85)
                elif _LABEL.search(view.before(start, 14)):
                    yield Candidate(start, end, "bank_card", 72)
                elif chain.groups(first, length) in _EMBOSSED:
                    yield Candidate(start, end, "bank_card", 60)
