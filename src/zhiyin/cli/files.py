"""zhiyin analyze: a file of reviews or chats becomes a report. zhiyin replay: a file of talks goes into the service."""

import asyncio
import functools
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
from rich.console import Console

import zhiyin
from zhiyin.app import fast_text_model, quickener, text_model
from zhiyin.config import load
from zhiyin.connectors.analysis_options import OUTPUT_FORMATS, AnalysisOptions
from zhiyin.connectors.analyze_command import run_analysis
from zhiyin.connectors.contract import message
from zhiyin.connectors.open_table import FORMATS, ReadOptions
from zhiyin.connectors.post import Replay, replay_events
from zhiyin.connectors.readers import CASCADE, FAST, READERS
from zhiyin.connectors.replay import read_events
from zhiyin.domain.row import SetAside
from zhiyin.packs import load_lexicon

NAMED_ROWS = 20
"""Rows that could not be read and are named one by one."""


@click.command()
@click.argument("file")
@click.option("--format", "output", type=click.Choice(OUTPUT_FORMATS), default="files", show_default=True)
@click.option("--out", type=click.Path(file_okay=False), help="Folder for the files; beside FILE if left out.")
@click.option("--input-format", type=click.Choice(FORMATS), default="auto", show_default=True)
@click.option("--encoding", help="Encoding of FILE; found out if left out (UTF-8, UTF-16, GB18030).")
@click.option("--sheet", default="", help="Sheet of a workbook; all visible ones if left out.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help="Which column holds what: text=评价.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the report.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes to read with.")
@click.option(
    "--reader",
    type=click.Choice(READERS),
    default="auto",
    show_default=True,
    help="full: best ear; fast: quick and coarser; cascade: fast, then full where unsure; auto: by the file's size.",
)
def analyze(
    file: str,
    output: str,
    out: str | None,
    input_format: str,
    encoding: str | None,
    sheet: str,
    columns: tuple[str, ...],
    lang: str,
    jobs: int,
    reader: str,
) -> None:
    """Read FILE (CSV, XLSX, JSONL, text; - for standard input) and write a report, an enriched CSV and JSONL.

    Exit codes: 0 all rows read, 1 some were set aside (named), 2 wrong usage, 3 nothing could be read, 130 interrupted.
    """
    options = AnalysisOptions(
        path=file,
        format=output,
        out=out,
        lang="en" if lang == "en" else "zh",
        jobs=jobs,
        reader=reader,
        read=ReadOptions(input_format, encoding, pairs(columns), sheet),
        version=zhiyin.__version__,
        day=date.today().isoformat(),  # noqa: DTZ011 - the day on the report is the reader's own
    )
    config = load()
    again = functools.partial(fast_text_model if reader == FAST else text_model, config)
    quicken = None if reader == FAST else quickener(config, required=reader == CASCADE)
    lexicon = load_lexicon(None, Path(config.packs) if config.packs else None)
    raise SystemExit(run_analysis(options, again(), lexicon, Console(stderr=True), again, quicken))


def pairs(columns: Iterable[str]) -> dict[str, str]:
    """``FIELD=NAME`` as given on the command line. BadParameter names what is not of that form."""
    found = {}
    for pair in columns:
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise click.BadParameter(f"{pair!r} is not FIELD=NAME, e.g. text=评价内容", param_hint="--column")
        found[field] = name
    return found


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--speed", default=1.0, show_default=True, type=click.FloatRange(0), help="Times real speed; 0: at once.")
@click.option("--to", "address", default="http://127.0.0.1:8420", show_default=True, help="Address of the service.")
@click.option("--key", envvar="ZHIYIN_KEY", default="", help="API key; better given by ZHIYIN_KEY.")
@click.option("--as-now", is_flag=True, help="Date the events to the present instead of their recorded times.")
@click.option("--run", "label", default="", help="Makes this replay a new one; else a second one adds nothing.")
def replay(file: Path, speed: float, address: str, key: str, as_now: bool, label: str) -> None:
    """Send the talks in FILE (JSONL, CSV, XLSX with times, or conversations as YAML) to a running service."""
    console = Console(stderr=True)
    bad: list[SetAside] = []
    events = read_events(str(file), run=label, on_bad=bad.append)
    for row in bad[:NAMED_ROWS]:
        click.echo(f"row {row.place.number}: {message(row, 'en')}", err=True)
    with console.status("replaying") as status:

        def told(receipts: Counter[str]) -> None:
            status.update("  ".join(f"{count} {name}" for name, count in sorted(receipts.items())))

        plan = Replay(address, key, speed, as_now)
        receipts = asyncio.run(replay_events(events, plan, told))
    click.echo("  ".join(f"{count} {name}" for name, count in sorted(receipts.items())) or "no events in the file")
    if bad or receipts["rejected"] or receipts["set_aside"]:
        raise SystemExit(1)
