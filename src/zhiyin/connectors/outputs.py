"""Outputs: where results go. Files are written under a temporary name and renamed when all is done."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from zhiyin.connectors.contract import as_line
from zhiyin.connectors.enriched import EnrichedCsv
from zhiyin.connectors.scoring import Scored
from zhiyin.connectors.wording import FileError, Lang

PARTIAL = ".part"


class Output(Protocol):
    def write(self, rows: Sequence[Scored]) -> None: ...


class JsonlOutput:
    """One line per row, flushed after each batch, so that whoever waits gets the answer."""

    def __init__(self, stream: BinaryIO, lang: Lang) -> None:
        self._stream = stream
        self._lang = lang

    def write(self, rows: Sequence[Scored]) -> None:
        self._stream.write(b"".join(as_line(row, self._lang) for row in rows))
        self._stream.flush()


class CsvOutput:
    """UTF-8 with a byte order mark, which Excel needs to read Chinese."""

    def __init__(self, stream: BinaryIO, columns: Sequence[str], lang: Lang) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
        self._csv = EnrichedCsv(self._text, columns, lang)

    def write(self, rows: Sequence[Scored]) -> None:
        self._csv.write(rows)
        self._text.flush()

    def detach(self) -> None:
        """Leaves the stream open for its owner."""
        self._text.detach()


class FileOutputs:
    """``FILE.zhiyin.csv`` and ``.jsonl`` while rows come, ``.html`` at the end."""

    def __init__(self, csv: CsvOutput, jsonl: JsonlOutput, partials: dict[str, Path]) -> None:
        self._outputs = (csv, jsonl)
        self._partials = partials

    def write(self, rows: Sequence[Scored]) -> None:
        for output in self._outputs:
            output.write(rows)

    def finish(self, page: str) -> None:
        self._partials["html"].write_text(page, "utf-8")


def output_paths(path: str, out: str | None) -> dict[str, Path]:
    """By kind. Beside the input unless ``out`` names a folder; standard input writes to the current one."""
    source = Path("stdin" if path == "-" else path)
    folder = Path(out) if out else source.parent
    return {kind: folder / f"{source.name}.zhiyin.{kind}" for kind in ("html", "csv", "jsonl")}


@contextmanager
def open_files(paths: dict[str, Path], columns: Sequence[str], lang: Lang) -> Iterator[FileOutputs]:
    """All three get their names only if the block ends well; else the partial files are removed."""
    partials = {kind: path.with_name(path.name + PARTIAL) for kind, path in paths.items()}
    folder = next(iter(paths.values())).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with partials["csv"].open("wb") as csv_stream, partials["jsonl"].open("wb") as jsonl_stream:
            csv = CsvOutput(csv_stream, columns, lang)
            yield FileOutputs(csv, JsonlOutput(jsonl_stream, lang), partials)
            csv.detach()
        for kind, partial in partials.items():
            partial.replace(paths[kind])
    except OSError as e:
        raise FileError("output", path=e.filename or str(folder), why=e.strerror) from e
    finally:
        for partial in partials.values():
            if partial.is_file():
                partial.unlink()
