"""Analysis: the real command function of ``analyze`` with models driven by word lists, for tests of what it writes."""

from functools import partial
from typing import Literal

from rich.console import Console

from zhiyin.connectors.analysis_options import AnalysisOptions
from zhiyin.connectors.analyze_command import run_analysis
from zhiyin.domain.policy import Lexicon
from zhiyin.models.cascade import Band, CascadeTextModel
from zhiyin.testing.text_model import FakeTextModel

BAND = Band(sure=0.5, sarcasm=0.5, context=0.0, emotion=0.95)


def analyze(path: str, form: str, out: str = "", jobs: int = 1) -> int:
    """One reader for all rows; the exit code."""
    options = AnalysisOptions(path, format=form, out=out or None, jobs=jobs)
    return run_analysis(options, FakeTextModel(), Lexicon({}), Console(stderr=True), FakeTextModel)


def analyze_by(path: str, form: str, jobs: int, reader: str, lang: Literal["zh", "en"]) -> int:
    """Called ``m``, with a cascade whose fast reader is called ``m/fast``."""
    again = partial(FakeTextModel, name="m")
    quicken = partial(CascadeTextModel, FakeTextModel(name="m/fast"), band=BAND, name="m/cascade")
    options = AnalysisOptions(path, format=form, out=None, lang=lang, jobs=jobs, reader=reader)
    return run_analysis(options, again(), Lexicon({}), Console(stderr=True), again, quicken)
