"""Order and tracking numbers: behind their label, or by a carrier's prefix."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.checks import date_ok
from zhiyin.pipeline.masking.view import View

_VALUE: Final = r"([A-Za-z]{0,6}[ \-]?[0-9](?:[ \-_.]{0,2}+[0-9A-Za-z]){5,39}+)"
_BETWEEN: Final = r"[ ]?(?:编号|编码|号码|號碼|号|號|id|no\.?|number)?(?:是|为|[:#\s,;()\-\"'=]|尾号|的|:){0,4}+"
_ORDER: Final = re.compile(
    rf"(?:订单|訂單|单号|單號|流水号|交易号|交易单|商户单|退款单|退款编号|工单|服务单|受理单|保单|申请单|合同号"
    rf"|合同编号|投诉编号|受理编号|order){_BETWEEN}{_VALUE}",
    re.IGNORECASE,
)
_TRACKING: Final = re.compile(
    rf"(?:运单|運單|快递单|物流单|快递号|物流号|货运单|顺丰|圆通|中通|申通|韵达|极兔|邮政(?!编码)|EMS|德邦|百世|京东快递"
    rf"|包裹号){_BETWEEN}{_VALUE}",
    re.IGNORECASE,
)
# SF 12-15 digits, YT and JT 13, JD with letters 11 and more; UPU S10 (two letters, nine digits, country).
_CARRIER: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:SF|YT|JT|YD|ZT|ZTO|STO|DPK|DPL|HTKY|TT|KY|LP|CN|UC|JDV|JDX|JDK|JDA|JDAZ|JDVA|JDVB|JDVC"
    r"|JDVD|JDVE|JD)"
    r"[ \-]?[0-9](?:[ \-]?[0-9]){9,15}(?:-[0-9]{1,2}-[0-9]{1,2}-?)?|[A-Z]{2}[0-9]{9}(?:CN|HK|TW|US|JP|SG"
    r"|GB))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_FEWEST: Final = 6


def find(view: View) -> Iterator[Candidate]:
    for form in view.forms:
        for pattern, kind, priority in ((_ORDER, "order", 77), (_TRACKING, "tracking", 78)):
            for match in pattern.finditer(form):
                if _is_number(view, match):
                    yield Candidate(*match.span(1), kind, priority)
    for match in _CARRIER.finditer(view.text):
        yield Candidate(match.start(), match.end(), "tracking", 82)


def _is_number(view: View, match: re.Match[str]) -> bool:
    """Six digits at the least, not a day, and no amount (a unit or decimals behind it)."""
    digits = re.sub(r"[^0-9]", "", match[1])
    if len(digits) < _FEWEST or re.match(r"[.][0-9]|[ ]?(?:元|块|圆|万|天|个|件|件)", view.after(match.end(), 2)):
        return False
    return len(digits) != 8 or not date_ok(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
