"""Business facts whose key says that the value is personal data, whatever it looks like."""

import re
from itertools import pairwise
from typing import Final

# Whole words of a key, split at underscores, dashes, dots and camel humps; order decides (first match).
_KEYS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    (
        "mobile",
        frozenset({"phone", "mobile", "tel", "telephone", "cellphone", "msisdn", "手机", "手机号", "电话", "联系电话"}),
    ),
    ("email", frozenset({"email", "mail", "邮箱", "电子邮箱"})),
    ("id_card", frozenset({"idcard", "idno", "ssn", "身份证", "身份证号", "证件号"})),
    ("bank_card", frozenset({"bankcard", "cardno", "银行卡", "银行卡号", "卡号"})),
    ("address", frozenset({"address", "addr", "street", "地址", "收货地址", "住址"})),
    ("account", frozenset({"wechat", "weixin", "openid", "unionid", "qq", "微信", "微信号"})),
    ("ip", frozenset({"ip", "ipaddress"})),
    ("secret", frozenset({"password", "passwd", "token", "secret", "密码"})),
    (
        "name",
        frozenset(
            {
                "realname",
                "username",
                "nickname",
                "consignee",
                "receiver",
                "recipient",
                "姓名",
                "收件人",
                "收货人",
                "联系人",
                "昵称",
            }
        ),
    ),
)
_PERSON: Final = frozenset(
    {"customer", "user", "buyer", "member", "contact", "full", "real", "first", "last", "receiver"}
)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[一-鿿]+")


def kind_of_key(key: str) -> str | None:
    """Kind of personal data that stands under ``key``, None if the key does not tell."""
    words = [word.lower() for word in _WORD.findall(key)]
    joined = {*words, *(a + b for a, b in pairwise(words))}
    for kind, names in _KEYS:
        if joined & names:
            return kind
    if words and words[-1] == "name" and (len(words) == 1 or words[-2] in _PERSON):
        return "name"
    return None
