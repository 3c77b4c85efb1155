"""Page: the report as one self-contained HTML file."""

import jinja2

from zhiyin.reports.analysis.tally import Tally
from zhiyin.reports.analysis.view import About, view
from zhiyin.reports.analysis.wording import Lang


def page(tally: Tally, about: About, lang: Lang = "zh") -> str:
    """No script and no outside request; everything that came from the file is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("zhiyin.reports.analysis"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("analysis.html.j2").render(view(tally, about, lang))
