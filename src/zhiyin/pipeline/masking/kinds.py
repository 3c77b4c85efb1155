"""Kinds of personal data and the placeholder that stands for each, in words a person can read."""

import re
from typing import Final

PLACEHOLDERS: Final[dict[str, str]] = {
    "id_card": "[身份证号]",
    "regional_id": "[港澳台证件号]",
    "passport": "[护照号]",
    "mobile": "[手机号]",
    "phone": "[电话]",
    "bank_card": "[银行卡号]",
    "email": "[邮箱]",
    "plate": "[车牌号]",
    "company_code": "[信用代码]",
    "order": "[订单号]",
    "tracking": "[运单号]",
    "account": "[社交账号]",
    "address": "[地址]",
    "name": "[姓名]",
    "ip": "[IP地址]",
    "insurance": "[社保号]",
    "secret": "[密钥]",
    "number": "[号码]",
}

KIND_OF: Final[dict[str, str]] = {placeholder: kind for kind, placeholder in PLACEHOLDERS.items()}

OURS: Final = re.compile("|".join(re.escape(p) for p in PLACEHOLDERS.values()))

# Public Chinese service corpora (JDDC) come masked with tokens such as [数字x], [姓名x] or [ORDERID_10005629].
_CORPUS: Final = (
    r"\[(?:数字|订单|订单编号|日期|时间|金额|地址|姓名|电话|邮箱|链接|商品快照|站点|组织机构|身份证|身份证号|银行卡|账号|网址)x\]"
    r"|\[(?:ORDERID|USERID|SKUID|PHONE)_[0-9]{1,8}\]"
)

PROTECTED: Final = re.compile(f"{OURS.pattern}|{_CORPUS}")
"""What already stands for something masked: no recogniser may look inside."""
