"""XLSX file: numbers as numbers, with formats and native charts, a sheet for each section."""

import re
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zhiyin.reports.period.content import (
    Block,
    Cards,
    Cell,
    Column,
    Form,
    Para,
    Picture,
    Points,
    Quotes,
    ReportContent,
    Section,
    Table,
)
from zhiyin.reports.period.pictures import printable
from zhiyin.reports.period.wording import Wording

FORMATS = {
    Form.COUNT: "#,##0",
    Form.PERCENT: "0.0%",
    Form.POINTS: "+0.0%;-0.0%;0.0%",
    Form.DECIMAL: "#,##0.0",
    Form.SECONDS: '#,##0" s"',
    Form.TEXT: "@",
}
_HEAD = PatternFill("solid", fgColor="EEF4F3")
_DIM = "5B6570"
_WIDEST = 60
_CHART_ROWS = 16
_MOST_CELL = 32_000
"""Characters; a cell of XLSX holds 32,767."""


def xlsx_of(content: ReportContent) -> bytes:
    words = Wording(content.language)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _cover(first, content, words)
    for section in content.sections:
        if section.key != "cards":
            sheet = book.create_sheet(_sheet_name(section.title, book.sheetnames))
            _section(sheet, section)
    for sheet in book.worksheets:
        _fit(sheet)
    made = datetime.fromtimestamp(content.made_at / 1000, UTC).replace(tzinfo=None)
    book.properties.title = printable(f"{content.title} {content.period}")[:255]
    book.properties.creator = "知音 Zhiyin"
    book.properties.created = book.properties.modified = made
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cover(sheet: Worksheet, content: ReportContent, words: Wording) -> None:
    sheet.title = _sheet_name(words.say("cards"), [])
    for row, text in enumerate((content.title, f"{content.period} · {content.scope}", content.headline), 1):
        cell = _write(sheet, row, 1, text)
        cell.font = Font(bold=row != 2, size=14 if row == 1 else 11)
    row = 5
    for section in content.sections:
        if section.key == "cards":
            for block in section.blocks:
                row = _block(sheet, row, block)
            _write(sheet, row, 1, section.note).font = Font(color=_DIM, size=9)
    _write(sheet, row + 1, 1, content.made).font = Font(color=_DIM, size=9)


def _section(sheet: Worksheet, section: Section) -> None:
    _write(sheet, 1, 1, section.title).font = Font(bold=True, size=13)
    _write(sheet, 2, 1, section.note).font = Font(color=_DIM, size=9)
    row = 4
    for block in section.blocks:
        row = _block(sheet, row, block) + 1


def _block(sheet: Worksheet, row: int, block: Block) -> int:
    """Write from ``row`` on; the next free row."""
    if isinstance(block, Para):
        _write(sheet, row, 1, block.text)
        return row + 1
    if isinstance(block, Points):
        for point in block.points:
            _write(sheet, row, 1, point.text)
            _write(sheet, row, 2, point.why)
            row += 1
        return row
    if isinstance(block, Cards):
        return _cards(sheet, row, block)
    if isinstance(block, Quotes):
        rows = tuple((q.tag, q.text, q.where, q.link) for q in block.quotes)
        return _table(sheet, row, Table(block.title, tuple(Column("") for _ in range(4)), rows))
    if isinstance(block, Picture):
        return _picture(sheet, row, block)
    return _table(sheet, row, block)


def _cards(sheet: Worksheet, row: int, block: Cards) -> int:
    for card in block.cards:
        _write(sheet, row, 1, card.label)
        _write(sheet, row, 2, card.number, card.form).font = Font(bold=True)
        _write(sheet, row, 3, card.before, card.form)
        _write(sheet, row, 4, card.change)
        _write(sheet, row, 5, card.certain)
        row += 1
    return row + 1


def _table(sheet: Worksheet, row: int, table: Table) -> int:
    if table.title:
        _write(sheet, row, 1, table.title).font = Font(bold=True)
        row += 1
    for number, column in enumerate(table.columns, 1):
        cell = _write(sheet, row, number, column.title)
        cell.font, cell.fill = Font(bold=True, color=_DIM), _HEAD
    for values in table.rows:
        row += 1
        for number, (value, column) in enumerate(zip(values, table.columns, strict=True), 1):
            _write(sheet, row, number, value, column.form)
    if table.note:
        row += 1
        _write(sheet, row, 1, table.note).font = Font(color=_DIM, size=9)
    return row + 1


def _picture(sheet: Worksheet, row: int, picture: Picture) -> int:
    head = row + bool(picture.table.title)
    after = _table(sheet, row, picture.table)
    last = head + len(picture.table.rows)
    if not picture.table.rows:
        return after
    if picture.kind == "heat":
        area = f"B{head + 1}:{get_column_letter(len(picture.table.columns))}{last}"
        sheet.conditional_formatting.add(area, _heat())
        return after
    chart = _chart(sheet, picture, head, last)
    sheet.add_chart(chart, f"{get_column_letter(len(picture.table.columns) + 2)}{row}")
    return max(after, row + _CHART_ROWS)


def _heat() -> Rule:
    """The colours of the picture: from almost white at nothing to bad news at the worst."""
    ends = [FormatObject(type="num", val=0), FormatObject(type="max")]
    return Rule(type="colorScale", colorScale=ColorScale(cfvo=ends, color=[Color("FFFBECEA"), Color("FFC4473A")]))


def _chart(sheet: Worksheet, picture: Picture, head: int, last: int) -> BarChart:
    names = Reference(sheet, min_col=1, min_row=head + 1, max_row=last)
    bars = BarChart()
    bars.type = "col" if picture.kind == "line" else "bar"
    bars.title, bars.height, bars.width = picture.title or None, 7.5, 16
    bars.add_data(_data(sheet, picture.series[0], head, last), titles_from_data=True)
    bars.set_categories(names)
    if bars.type == "bar":
        bars.y_axis.delete = bars.x_axis.delete = False
        bars.x_axis.scaling.orientation, bars.legend = "maxMin", None
        return bars
    line = LineChart()
    line.add_data(_data(sheet, picture.series[1], head, last), titles_from_data=True)
    line.y_axis.axId, line.y_axis.crosses, line.y_axis.number_format = 200, "max", "0%"
    line.y_axis.delete = bars.y_axis.delete = bars.x_axis.delete = False
    # openpyxl adds charts in place; its types do not say that the sum of two kinds is one.
    bars += line
    return bars


def _data(sheet: Worksheet, column: int, head: int, last: int) -> Reference:
    return Reference(sheet, min_col=column + 1, min_row=head, max_row=last)


def _write(sheet: Worksheet, row: int, column: int, value: Cell, form: Form = Form.TEXT) -> SheetCell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)
    if isinstance(value, str):
        text = printable(value)[:_MOST_CELL]
        cell.value = text
        # A text that looks like a formula stays a text, also when the cell is edited later (OWASP, "CSV injection").
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in ("=", "+", "-", "@", "\t", "\r")
        cell.alignment = Alignment(vertical="top", wrap_text=len(text) > _WIDEST)
    elif value is not None:
        cell.value = value
        cell.number_format = FORMATS[form]
    return cell


def _sheet_name(title: str, taken: list[str]) -> str:
    """At most 31 characters without those that XLSX forbids in a name; none twice."""
    name = re.sub(r"[\\/*?:\[\]]", " ", printable(title))[:28].strip() or "-"
    number = sum(other.startswith(name) for other in taken)
    return f"{name} {number + 1}" if number else name


def _fit(sheet: Worksheet) -> None:
    for column in sheet.iter_cols():
        longest = max((_width(str(cell.value)) for cell in column if cell.value is not None), default=8)
        sheet.column_dimensions[get_column_letter(column[0].column or 1)].width = min(_WIDEST, max(10, longest + 2))


def _width(text: str) -> int:
    """Hanzi are twice as wide as letters."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text) if len(text) <= _WIDEST else _WIDEST
