"""Source: the bytes of a file or of standard input, with how far they have been read."""

import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from zhiyin.connectors.wording import FileError

STDIN = "-"
CHUNK = 1 << 18
"""Bytes per read. Large enough that reading costs nothing beside the model, small enough for constant memory."""


class Source:
    """``size`` is in bytes, None for a pipe. ``position`` counts bytes handed out so far.

    Reads without a buffer of its own: a thread that waits in a buffered read holds a lock, and Ctrl-C would wait too.
    """

    def __init__(self, name: str, stream: io.FileIO | io.BytesIO, size: int | None) -> None:
        self.name = name
        self.size = size
        self.position = 0
        self._stream = stream
        self._ahead: bytes | None = None

    @property
    def live(self) -> bool:
        """True when somebody may be waiting for an answer before sending more."""
        return self.size is None

    def head(self) -> bytes:
        """The first chunk, left in place. On a pipe this waits for it to arrive. Empty only if there is nothing."""
        if self._ahead is None:
            self._ahead = self._stream.read(CHUNK) or b""
        return self._ahead

    def chunks(self) -> Iterator[bytes]:
        """What is there as soon as it is there; on a pipe a chunk may be a few bytes."""
        chunk = self.head()
        while chunk:
            self.position += len(chunk)
            yield chunk
            chunk = self._stream.read(CHUNK) or b""

    @contextmanager
    def seekable(self) -> Iterator[IO[bytes]]:
        """The bytes from the start, in a form that can be gone through at will (a workbook is read from its end)."""
        if not self.live:
            self._stream.seek(0)
            if isinstance(self._stream, io.BytesIO):
                yield self._stream
                return
            buffered = io.BufferedReader(self._stream)
            try:
                yield buffered
            finally:
                buffered.detach()  # the stream is its owner's to close
            return
        with tempfile.TemporaryFile() as copy:
            for chunk in self.chunks():
                copy.write(chunk)
            copy.seek(0)
            yield copy


@contextmanager
def open_source(path: str) -> Iterator[Source]:
    """FileError if there is no such file, it is a folder, or it may not be read."""
    if path == STDIN:
        stream = io.FileIO(sys.stdin.fileno(), closefd=False)
        yield Source("stdin", stream, _size(stream))
        return
    try:
        opened = io.FileIO(Path(path))
    except FileNotFoundError as e:
        raise FileError("not_found", path=path) from e
    except IsADirectoryError as e:
        raise FileError("folder", path=path) from e
    except OSError as e:
        raise FileError("unreadable", path=path, why=e.strerror) from e
    with opened:
        yield Source(path, opened, _size(opened))


def source_in_memory(name: str, content: bytes) -> Source:
    """What was sent and never touches the disk; ``name`` tells its format, as that of a file does."""
    return Source(name, io.BytesIO(content), len(content))


def _size(stream: io.FileIO) -> int | None:
    status = os.fstat(stream.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else None
