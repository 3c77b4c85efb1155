"""WeChat and QQ ids, which show only by the words before them."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.view import View

_NOT_MONEY: Final = r"(?![0-9A-Za-z]|[ ]?(?:元|块|个|次|天|条|分|折|%|\.[0-9]|年|月|日|号楼|人))"
_BETWEEN: Final = r"(?:号码|号|帐号|账号|id|:|是|为|[ ]){0,4}+"
_QQ: Final = re.compile(
    rf"(?:(?<![A-Za-z])(?:qq|q群|扣扣|球球)|企鹅号?|加我|加群"
    rf"|群号){_BETWEEN}([1-9](?:[ \-.]?[0-9]){{4,10}}+){_NOT_MONEY}",
    re.IGNORECASE,
)
_WECHAT: Final = re.compile(
    rf"(?:微信号|微信账号|微信id|微信:|微信是|加微信?|加v信?|加我微?信?|v信|薇信|威信|徽信|维信|wechat"
    rf"|(?<![A-Za-z])(?:vx|wx|v:)){_BETWEEN}"
    r"([A-Za-z][-_A-Za-z0-9]{5,19}+|[1-9][0-9]{5,10}+)" + _NOT_MONEY,
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"微信[ ]?([A-Za-z](?=[-_A-Za-z]{0,18}[0-9_])[-_A-Za-z0-9]{5,19}+|[1-9][0-9]{6,10}+)" + _NOT_MONEY
)
_WXID: Final = re.compile(r"(?<![A-Za-z0-9])wxid_[a-z0-9]{6,20}+", re.IGNORECASE)
_SIGN: Final = re.compile(r"[qv群扣企加信]|wx|wechat|球", re.IGNORECASE)
_MODEL: Final = re.compile(r"(?:iphone|ipad|huawei|xiaomi|redmi|oppo|vivo|android|windows|version)", re.IGNORECASE)


def find(view: View) -> Iterator[Candidate]:
    if not _SIGN.search(view.text):
        return
    for form in view.forms:
        for pattern in (_QQ, _WECHAT, _BARE):
            for match in pattern.finditer(form):
                if not _MODEL.match(match[1]):
                    yield Candidate(*match.span(1), "account", 73)
    for match in _WXID.finditer(view.text):
        yield Candidate(match.start(), match.end(), "account", 81)
