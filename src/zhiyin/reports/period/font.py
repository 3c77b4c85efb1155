"""Font: the type that travels with the reports, and which characters it has."""

import functools
from importlib import resources
from pathlib import Path

import typst

FAMILY = "Zhiyin Sans SC"
BOX = "□"
_SILENT = frozenset(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))
"""Joiners, selectors and break marks: they have no shape of their own, so nothing is lost with them.

A link whose text is nothing but a soft hyphen stops the typesetting (typst 0.15)."""


def folder() -> Path:
    return Path(str(resources.files("zhiyin.reports.fonts")))


@functools.cache
def fonts() -> typst.Fonts:
    """Ours alone: what a PDF looks like must not hang on the machine it is made on."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder()])


@functools.cache
def covered() -> frozenset[int]:
    """Code points that the font can show."""
    found: set[int] = {0x09, 0x0A, 0x0D}
    for part in folder().joinpath("covered.txt").read_text("ascii").split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def missing(text: str) -> list[str]:
    """The different characters of ``text`` that the font does not have, sorted."""
    return sorted(c for c in set(text) if ord(c) not in covered() and ord(c) not in _SILENT)


def legible(text: str) -> str:
    """The same with a box for each character that the font does not have."""
    have = covered()
    return "".join(c if ord(c) in have else BOX for c in text if ord(c) not in _SILENT)
