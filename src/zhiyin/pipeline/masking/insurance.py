"""Numbers of social and medical insurance, housing fund and student or staff cards, behind their label."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.view import View

_LABELLED: Final = re.compile(
    r"(?:社保|社会保险|社会保障|医保|医疗保险|公积金|养老保险|就诊|病历|住院|准考证|驾驶证|驾照|军官证)(?:电脑|个人|卡)?(?:账户|账号|帐号|编号|卡号|证号|号码|号|卡)?"
    r"(?:是|为|[:\s]){0,3}+([A-Za-z]{0,3}[0-9](?:[ \-]?[0-9A-Za-z]){5,19}+)(?![0-9]|[ ]?(?:元|块|年|月|\.[0-9]))"
)


def find(view: View) -> Iterator[Candidate]:
    for form in view.forms:
        for match in _LABELLED.finditer(form):
            yield Candidate(*match.span(1), "insurance", 76)
