"""Plain workbooks: what is written is what a reader of XLSX finds, whatever the texts hold."""

import io

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zhiyin.reports.plain_workbook import Table, Value, write_workbook

values = st.none() | st.integers(-(2**50), 2**50) | st.floats(allow_nan=False, allow_infinity=False) | st.text()


def read(body: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(body))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_tables_come_back_with_their_head_in_sight_and_no_formula() -> None:
    wide, rows = tuple(f"列{n}" for n in range(30)), [("=1+1", 'a<b & "c"\n')]
    body = write_workbook([Table("说明", ("项目", "内容"), rows), Table("宽&表", wide, [range(30)])])
    assert read(body) == {
        "说明": [["项目", "内容"], ["=1+1", 'a<b & "c"\n']],
        "宽&表": [list(wide), list(range(30))],
    }
    sheet = load_workbook(io.BytesIO(body))["说明"]
    assert (sheet.freeze_panes, sheet["A2"].data_type) == ("A2", "s")
    assert (sheet["A1"].font.b, sheet["A2"].font.b) == (True, False)


@given(st.lists(st.tuples(values, values), max_size=4))
def test_whatever_is_in_a_cell_the_workbook_can_be_read(rows: list[tuple[Value, Value]]) -> None:
    (found,) = read(write_workbook([Table("t", ("a", "b"), rows)])).values()
    for row, back in zip(rows, found[1:], strict=False):
        for value, seen in zip(row, back, strict=False):
            if isinstance(value, int | float):
                assert seen == value
