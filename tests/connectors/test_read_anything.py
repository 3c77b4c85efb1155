"""Whatever bytes a file holds: rows, or one clear error; never another exception."""

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.connectors.open_table import ReadOptions, open_table
from zhiyin.connectors.wording import FileError
from zhiyin.domain.row import Row, SetAside

PIECES = st.sampled_from(
    [b'"', b",", b"\n", b"\r", b"\t", b"{", b"[", "评论".encode(), "好".encode("gbk"), b"\xff\xfe", b"\x00"]
)


def numbers(file: Path) -> list[int]:
    with open_table(str(file), ReadOptions()) as (_, table):
        rows: list[Row | SetAside] = list(table.rows)
    return [row.place.number for row in rows]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=6)), max_size=40), st.sampled_from(["csv", "jsonl", "txt", "dat"]))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], suffix: str) -> None:
    file = tmp_path_factory.mktemp("any") / f"a.{suffix}"
    file.write_bytes(b"".join(pieces))
    try:
        found = numbers(file)
    except FileError:
        return
    assert found == list(range(1, len(found) + 1))


def _workbook() -> bytes:
    workbook = openpyxl.Workbook()
    for row in (["评论", "评分"], ["好", 5], ["坏", 1]):
        workbook.worksheets[0].append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


WORKBOOK = _workbook()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(4, len(WORKBOOK) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_damaged_workbooks(tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]) -> None:
    content = bytearray(WORKBOOK)
    for at, byte in damage:
        content[at] = byte
    file = tmp_path_factory.mktemp("book") / "a.xlsx"
    file.write_bytes(bytes(content))
    try:
        found = numbers(file)
    except FileError:
        return
    assert found == list(range(1, len(found) + 1))
