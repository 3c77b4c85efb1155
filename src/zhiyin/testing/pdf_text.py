"""PDF text: what a reader would copy out of a PDF that typst has made. No reader of PDF is a dependency."""

import re
import zlib


def pdf_text(body: bytes) -> str:
    """What a reader would copy out of a PDF: its glyphs, by the ToUnicode tables of the PDF (ISO 32000, 9.10).

    It knows what typst writes and no more.
    """
    streams = pdf_streams(body)
    maps = [_unicode_map(s.decode("latin-1")) for s in streams if b"begincmap" in s]
    shown = [s for s in streams if b" Tf" in s]
    # Which table belongs to which font is in compressed objects; each run is read by the table that knows all of it.
    runs = [code for s in shown for code in re.findall(rb"<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\)])*)\)", s)]
    return "".join(_read(_codes(hexed, raw), maps) for hexed, raw in runs)


def pdf_streams(body: bytes) -> list[bytes]:
    """The contents of all streams, inflated where they are deflated."""
    return [_inflated(s) for s in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)]


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return data


def _unicode_map(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = chr(int(value, 16) + n)
    return found


def _codes(hexed: bytes, raw: bytes) -> list[int]:
    data = bytes.fromhex(hexed.decode()) if hexed else _unescaped(raw)
    return [int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data) - 1, 2)]


def _unescaped(raw: bytes) -> bytes:
    names = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def one(match: re.Match[bytes]) -> bytes:
        return bytes([int(match[1], 8)]) if match[1].isdigit() else names.get(match[1], match[1])

    return re.sub(rb"\\([0-7]{1,3}|.)", one, raw, flags=re.DOTALL)


def _read(codes: list[int], maps: list[dict[int, str]]) -> str:
    best = max(maps, key=lambda m: sum(code in m for code in codes), default={})
    return "".join(best.get(code, "") for code in codes)
