"""PDF file: set by typst, with our own type in it, so that Chinese shows wherever it is opened."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Literal

import typst

from zhiyin.reports.period.content import (
    Block,
    Cards,
    Form,
    Para,
    Picture,
    Points,
    Quotes,
    ReportContent,
    Section,
    Table,
)
from zhiyin.reports.period.font import fonts, legible, missing
from zhiyin.reports.period.pictures import printable
from zhiyin.reports.period.wording import Wording

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]

PNG_PPI = 150.0
_NUMBERS = frozenset(Form) - {Form.TEXT}


def pdf_of(content: ReportContent) -> bytes:
    """The same content makes the same bytes."""
    source = resources.files("zhiyin.reports.period").joinpath("templates", "report.typ").read_bytes()
    return _typeset(source, json.dumps(_document(content), ensure_ascii=False), "pdf", content.made_at // 1000)


def png_of(svg: str) -> bytes:
    """The picture for formats that cannot hold SVG."""
    source = b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.data), width: 645pt)"
    return _typeset(source, legible(svg), "png", 0)


def _typeset(source: bytes, data: str, form: Literal["pdf", "png"], made_at: int) -> bytes:
    # Everything a person wrote comes as data: typst never reads it as markup.
    made, _ = typst.compile_with_warnings(
        source,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format=form,
        ppi=PNG_PPI,
        sys_inputs={"data": data},
        timestamp=made_at,
    )
    assert made is not None
    return made


def _document(content: ReportContent) -> Json:
    words = Wording(content.language)
    lacking = missing("".join(content.texts()))
    return {
        "language": content.language,
        "title": _text(content.title),
        "period": _text(content.period),
        "scope": _text(content.scope),
        "made": _text(content.made),
        "headline": _text(content.headline),
        "sections": [_section(section, words) for section in content.sections],
        "lacking": words.say("font_missing", n=len(lacking)) if lacking else "",
    }


def _section(section: Section, words: Wording) -> Json:
    blocks = [_block(block, words) for block in section.blocks]
    return {"title": _text(section.title), "note": _text(section.note), "blocks": blocks}


def _block(block: Block, words: Wording) -> Json:
    if isinstance(block, Para):
        return {"kind": "para", "text": _text(block.text)}
    if isinstance(block, Points):
        points: Json = [{"text": _text(p.text), "why": _why(p.why, words)} for p in block.points]
        return {"kind": "points", "points": points}
    if isinstance(block, Cards):
        names = ("label", "value", "change", "certain", "tone")
        return {"kind": "cards", "cards": [{n: _text(getattr(c, n)) for n in names} for c in block.cards]}
    if isinstance(block, Quotes):
        names = ("text", "tag", "where", "tone", "link")
        quotes: Json = [{n: _text(getattr(q, n)) for n in names} for q in block.quotes]
        return {"kind": "quotes", "title": _text(block.title), "quotes": quotes}
    if isinstance(block, Picture):
        # The hours of a week are read off the picture; as a table they would fill pages.
        table = None if block.kind == "heat" else _table(block.table, words)
        named = {"title": _text(block.title), "note": _text(block.note)}
        return {"kind": "picture", **named, "svg": legible(block.svg), "table": table}
    return _table(block, words)


def _why(why: str, words: Wording) -> str:
    return _text(words.say("why", why=why)) if why else ""


def _table(table: Table, words: Wording) -> Json:
    forms = [column.form for column in table.columns]
    rows = [[_cell(cell, form, words) for cell, form in zip(row, forms, strict=True)] for row in table.rows]
    return {
        "kind": "table",
        "title": _text(table.title),
        "note": _text(table.note),
        "columns": [_text(column.title) for column in table.columns],
        "right": [form in _NUMBERS for form in forms],
        "rows": rows,
    }


def _cell(cell: str | int | float | None, form: Form, words: Wording) -> str:
    return _text(cell if isinstance(cell, str) else words.number(cell, form))


def _text(text: str) -> str:
    return legible(printable(text))
