"""Unified social credit codes (GB 32100-2015) and tax numbers behind a label. A sole trader's is a person's."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.checks import uscc_check
from zhiyin.pipeline.masking.view import View

_GAP: Final = r"[ \-]?"
_CODE: Final = re.compile(
    rf"(?<![A-Za-z0-9])[1-9A-GNYa-gny]{_GAP}[1-9](?:{_GAP}[0-9]){{6}}(?:{_GAP}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]){{10}}(?![A-Za-z0-9])"
)
_LABELLED: Final = re.compile(
    r"(?:税号|信用代码|纳税人识别号|识别号|营业执照号?码?|注册号|组织机构代码)[是为:\s]{0,3}"
    r"([0-9A-Za-z](?:[ \-]?[0-9A-Za-z]){8,19})(?![A-Za-z0-9])"
)


def find(view: View) -> Iterator[Candidate]:
    for match in _CODE.finditer(view.text):
        if uscc_check(re.sub(r"[ \-]", "", match[0])):
            yield Candidate(match.start(), match.end(), "company_code", 86)
    for match in _LABELLED.finditer(view.text):
        yield Candidate(*match.span(1), "company_code", 79)
