"""Amounts: the plain numbers and model names of a text, however they are written: 15, iphone15, 五百, 三个月."""

import re

_WRITTEN = re.compile(r"\d+(?:\.\d+)?[a-z]{0,3}")
_COUNTED = "个件块元期天号次月年点楼克斤米张分折盒瓶人岁周遍小"
_SPELLED = re.compile(f"[两二三四五六七八九十百千万零〇一]+(?=[{_COUNTED}])")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def amounts(folded: str) -> frozenset[str]:
    """Each number once, in digits; a short Latin tail stays with it (64g, 5g). 一 alone counts nothing: 一下, 一个."""
    found = set(_WRITTEN.findall(folded))
    found |= {str(value) for word in _SPELLED.findall(folded) if (value := spelled(word)) != 1}
    return frozenset(found)


def spelled(word: str) -> int:
    """The number that a word of Chinese numerals names; 五千 is 5000, 十二 is 12, 二〇二四 is 2024."""
    if not any(sign in _UNITS or sign == "万" for sign in word):
        return int("".join(str(_DIGITS[sign]) for sign in word))
    whole = section = digit = 0
    for sign in word:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            whole, section, digit = (whole + section + digit or 1) * 10_000, 0, 0
    return whole + section + digit
