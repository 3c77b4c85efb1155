"""The enriched CSV: masked, safe in a spreadsheet, and readable again."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.connectors.enriched import EnrichedCsv, defused
from zhiyin.connectors.open_table import ReadOptions, open_table
from zhiyin.connectors.outputs import CsvOutput
from zhiyin.connectors.scoring import Scorer
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.row import Row
from zhiyin.testing.text_model import FakeTextModel


def enriched(file: Path) -> list[dict[str, str]]:
    stream = io.BytesIO()
    with open_table(str(file), ReadOptions()) as (_, table):
        output = CsvOutput(stream, table.columns, "zh")
        output.write(Scorer(FakeTextModel(), Lexicon({}), table.personal).score(list(table.rows)))
        output.detach()
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def test_all_columns_are_masked_and_personal_ones_hidden(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("买家昵称,订单编号,评论,备注\n小红帽,2025080712345,很好谢谢,电话13812345678\nx,1,,坏行\n", "utf-8")
    first, second = enriched(file)
    assert first["买家昵称"] == first["订单编号"] == "[已隐去]"
    assert "13812345678" not in first["备注"]
    assert first["知音_情感极性"] == "正面"
    assert (first["知音_满意度"], second["知音_满意度"]) == ("0.60", "")
    assert first["知音_问题"] == ""
    assert second["知音_问题"] == "没有文字"
    assert second["知音_情感极性"] == ""
    assert second["备注"] == "坏行"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-1+2", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1"])
def test_formulas_are_defused(tmp_path: Path, cell: str) -> None:
    file = tmp_path / "a.csv"
    stream = io.StringIO()
    csv.writer(stream).writerows([["评论", "备注"], ["很好", cell]])
    file.write_text(stream.getvalue(), "utf-8", newline="")
    (row,) = enriched(file)
    assert not row["备注"].startswith(("=", "+", "-", "@", "\t", "\r", " ="))


@pytest.mark.parametrize("cell", ["-3", "+5.5", "-12%", "好", "", "a=b"])
def test_plain_cells_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == cell


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_what_a_csv_writer_wrote_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    file = tmp_path_factory.mktemp("csv") / "a.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("评论", "备注"), *cells])
    with open_table(str(file), ReadOptions()) as (_, table):
        rows = list(table.rows)
    assert len(rows) == len(cells)
    read = [tuple(c.reveal() for c in row.cells) for row in rows if isinstance(row, Row)]
    assert read == cells


def test_the_header_is_safe_too() -> None:
    stream = io.StringIO()
    EnrichedCsv(stream, ["=HYPERLINK()", "13812345678"])
    header = stream.getvalue()
    assert header.startswith("'=HYPERLINK()")
    assert "13812345678" not in header
