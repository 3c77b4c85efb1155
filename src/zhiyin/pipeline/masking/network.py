"""IP addresses, secrets in the query of a link, and passwords or one-time codes behind their label."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.view import View

_IPV4: Final = re.compile(r"(?<![A-Za-z0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9]|\.[0-9])")
_SHORTEST_IPV4: Final = 8  # 1.8.8.8 is a price written four times
_IPV6: Final = re.compile(r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{6,39}+(?![0-9A-Za-z:])")
_VERSION: Final = re.compile(r"(?:版本号?|version|ver|固件|系统|软件|app|v)[:为是 ]{0,2}$", re.IGNORECASE)
_QUERY: Final = re.compile(
    r"[?&](?:[A-Za-z_]{0,20}(?:token|secret|passw(?:or)?d|pwd|signature|session|ticket|apikey|api_key)|sign|sid|auth|key|code|openid|ak|sk)"
    r"=([^&\s#\0\u4e00-\u9fff]{4,})",
    re.IGNORECASE,
)
_PASSWORD: Final = re.compile(
    r"(?:密码|口令|password|passwd|pwd)[ ]?(?:是|为|:|=)[ ]?((?=[A-Za-z0-9]{0,20}[0-9])[!-~]{4,32}+)", re.IGNORECASE
)
_ONE_TIME: Final = re.compile(
    r"(?:验证码|驗證碼|校验码|动态码|取件码|提货码)[ ]?(?:是|为|:)?[ ]?([0-9](?:[ \-]?[0-9]){3,7})(?![0-9A-Za-z])"
)


def find(view: View) -> Iterator[Candidate]:
    text = view.text
    if view.has_digit:
        yield from _addresses(view)
        if "码" in text or "碼" in text:
            for match in _ONE_TIME.finditer(view.spelled):
                yield Candidate(*match.span(1), "secret", 73)
    if "=" in text:
        for match in _QUERY.finditer(text):
            yield Candidate(*match.span(1), "secret", 87)
    if "码" in text or "口令" in text or "w" in text or "W" in text:
        for match in _PASSWORD.finditer(text):
            yield Candidate(*match.span(1), "secret", 77)


def _addresses(view: View) -> Iterator[Candidate]:
    for match in _IPV4.finditer(view.text):
        if (
            len(match[0]) >= _SHORTEST_IPV4
            and _valid(IPv4Address, match[0])
            and not _VERSION.search(view.before(match.start(), 10))
        ):
            yield Candidate(match.start(), match.end(), "ip", 84)
    if view.text.count(":") > 1:
        for match in _IPV6.finditer(view.text):
            if match[0].count(":") > 1 and re.search("[0-9A-Fa-f]{2}", match[0]) and _valid(IPv6Address, match[0]):
                yield Candidate(match.start(), match.end(), "ip", 84)


def _valid(form: type[IPv4Address] | type[IPv6Address], text: str) -> bool:
    try:
        form(text)
    except AddressValueError:
        return False
    return True
