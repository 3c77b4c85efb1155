"""Workbooks: sheets, merged cells, dates, and what a streaming reader must survive."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from zhiyin.connectors.open_table import ReadOptions, open_table
from zhiyin.connectors.times import milliseconds
from zhiyin.connectors.wording import FileError
from zhiyin.domain.row import Row


def book(path: Path, *fills: Callable[[Worksheet], object]) -> str:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, fill in enumerate(fills, 1):
        fill(workbook.create_sheet(f"表{number}"))
    file = path / "a.xlsx"
    workbook.save(file)
    return str(file)


def rows_of(file: str, sheet: str = "") -> list[Row]:
    with open_table(file, ReadOptions(sheet=sheet)) as (_, table):
        return [row for row in table.rows if isinstance(row, Row)]


def texts(rows: list[Row]) -> list[str]:
    return [row.text.reveal() for row in rows]


def fill(*rows: tuple[object, ...]) -> Callable[[Worksheet], object]:
    def do(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return do


def test_reads_dates_numbers_and_words(tmp_path: Path) -> None:
    moment = dt.datetime(2025, 8, 7, 9, 5)  # noqa: DTZ001 - a cell of a sheet has no zone
    file = book(tmp_path, fill(("评论", "时间", "评分"), ("好", moment, 5), ("坏", "2025/8/7 9:05", 1.5)))
    rows = rows_of(file)
    assert texts(rows) == ["好", "坏"]
    assert [row.at for row in rows] == [milliseconds(moment)] * 2
    assert [row.rating for row in rows] == [5.0, 1.5]
    assert rows[0].cells[1].reveal() == "2025-08-07 09:05:00"
    assert rows[0].place.line == 2


def test_merged_cells_hold_for_each_of_their_rows(tmp_path: Path) -> None:
    def merged(sheet: Worksheet) -> None:
        fill(("会话ID", "角色", "内容"), ("c1", "客户", "在吗"), (None, "客户", "坏了"), ("c2", "客户", "别的"))(sheet)
        sheet.merge_cells("A2:A3")

    rows = rows_of(book(tmp_path, merged))
    assert [row.conversation for row in rows] == ["c1", "c1", "c2"]
    assert [t.text.reveal() for t in rows[1].context] == ["在吗"]


def test_a_title_above_the_table_is_passed_over(tmp_path: Path) -> None:
    def titled(sheet: Worksheet) -> None:
        fill(("六月评价导出", None, None), (), ("评论", "评分", "商品"), ("好", 5, "书"))(sheet)
        sheet.merge_cells("A1:C1")

    rows = rows_of(book(tmp_path, titled))
    assert texts(rows) == ["好"]
    assert rows[0].place.line == 4


def test_all_sheets_are_read_each_with_its_own_header(tmp_path: Path) -> None:
    file = book(tmp_path, fill(("评论", "评分"), ("好", 5)), fill(), fill(("内容", "商品"), ("坏", "书")))
    rows = rows_of(file)
    assert texts(rows) == ["好", "坏"]
    assert [row.place.sheet for row in rows] == ["表1", "表3"]
    assert [row.place.number for row in rows] == [1, 2]
    with open_table(file, ReadOptions()) as (_, table):
        assert table.columns == ("评论", "评分", "内容", "商品")
    assert [c.reveal() for c in rows[1].cells] == ["", "", "坏", "书"]


def test_one_sheet_may_be_chosen(tmp_path: Path) -> None:
    file = book(tmp_path, fill(("评论",), ("好",)), fill(("评论",), ("坏",)))
    assert texts(rows_of(file, "表2")) == ["坏"]
    with pytest.raises(FileError, match="没有名为 表9 的工作表；有：表1、表2"):
        rows_of(file, "表9")


def test_hidden_sheets_and_empty_rows_are_left_out(tmp_path: Path) -> None:
    def hidden(sheet: Worksheet) -> None:
        fill(("评论",), ("藏",))(sheet)
        sheet.sheet_state = "hidden"

    file = book(tmp_path, fill(("评论",), ("好",), (), (None,), ("坏",)), hidden)
    assert texts(rows_of(file)) == ["好", "坏"]


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        rows_of(book(tmp_path, fill()))
    assert caught.value.code == "no_rows"


def test_long_shared_strings_are_set_aside_not_cut(tmp_path: Path) -> None:
    file = book(tmp_path, fill(("评论",), ("好" * 25_000,), ("坏",)))
    with open_table(file, ReadOptions()) as (_, table):
        found = list(table.rows)
    assert [isinstance(row, Row) for row in found] == [False, True]


def test_cells_without_references_and_inline_strings_are_read(tmp_path: Path) -> None:
    """Some exporters write neither cell references nor a table of strings."""
    file = tmp_path / "b.xlsx"
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("表")
    for row in (("评论", "评分"), ("好", 5)):
        sheet.append(row)
    workbook.save(file)
    assert texts(rows_of(str(file))) == ["好"]
