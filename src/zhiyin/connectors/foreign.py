"""Foreign: files that are no table at all, told by their first bytes, so that no binary is read as rows of text."""

import re
import zipfile

from zhiyin.connectors.wording import FileError

_MARKS = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
)
_BYTE_ORDER = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(b for b in range(1, 32) if b not in b"\t\n\v\f\r\x1a\x1b")
"""Bytes that no text uses; 0x1A ends files of old systems, 0x1B begins terminal colours in logs. Zero has an error of
its own, which names the place."""
_FEW, _SHARE = 3, 0.02
"""So many control bytes, or this share of them, may be dirt in a text. Packed or compiled bytes hold about 10 %."""
_PAGE = re.compile(rb"\s*(?:<!doctype|<html|<table|<\?xml|mime-version:)", re.IGNORECASE)
_SHEETS = frozenset({"xlsx", "xlsm", "xltx", "xlsb", "xls", "xlt", "et", "ett", "ods"})
_PAPERS = frozenset({"doc", "docx", "wps", "odt", "ppt", "pptx", "dps", "pdf", "rtf"})
_PARTS = (
    ("word/document.xml", "DOCX"),
    ("ppt/presentation.xml", "PPTX"),
    ("xl/workbook.bin", "XLSB"),
    ("content.xml", "ODF"),
)


def check_bytes(head: bytes, name: str) -> None:
    """FileError if the first bytes are those of a known kind of file that is no table."""
    kind = next((kind for mark, kind in _MARKS if head.startswith(mark)), "")
    if kind:
        raise FileError("other_kind", path=name, kind=kind)


def check_text(head: bytes, name: str) -> None:
    """FileError if the bytes hold what no text holds."""
    strange = 0 if head.startswith(_BYTE_ORDER) else len(head) - len(head.translate(None, _CONTROL))
    if strange > max(_FEW, _SHARE * len(head)):
        raise FileError("not_text", path=name, count=strange, bytes=len(head))


def is_page(head: bytes) -> bool:
    """The bytes begin as a web page or as XML do."""
    return _PAGE.match(head) is not None


def check_name(head: bytes, name: str) -> None:
    """FileError if the name promises a workbook or a document, and the bytes are neither that nor a table."""
    suffix = name.rpartition(".")[2].lower()
    if suffix in _SHEETS | _PAPERS:
        raise FileError("web_page" if is_page(head) else "not_as_named", path=name, suffix=suffix.upper())


def check_archive(archive: zipfile.ZipFile, name: str) -> None:
    """``archive`` holds no XLSX workbook. FileError: what it is instead."""
    held = frozenset(archive.namelist())
    kind = next((kind for part, kind in _PARTS if part in held), "")
    raise FileError("other_kind", path=name, kind=kind) if kind else FileError("zip", path=name)
