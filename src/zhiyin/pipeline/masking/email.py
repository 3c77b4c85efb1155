"""E-mail addresses, also with a spelled-out or decorated at sign."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.view import View

_LOCAL: Final = r"(?<![A-Za-z0-9_%+\-])[A-Za-z0-9_%+\-]++(?:\.[A-Za-z0-9_%+\-]++){0,8}+"
_AT: Final = (
    r"(?:[ ]?@[ ]?|[ ]?[(<{]at[)>}][ ]?|[ ]?\[at\][ ]?| at |#(?=(?:qq|163|126|gmail|foxmail|sina|outlook)\.)|艾特)"
)
_DOT: Final = r"(?:[ ]?[.。][ ]?|[ ]?[(\[{]dot[)\]}][ ]?| dot |点)"
_DOMAIN: Final = rf"[A-Za-z0-9\-]{{1,63}}+(?:{_DOT}[A-Za-z0-9\-]{{1,63}}+){{0,3}}{_DOT}[A-Za-z]{{2,24}}(?![A-Za-z0-9])"
_EMAIL: Final = re.compile(_LOCAL + _AT + _DOMAIN, re.IGNORECASE)
_SIGN: Final = re.compile(r"\b[aA][tT]\b|#[a-zA-Z0-9]+\.")


def find(view: View) -> Iterator[Candidate]:
    text = view.text
    if "@" in text or "艾特" in text or _SIGN.search(text):
        for match in _EMAIL.finditer(text):
            yield Candidate(match.start(), match.end(), "email", 88)
