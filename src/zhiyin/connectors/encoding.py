"""Encoding: bytes to text as they come. UTF-8, UTF-16 with a mark, GB18030; decided by the bytes, not by a setting."""

import codecs
from collections.abc import Iterable, Iterator

from zhiyin.connectors.wording import FileError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TOLERATED = 20
"""An encoding is accepted with broken bytes if there are this many good characters for each broken one."""


class Decoder:
    """Feeds on chunks. While all is ASCII the question stays open, so a late first Chinese character still decides.

    After the choice broken bytes become U+FFFD: a row is lost and not the file.
    """

    def __init__(self, name: str, encoding: str | None = None) -> None:
        self._name = name
        self._codec = self._named(encoding) if encoding else None
        self._held = b""
        self._offset = 0

    def feed(self, chunk: bytes, final: bool = False) -> str:
        """FileError with the byte offset if the bytes are neither of the encodings, or binary."""
        if self._codec is None:
            chunk, self._held = self._held + chunk, b""
            chunk = self._choose(chunk, final)
        if self._codec is None:
            self._offset += len(chunk)
            return chunk.decode("ascii")
        return self._codec.decode(chunk, final)

    def _choose(self, chunk: bytes, final: bool) -> bytes:
        """Sets the codec if the bytes tell. Gives back what may be decoded now; the rest is held."""
        if self._offset == 0:
            for mark, name in _MARKS:
                if chunk.startswith(mark):
                    self._codec = codecs.getincrementaldecoder(name)("replace")
                    return chunk[len(mark) :]
            if len(chunk) < 3 and not final:
                self._held = chunk
                return b""
        if (zero := chunk.find(0)) >= 0:
            raise FileError("binary", path=self._name, offset=self._offset + zero)
        if chunk.isascii():
            return chunk
        choice = self._by_bytes(chunk, final)
        if choice is None:
            self._held = chunk
            return b""
        self._codec = codecs.getincrementaldecoder(choice)("replace")
        return chunk

    def _by_bytes(self, chunk: bytes, final: bool) -> str | None:
        good, bad, _ = _counts(chunk, "utf-8", final)
        if bad == 0:
            return "utf-8" if good else None
        other_good, other_bad, at = _counts(chunk, "gb18030", final)
        if bad * _TOLERATED <= good:
            return "utf-8"
        if other_bad * _TOLERATED <= other_good:
            return "gb18030"
        raise FileError("encoding", path=self._name, offset=self._offset + at)

    @staticmethod
    def _named(encoding: str) -> codecs.IncrementalDecoder:
        try:
            name = codecs.lookup(encoding).name
        except LookupError as e:
            raise FileError("encoding_name", name=encoding) from e
        return codecs.getincrementaldecoder("utf-8-sig" if name == "utf-8" else name)("replace")


def _counts(chunk: bytes, encoding: str, final: bool) -> tuple[int, int, int]:
    """Good characters beyond ASCII, broken bytes, and the offset of the first broken byte."""
    # What cannot be decoded becomes lone surrogates, which no well-formed text holds.
    text = codecs.getincrementaldecoder(encoding)("surrogateescape").decode(chunk, final)
    bad = sum("\udc80" <= c <= "\udcff" for c in text)
    good = sum(c > "\x7f" for c in text) - bad
    at = 0
    if bad:
        try:
            chunk.decode(encoding)
        except UnicodeDecodeError as e:
            at = e.start
    return good, bad, at


def decoded(chunks: Iterable[bytes], name: str, encoding: str | None = None) -> Iterator[str]:
    """Text as soon as its bytes are there."""
    decoder = Decoder(name, encoding)
    for chunk in chunks:
        if text := decoder.feed(chunk):
            yield text
    if text := decoder.feed(b"", final=True):
        yield text
