"""Legible: how far a text can be read at all. What cannot is unsure, whatever the networks say of it.

Chinese is known by its characters and their pairs, English by its words, feeling without words by its signs. Everything
else (gibberish, other languages, bare numbers and codes) is not legible: nobody's mood can be told from it.
"""

import re
import unicodedata

from zhiyin.models.han import HanCount, chinese
from zhiyin.models.latin import english
from zhiyin.models.ngrams import Passage

_HAN_WEIGHT = 4
"""A Chinese character, and one of another script that writes syllables, says as much as so many letters."""
_GIBBERISH, _CHINESE = 0.3, 0.7
"""Probability of being Chinese up to which a text is not read, and from which on it is."""
_FEW_FOREIGN, _MANY_FOREIGN = 0.15, 0.35
"""Share of letters of other scripts up to which a text is read as if they were not there, and from which on not at all:
Japanese has a third and more in kana."""
_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,9}://\S*|www\.\S+")
_BROKEN = re.compile(r"锟斤拷?|\ufffd+|^\W*(?:烫{3,}|屯{3,})\W*$")
"""What bytes in a wrong encoding and, where nothing else is said, fresh memory of a C program look like."""
_STRANGE = "жжжж"
"""Stands for a broken sign: letters of a script that is not read."""
_FACE = re.compile(
    # (>_<), ヽ(`Д´)ノ
    r"(?:(?<![a-z])[ヽ╰\\o凸d=<]{1,8})?\((?=[^()]*[^\w\s()])[^()\u4e00-\u9fff0-9]{1,12}\)(?:[ノ/╯oゞ~b=>]+(?![a-z]))?"
    r"|(?<![a-z])(?:[:;=]-?[()dpo|/]+|t[_.]+t|q[_.]+q|o[_.]+o|x_+x)(?![a-z])"
    r"|>[_.]*<|\^[_.]*\^|-[_.]+-|=[_.]+="
    r"|[\u3131-\u3163\u1100-\u11ff]{2,}"  # ㅠㅠ
)
_FELT = re.compile(r"[?!~…♡♥]|[.。,]{2,}")
_SLANG = re.compile(r"6+|23{2,}")
"""Numbers that are words: 6 and 666 (great, or the opposite), 233 (laughing)."""
_SYLLABLES = re.compile("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LAST_LATIN, _LONG_LATIN = 0x2FF, range(0x1E00, 0x1F00)
_PLAYFUL = "の"
"""Chinese shops write it for 的."""
_FIRST_EMOJI = 0x2600
_WORD = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]+(?:['’][a-z]+)*")
_CODE = re.compile(r"(?:\bno\.? *)?(?<![a-z0-9])[a-z]*[0-9][a-z0-9]*")


def legible(passage: Passage, count: HanCount, known: float) -> float:
    """0 (cannot be read) to 1 (can). ``count``: what the n-gram table knows of its Chinese characters; ``known``: the
    share of its pieces that are in the encoder's table, 0-1."""
    text = _LINK.sub(" ", _without(passage))
    text, faces = _FACE.subn(" ", text)
    text = _BROKEN.sub(lambda found: _STRANGE * len(found[0]), text)
    codes = _CODE.findall(text)
    text = _CODE.sub(" ", text)
    words = _WORD.findall(text)
    han, other = _letters(text)
    latin = sum(map(len, words))
    if not han + latin + other:
        felt = faces or _SLANG.fullmatch("".join(codes)) or _FELT.search(text) or _emoji(text)
        return float(bool(felt) and known > 0.5)
    if not han + latin:
        return 0.0
    eastern = _ramp(chinese(count), _GIBBERISH, _CHINESE)
    western = english(words) if words else 0.0
    if _HAN_WEIGHT * han >= latin:  # a code or a brand in a Chinese sentence does no harm
        western = max(western, eastern)
    read = (_HAN_WEIGHT * han * eastern + latin * western) / (_HAN_WEIGHT * han + latin)
    foreign = other / (_HAN_WEIGHT * han + latin + other)
    return read * (1 - _ramp(foreign, _FEW_FOREIGN, _MANY_FOREIGN))


_SCANT = 0.4
"""Trust in a single Chinese character that answers nothing: 好 alone may be consent, praise or a beginning."""
_ONLY_SIGNS = re.compile(r"[\W_]*")


def alone(passage: Passage) -> float:
    """0-1: how far a text can be trusted to say anything if nothing was said before it. Marks such as ？？？ have a
    meaning only as an answer; emoji speak for themselves."""
    text = passage.folded.strip()
    if len(text) == 1 and _HAN.match(text):
        return _SCANT
    return 0.0 if text and _ONLY_SIGNS.fullmatch(text) and not _emoji(text) and not _FACE.search(text) else 1.0


def _without(passage: Passage) -> str:
    """What stands for something masked says nothing of the text around it."""
    parts, at = [], 0
    for start, end in sorted(passage.holes):
        parts.append(passage.folded[at:start])
        at = max(at, end)
    return " ".join((*parts, passage.folded[at:]))


def _letters(text: str) -> tuple[int, int]:
    """How many Chinese characters, and the weight of letters of scripts that are neither Chinese nor Latin."""
    text = text.replace(_PLAYFUL, "")
    han, syllables = len(_HAN.findall(text)), len(_SYLLABLES.findall(text))
    beyond = [c for c in text if ord(c) > _LAST_LATIN and ord(c) not in _LONG_LATIN]
    letters = sum(unicodedata.category(c)[0] == "L" for c in beyond) - han - syllables
    return han, _HAN_WEIGHT * syllables + letters


def _emoji(text: str) -> bool:
    return any(ord(c) >= _FIRST_EMOJI and unicodedata.category(c) == "So" for c in text)


def _ramp(value: float, least: float, enough: float) -> float:
    return min(1.0, max(0.0, (value - least) / (enough - least)))
