"""Number plates of the mainland, with five characters or, for new energy, six (GA 36-2018)."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.view import View

_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼雲魯蘇贛晉陝閩貴粵寧瓊"
_GAP: Final = r"[ ·•.\-]?"
_PLATE: Final = re.compile(
    rf"[{_PROVINCES}]{_GAP}[A-HJ-NP-Za-hj-np-z]{_GAP}"
    r"((?:[A-HJ-NP-Za-hj-np-z0-9][ ]?){4,5}[A-HJ-NP-Za-hj-np-z0-9挂掛学學警港澳])(?![A-Za-z0-9])"
)
_DIGITS: Final = re.compile(r"[0-9]")
_FEWEST_DIGITS: Final = 3


def find(view: View) -> Iterator[Candidate]:
    for match in _PLATE.finditer(view.text):
        if len(_DIGITS.findall(match[1])) >= _FEWEST_DIGITS:
            yield Candidate(match.start(), match.end(), "plate", 76)
