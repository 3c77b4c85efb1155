"""Identifiers (of events and conversations) that are themselves personal data and must be refused."""

import re
from typing import Final

from zhiyin.pipeline.masking.checks import id15_form, id18_check, id18_form, luhn
from zhiyin.pipeline.masking.normalise import narrow, normalise
from zhiyin.pipeline.masking.view import view

_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}\.[A-Za-z.]{2,}")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
_TOKEN: Final = re.compile(r"[0-9A-Za-z+]+")
_MOBILE: Final = re.compile(r"(?:[A-Za-z]{0,12}|\+?(?:00)?86)1[3-9][0-9]{9}")
_CARD: Final = re.compile(r"62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|35[0-9]{14}")
_LONGEST: Final = 400


def refuse_identifier(value: str) -> str | None:
    """Why ``value`` must not be an event or conversation id (in Chinese, without the value); None if it may be.

    Looks at the whole value without spaces and dashes, and at each of its words. UUIDs always pass.
    """
    text = view(narrow(normalise(value[:_LONGEST]))).spelled
    if _EMAIL.search(text):
        return _why("邮箱地址")
    if _UUID.fullmatch(text):
        return None
    for token in (re.sub(r"[\s\-_.]", "", text), *_TOKEN.findall(text)):
        kind = _kind(token)
        if kind:
            return _why(kind)
    return None


def _kind(token: str) -> str | None:
    if _MOBILE.fullmatch(token):
        return "手机号"
    if re.fullmatch(r"[0-9]{17}[0-9Xx]", token) and id18_form(token) and id18_check(token):
        return "身份证号"
    if re.fullmatch(r"[0-9]{15}", token) and id15_form(token):
        return "身份证号"
    if _CARD.fullmatch(token) and luhn(token):
        return "银行卡号"
    return None


def _why(kind: str) -> str:
    return f"看起来是{kind}，属于个人信息；请换成不含个人信息的编号"
