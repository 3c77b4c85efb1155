"""Addresses: road with number, building with unit or room, village below a town, and what a label announces.

A city or district alone is no address here: it says where somebody is about as well as a weather report.
"""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.view import View

# Characters of a place's name; those left out begin or end a clause rather than stand in a name.
_NOT_IN_NAMES: Final = (
    "我你您他她它们的了在到是住寄送发给把请就有不要这那哪个说改么吗呢吧啊麻烦帮看问查货单快递客哦也还去又"
)
_C: Final = f"(?![{_NOT_IN_NAMES}])[一-鿿㐀-䶿]"
_N: Final = "(?:[0-9]{1,5}|[一二三四五六七八九十百〇零]{1,5})"
_UNIT_END: Final = r"(?![0-9]|[ ]?(?:元|块|YUAN|yuan|RMB|rmb|%|年|个(?!人)|件|天|分|点|月|日|米|\.[0-9]))"

# Not every 市 is a city (超市), not every 区 a district (小区), not every 村 a village (农村), 路 a road (走路).
_CITY: Final = "(?<![超城门上股楼闹夜菜都])市"
_DISTRICT: Final = "(?<![市业社小景厂校园分专战郊片特灾疫农街矿辖闹时])[区區](?![域别分间])"
_PARISH: Final = "(?<![农乡])村"
_WAY: Final = "(?<![步行逛上走一马公道网线铁思套出迷带让赶半顺跑修末绝水陆销业条下0-9])[路街]"


def _piece(suffixes: str, longest: int, letters: str = "") -> str:
    """A name of up to ``longest`` characters and the first suffix after it; atomic, so that it is tried once."""
    character = f"(?:{_C}|[{letters}])" if letters else f"(?:{_C})"
    return f"(?>{character}{{1,{longest}}}?(?:{suffixes}))"


_REGION: Final = _piece(f"特别行政区|自治区|自治州|自治县|省|{_CITY}|盟|{_DISTRICT}|[县縣]|旗", 6) + "[ ]?"
_TOWN: Final = _piece("街道办事处|街道|[镇鎮]|(?<!城)[乡鄉]|苏木|开发区|高新区|工业园|产业园|园区", 6) + "[ ]?"
_VILLAGE: Final = _piece(f"行政村|新村|村委会|{_PARISH}|屯|社区|居委会", 6) + "[ ]?"
_ROAD: Final = (
    _piece(f"大道|大街|胡同|公路|环路|{_WAY}|巷", 8, "0-9") + f"(?:[东西南北中]{{1,2}}[段路街]?|{_N}段)?[ ,]?"
)
_ESTATE: Final = (
    _piece("小区|花园|公寓|大厦|花苑|家园|名苑|新城|公馆|别墅|大楼|写字楼|宿舍|广场|家属院|苑|府|庭", 8, "A-Za-z0-9")
    + f"(?:[东西南北]区|{_N}期)?[ ,]?"
)
_NUMBER: Final = rf"[甲乙]?{_N}(?:[之\-][0-9]{{1,4}})?[ ]?(?:号院|号楼|[号號]|弄|支弄|巷)[ ,]?"
_BLOCK: Final = rf"(?:[A-Za-z]?{_N}|[A-Za-z])(?:-[0-9]{{1,4}})?[ ]?"
_INNER: Final = rf"{_BLOCK}(?:号楼|[栋棟]|幢|座|单元|單元|号门|[层層]|[楼樓]|室|[号號]|户|组|队|房)[ ,]?"
_ROOM: Final = rf"(?:[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{1,3}}|[A-Za-z]?[0-9]{{3,4}}){_UNIT_END}(?:室|号|户)?"
_TAIL: Final = rf"(?:{_INNER}){{0,5}}+(?:{_ROOM})?+"
_HEAD: Final = rf"(?:{_REGION}){{0,4}}+(?:{_TOWN})?+(?:{_VILLAGE})?+"
_REST: Final = rf"(?:{_NUMBER})?+(?:{_ESTATE})?+{_TAIL}"

_WITH_DIGITS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_HEAD}(?:{_ROAD}){{1,2}}?(?:{_NUMBER}|[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{1,3}})(?:{_ESTATE})?+{_TAIL}",
        rf"{_HEAD}(?:{_ROAD})?{_ESTATE}(?!{_BLOCK}[楼层](?![0-9A-Z])){_INNER}{_TAIL}",
        rf"{_HEAD}(?:{_C}){{0,6}}{_BLOCK}(?:号楼|栋|幢|(?<![一二三四五六七八九十])座)[ ,]?"
        rf"(?:{_BLOCK}(?:单元|层|楼|门)[ ,]?{_TAIL}|[A-Za-z]?[0-9]{{2,4}}{_UNIT_END}(?:室|号|户|房)?)",
        rf"{_N}[ ]?单元[ ,]?{_N}{_UNIT_END}(?:室|号|户|房|楼)?",
    )
)
_BY_NAMES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_REGION}){{1,4}}+(?:(?:{_TOWN})(?:{_VILLAGE})?+|{_VILLAGE})(?:{_ROAD})?+{_REST}",
        rf"(?:{_REGION}){{2,4}}+{_ROAD}{_REST}",
        rf"{_TOWN}{_VILLAGE}{_REST}",
    )
)
_LABELLED: Final = re.compile(
    r"(?:地址|住址|家住|户籍地)[ ]?(?:改成|改为|改到|换成|换到|变更为|写的?是|是|为|在|:|,)?[ :]{0,2}"
    r"([^\n。;!?,\0\x01]{4,60})"
)
_PROOF: Final = re.compile(
    rf"(?:{_C}){{2,6}}?(?:省|{_CITY}|{_DISTRICT}|县|镇|乡|街道)(?:{_C}|[0-9]){{2,}}"
    r"|[^\n]{0,40}?[0-9一二三四五六七八九十](?:号楼|栋|幢|单元|室|弄|组|号院)"
)
_NUMERAL: Final = re.compile("[0-9一二三四五六七八九十]")
_DETAIL: Final = re.compile(
    "[镇鎮乡鄉村屯路街巷弄栋棟幢座]|社区|开发区|高新区|园区|单元|單元|胡同|大道|号楼|小区|花园|公寓|大厦|花苑|家园|[苑府庭]"
)
_LABEL: Final = re.compile("地址|住址|家住|户籍")


def find(view: View) -> Iterator[Candidate]:
    text = view.text
    if _DETAIL.search(text):
        for pattern in _BY_NAMES + (_WITH_DIGITS if _NUMERAL.search(text) else ()):
            for match in pattern.finditer(text):
                yield Candidate(match.start(), match.start() + len(match[0].rstrip(" ,")), "address", 40)
    if _LABEL.search(text):
        for match in _LABELLED.finditer(text):
            if _PROOF.match(match[1]):
                yield Candidate(match.start(1), match.start(1) + len(match[1].rstrip()), "address", 41)
