"""HTML file: one page that asks nothing of any other place, for the console, the mail, and the browser."""

import functools

import jinja2
from markupsafe import Markup

from zhiyin.reports.period.content import Cards, Form, Para, Picture, Points, Quotes, ReportContent, Table
from zhiyin.reports.period.pictures import printable
from zhiyin.reports.period.wording import Wording

KINDS = {Cards: "cards", Para: "para", Picture: "picture", Points: "points", Quotes: "quotes", Table: "table"}


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("zhiyin.reports.period", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda block: KINDS[type(block)]
    environment.filters["markup"] = Markup
    environment.tests["text"] = lambda form: form is Form.TEXT
    return environment


def html_of(content: ReportContent) -> bytes:
    words = Wording(content.language)
    page = _environment().get_template("period.html.j2").render(report=content, words=words)
    return printable(page).encode("utf-8")
