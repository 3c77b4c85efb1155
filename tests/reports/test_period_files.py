"""The files: each opens with a reader of its kind, tells the same figures, and takes what customers wrote as text."""

from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from zhiyin.domain.report_schedule import PeriodKind, ReportFormat
from zhiyin.reports.period import pictures
from zhiyin.reports.period.compose import compose
from zhiyin.reports.period.content import Cards, Column, Form, Para, Quote, Quotes, ReportContent, Section, Table
from zhiyin.reports.period.docx_file import docx_of
from zhiyin.reports.period.files import MAKERS, files_of, noted
from zhiyin.reports.period.font import covered, legible, missing
from zhiyin.reports.period.html_file import html_of
from zhiyin.reports.period.pdf_file import pdf_of, png_of
from zhiyin.reports.period.xlsx_file import xlsx_of
from zhiyin.testing.pdf_text import pdf_streams, pdf_text
from zhiyin.testing.periods import report_input

HOSTILE = '=1+1 <script>alert(1)</script> #import "x" $a$ \\ `r` *b* _i_ [l](m) @{u} \x07\x00 ]]> &amp; "\''


@pytest.fixture(scope="module")
def week() -> ReportContent:
    return compose(report_input(PeriodKind.WEEK), "zh")


def cards(content: ReportContent) -> Cards:
    (found,) = [b for s in content.sections for b in s.blocks if isinstance(b, Cards)]
    return found


def hostile(text: str) -> ReportContent:
    """A report in which every place that a person's words can come to holds them."""
    table = Table(text, (Column(text), Column("n", Form.COUNT)), ((text, 3),), text)
    blocks = (Para(text), table, Quotes(text, (Quote(text, text, text, "bad", "https://example.com/#/live/a"),)))
    return ReportContent(text, text, text, text, text, (Section("x", text, blocks, text),), "zh")


def test_the_pdf_holds_chinese_that_can_be_copied_and_its_own_type(week: ReportContent) -> None:
    body = pdf_of(week)
    assert body.startswith(b"%PDF-")
    assert body == pdf_of(week)
    found = pdf_text(body)
    for text in ("客户情绪周报", "负面占比", "等了三天还没发货", cards(week).cards[2].value):
        assert text.replace(" ", "") in found.replace(" ", ""), text
    assert b"ZhiyinSansSC" in b"".join(pdf_streams(body)) + body


def test_the_sheet_holds_numbers_as_numbers(week: ReportContent) -> None:
    book = load_workbook(BytesIO(xlsx_of(week)))
    cover = book.worksheets[0]
    rows = {row[0].value: row for row in cover.iter_rows()}
    for card in cards(week).cards:
        cell = rows[card.label][1]
        assert cell.value == pytest.approx(card.number)
        assert cell.data_type == "n"
    assert rows["负面占比"][1].number_format == "0.0%"
    with ZipFile(BytesIO(xlsx_of(week))) as parts:
        assert len([name for name in parts.namelist() if name.startswith("xl/charts/chart")]) == 4
    assert len(book.sheetnames) == len(week.sections)


def test_the_document_tells_the_same_and_has_faces_for_chinese(week: ReportContent) -> None:
    document = Document(BytesIO(docx_of(week)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {card.value for card in cards(week).cards} <= set(cells)
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [section.title for section in week.sections]
    assert len(document.inline_shapes) == 5
    for name in ("Normal", "Heading 1", "Title"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsiaTheme")) is None


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "xlink:href", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_asks_for_nothing_and_runs_nothing(week: ReportContent) -> None:
    page = _Page()
    page.feed(html_of(week).decode())
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert all(address.startswith("https://zhiyin.example.com/#/live/") for address in page.addresses)
    assert page.tags.count("svg") == 5
    for card in cards(week).cards:
        assert card.value in page.text


def test_what_a_customer_wrote_is_text_in_every_format() -> None:
    content = hostile(HOSTILE)
    page = _Page()
    page.feed(html_of(content).decode())
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text
    sheet = load_workbook(BytesIO(xlsx_of(content))).worksheets[1]
    formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    texts = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith("=1+1")]
    assert (formulas, len(texts) >= 5, all(c.quotePrefix for c in texts)) == ([], True, True)
    assert "=1+1 <script>" in "".join(p.text for p in Document(BytesIO(docx_of(content))).paragraphs)
    assert '#import"x"$a$' in pdf_text(pdf_of(content)).replace(" ", "").replace("“", '"').replace("”", '"')


@settings(max_examples=6, deadline=None)
@given(st.text(max_size=60))
@example("\xad")  # typst cannot set a link that is nothing but a soft hyphen
def test_any_text_can_be_written(text: str) -> None:
    content = hostile(text)
    for make in MAKERS.values():
        assert make(content)


def test_a_character_that_the_font_lacks_is_a_box_and_is_told_of() -> None:
    assert missing("退款😡𠮷") == ["😡", "𠮷"]
    assert legible("退\xad款😡️!") == "退款□!"
    told = pdf_text(pdf_of(replace(hostile("x"), headline="退款😡")))
    assert "退款□" in told
    assert "1个字符在内置字库之外" in told.replace(" ", "")
    everyday = "繁體字與簡體字，標點「」《》…—％℃①ABC123ｆｕｌｌ"
    assert all(ord(c) in covered() for c in everyday)


def test_pictures_take_anything() -> None:
    for svg in (
        pictures.bars([], "空"),
        pictures.bars([("<&>" * 9, 0.0, '"', pictures.BAD)], "<x>"),
        pictures.columns_and_line([], "空"),
        pictures.columns_and_line([("1", 0, None), ("2", 3, 1.0)], "t"),
        pictures.heat({}, [], "空"),
        pictures.heat({(0, 23): (1.0, "满")}, ["周一"], "t"),
    ):
        assert png_of(svg).startswith(b"\x89PNG")


def test_html_is_always_made_and_files_are_noted_by_their_content(week: ReportContent) -> None:
    files = files_of(week, (ReportFormat.XLSX,))
    assert list(files) == [ReportFormat.HTML, ReportFormat.XLSX]
    assert [(f.format, f.size) for f in noted(files)] == [(form, len(body)) for form, body in files.items()]
