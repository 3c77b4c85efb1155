"""Names of people: before a title, behind a label or a set phrase, and beside a masked phone number or address.

A bare name in running text is not looked for: without a model that costs more innocent words than it saves names.
"""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.surnames import COMPOUND, NOT_FIRST, NOT_LAST, RISKY, SURE, WORDS
from zhiyin.pipeline.masking.title import titled
from zhiyin.pipeline.masking.view import View

_ANY: Final = "".join(sorted(SURE | RISKY))
_SURE: Final = "".join(sorted(SURE))
_HAN: Final = "[一-鿿㐀-䶿]"
_FIRST: Final = f"(?![{NOT_FIRST}]){_HAN}"
_LAST: Final = f"(?![{NOT_LAST}]){_HAN}"
_AHEAD: Final = (
    r"(?:酒店|大酒|大厦|公司|电话|手机|号码|地址|联系|身份|证件|住址|女士|先生|小姐|要|想|的|在|是|,|收|今年|男|女)"
)
_FULL: Final = rf"(?:(?:{COMPOUND}){_FIRST}(?:{_LAST})?|[{_ANY}]{_FIRST}(?:(?!{_AHEAD}){_LAST})?)"
_SURE_FULL: Final = rf"(?:(?:{COMPOUND}){_FIRST}(?:{_LAST})?|[{_SURE}]{_FIRST}(?:(?!{_AHEAD}){_LAST})?)"
_DOTTED: Final = rf"(?:{_FIRST}){{1,6}}+(?:·(?:{_FIRST}){{1,8}}+){{1,3}}+"
_LATIN: Final = r"[A-Z][A-Za-z'\-]{1,20}+(?:[ .]{1,2}[A-Z][A-Za-z'\-]{0,20}+){0,3}+(?![A-Za-z0-9])"
_STOPS: Final = (
    r"(?!本人|自己|客户|没有|不详|未知|同上|先生|女士|默认|老板|公司|个人|匿名|填写|必填|选填|电话|地址|信息|不变"
    r"|无误)"
)

_LABELS: Final = (
    r"(?:姓名|收件人|收货人|寄件人|发件人|收款人|付款人|联系人|持卡人|投保人|被保人|被保险人|受益人|借款人|开户名"
    r"|户名|户主|法人|患者|病人|乘客|乘机人|入住人"
    r"|签收人|经办人|负责人|订货人|申请人|投诉人|当事人|紧急联系人|客户姓名|真实姓名|收貨人|聯絡人)(?:姓名|名字"
    r"|名称|名)?"
)
_MARKED: Final = re.compile(
    rf"{_LABELS}[ ]?(?:[:=]|是:|为:)[ ]?{_STOPS}({_DOTTED}|{_LATIN}|{_HAN}{{2,4}}+(?!{_HAN})|{_FULL})"
)
_JOINED: Final = re.compile(rf"{_LABELS}(?:[ ]?(?:是|为|叫|改成|改为|换成|写的?)[ ]?){_STOPS}({_DOTTED}|{_FULL})")
_PLAIN: Final = re.compile(
    rf"{_LABELS}[ ,]?{_STOPS}({_FULL}(?!{_HAN})|{_SURE_FULL})|本人[:, ]?{_STOPS}({_FULL})(?!{_HAN})"
)
_CALLED: Final = re.compile(
    rf"(?:我叫|本人叫|我名叫|名字叫|名字是|名叫|我的名字[是叫]|姓名是)(?:做|:|,"
    rf"|[ ])?{_STOPS}({_DOTTED}|{_FULL}|(?:(?<=我叫)|(?<=我叫 )|(?<=名字是)){_LATIN})"
)
_KIN_CALLED: Final = re.compile(
    r"(?:父亲|母亲|爸爸?|妈妈?|老公|老婆|丈夫|妻子|爱人|儿子|女儿|孩子|爷爷|奶奶|外公|外婆|哥哥?|姐姐?|弟弟?|妹妹?|家人|老人|朋友|同事)"
    rf"(?:名字)?叫[:, ]?{_STOPS}({_SURE_FULL})"
)
_SURNAME: Final = re.compile(rf"(?:我姓|免贵姓|本人姓|客户姓|她姓|他姓)({COMPOUND}|[{_ANY}])(?!名|氏)")
_I_AM: Final = re.compile(
    rf"(?<!{_HAN})(?:您好|你好|喂)?[,!。 ]{{0,2}}(?:我是|这里是|本人是?|客户是?|客服专员|客服|我朋友|我老公"
    rf"|我老婆)[:, ]?({_SURE_FULL})"
    rf"(?=$|[^一-鿿]|本人|的手机|的身份证|的订单|身份证|电话|手机|要投诉)"
)
_BESIDE: Final = re.compile(
    rf"(?<!{_HAN})({_FULL})[ ,:/;\n]{{0,3}}+(?=\x01)|(?<=\x01)[ ,:/;\n]{{0,3}}+({_FULL})(?!{_HAN})"
)
_LABEL_SIGN: Final = re.compile("[人名主]|持卡|开户|户名|法人|患者|乘客")

# Pattern, the characters one of which it needs (None: those of a label), priority.
_RULES: Final[tuple[tuple[re.Pattern[str], str | None, int], ...]] = (
    (_MARKED, None, 71),
    (_JOINED, None, 62),
    (_PLAIN, None, 61),
    (_CALLED, "叫名", 62),
    (_KIN_CALLED, "叫", 61),
    (_SURNAME, "姓", 62),
    (_I_AM, "是本客我", 55),
    (_BESIDE, "\x01", 50),
)
_STRONG_LABELS: Final = (_MARKED, _JOINED)


def find(view: View) -> Iterator[Candidate]:
    text = view.text
    yield from titled(text)
    labelled = bool(_LABEL_SIGN.search(text))
    for pattern, needed, priority in _RULES:
        if not labelled if needed is None else not any(character in text for character in needed):
            continue
        for match in pattern.finditer(text):
            group = match.lastindex or 1
            if not _is_word(match[group], pattern in _STRONG_LABELS):
                yield Candidate(*match.span(group), "name", priority)


def _is_word(name: str, strong: bool) -> bool:
    """Whether it is an everyday word; behind a strong label a name may begin like one (胡子|海)."""
    return name in WORDS or (not strong and name[:2] in WORDS)
