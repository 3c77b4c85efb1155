"""DOCX file: headings, tables and pictures for those who put the report into a document of their own."""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from zhiyin.reports.period.content import (
    Block,
    Cards,
    Column,
    Form,
    Para,
    Picture,
    Points,
    Quotes,
    ReportContent,
    Table,
)
from zhiyin.reports.period.pdf_file import png_of
from zhiyin.reports.period.pictures import printable
from zhiyin.reports.period.wording import Wording

LATIN, HAN = "Calibri", "Microsoft YaHei"
"""Named, not embedded: every word processor has a face for Chinese and takes its own where this one is not there."""
_DIM, _BAD, _GOOD, _ACCENT = (RGBColor.from_string(c) for c in ("5B6570", "B93C30", "23805C", "0F5C5C"))
_TONES = {"bad": _BAD, "good": _GOOD}
_WIDTH = Cm(16.6)


def docx_of(content: ReportContent) -> bytes:
    words = Wording(content.language)
    document = Document()
    _style(document)
    document.add_heading(printable(content.title), 0)
    _dim(document, f"{content.period} · {content.scope}")
    _run(document.add_paragraph(), content.headline, bold=True)
    for section in content.sections:
        document.add_heading(printable(section.title), 1)
        if section.note:
            _dim(document, section.note)
        for block in section.blocks:
            _block(document, block, words)
    _dim(document, content.made)
    made = datetime.fromtimestamp(content.made_at / 1000, UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.author = printable(f"{content.title} {content.period}")[:255], "知音 Zhiyin"
    properties.created = properties.modified = made
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _style(document: DocumentType) -> None:
    """Chinese faces in every style that is used: Word looks at ``eastAsia`` for Hanzi, and themes win over names."""
    for side in document.sections:
        side.left_margin = side.right_margin = Cm(2.2)
        side.top_margin = side.bottom_margin = Cm(2)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Number", "Quote", "Table Grid"):
        style = document.styles[name]
        fonts = _fonts_of(style.element)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for kind, face in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", HAN)):
            fonts.set(qn(f"w:{kind}"), face)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)


def _fonts_of(style: BaseOxmlElement) -> BaseOxmlElement:
    properties: BaseOxmlElement = style.get_or_add_rPr()
    fonts: BaseOxmlElement = properties.get_or_add_rFonts()
    return fonts


def _block(document: DocumentType, block: Block, words: Wording) -> None:
    if isinstance(block, Para):
        _run(document.add_paragraph(), block.text)
    elif isinstance(block, Points):
        for point in block.points:
            paragraph = document.add_paragraph(style="List Number")
            _run(paragraph, point.text)
            if point.why:
                _run(paragraph, "\n" + words.say("why", why=point.why), small=True)
    elif isinstance(block, Cards):
        _table(document, _cards(block, words), words)
    elif isinstance(block, Quotes):
        _quotes(document, block)
    elif isinstance(block, Picture):
        _picture(document, block, words)
    else:
        _table(document, block, words)


def _cards(block: Cards, words: Wording) -> Table:
    columns = (Column(words.say("cards")), *(Column("", form) for form in (Form.TEXT,) * 3))
    return Table("", columns, tuple((c.label, c.value, c.change, c.certain) for c in block.cards))


def _quotes(document: DocumentType, block: Quotes) -> None:
    document.add_heading(printable(block.title), 2)
    for quote in block.quotes:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.5)
        _run(paragraph, f"{quote.tag}  ", bold=True, colour=_TONES.get(quote.tone))
        _run(paragraph, quote.text)
        _run(paragraph, f"\n{quote.where}" + (f"\n{quote.link}" if quote.link else ""), small=True)


def _picture(document: DocumentType, picture: Picture, words: Wording) -> None:
    if picture.title:
        document.add_heading(printable(picture.title), 2)
    if picture.note:
        _dim(document, picture.note)
    document.add_picture(BytesIO(png_of(picture.svg)), width=_WIDTH)
    shape = document.inline_shapes[-1]
    shape._inline.docPr.set("descr", printable(picture.title or picture.id))
    if picture.kind != "heat":
        _table(document, Table("", picture.table.columns, picture.table.rows, picture.table.note), words)


def _table(document: DocumentType, table: Table, words: Wording) -> None:
    if table.title:
        document.add_heading(printable(table.title), 2)
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.autofit = True
    for column, cell in zip(table.columns, grid.rows[0].cells, strict=True):
        _run(cell.paragraphs[0], column.title, small=True)
    for values in table.rows:
        for value, column, cell in zip(values, table.columns, grid.add_row().cells, strict=True):
            paragraph = cell.paragraphs[0]
            shown = value if isinstance(value, str) else words.number(value, column.form)
            _run(paragraph, shown, points=9)
            if column.form is not Form.TEXT:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if table.note:
        _dim(document, table.note)
    document.add_paragraph()


def _dim(document: DocumentType, text: str) -> None:
    _run(document.add_paragraph(), text, small=True)


def _run(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    small: bool = False,
    points: float | None = None,
    colour: RGBColor | None = None,
) -> None:
    run = paragraph.add_run(printable(text))
    run.bold = bold
    if small:
        run.font.color.rgb = _DIM
    if small or points:
        run.font.size = Pt(points or 8.5)
    if colour is not None:
        run.font.color.rgb = colour
