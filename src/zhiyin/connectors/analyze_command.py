"""Analyze: reads a file of reviews or chats and says how each row felt and what follows from all of them."""

import contextlib
import functools
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from zhiyin.connectors.analysis_options import AnalysisOptions
from zhiyin.connectors.batches import BATCH, SLOW_BATCH, batched, prompt
from zhiyin.connectors.contract import message, where
from zhiyin.connectors.open_table import open_table
from zhiyin.connectors.outputs import CsvOutput, FileOutputs, JsonlOutput, Output, open_files, output_paths
from zhiyin.connectors.parallel import score_all
from zhiyin.connectors.progress import Meter, progress
from zhiyin.connectors.readers import OpenModel, Quicken, ScoringPlan, rows_alone
from zhiyin.connectors.review import Review
from zhiyin.connectors.scoring import Scorable, Scored
from zhiyin.connectors.source import Source
from zhiyin.connectors.table import Table
from zhiyin.connectors.wording import FileError, Lang
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.row import SetAside
from zhiyin.reports.analysis.page import page
from zhiyin.reports.analysis.tally import Tally
from zhiyin.reports.analysis.view import About
from zhiyin.seams import TextModel

OK, SOME_BAD, UNREADABLE, INTERRUPTED, PIPE_CLOSED = 0, 1, 3, 130, 141
_NAMED = 20
"""Rows set aside that are named on standard error; the outputs name them all."""
_SHOWN = 40


def run_analysis(
    options: AnalysisOptions,
    model: TextModel,
    lexicon: Lexicon,
    console: Console,
    open_model: OpenModel | None = None,
    quicken: Quicken | None = None,
) -> int:
    """Exit code: 0 all rows read, 1 some set aside, 3 nothing read or not written, 130 interrupted, 141 pipe closed.

    ``console`` is standard error. ``open_model`` (picklable) loads the model once more in each process when
    ``options.jobs`` > 1; without it everything is done in this one. ``quicken`` (picklable) builds the reader of large
    files over the model, as ``options.reader`` says; without it ``model`` reads everything.
    """
    run = _Run(options, model, lexicon, console, open_model, quicken)
    try:
        return run.go()
    except FileError as e:
        console.print(e.say(options.lang), style="red", markup=False, highlight=False, soft_wrap=True)
        return UNREADABLE
    except BrokenPipeError:
        # Whoever read standard output has enough. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        console.print(_say(options.lang, "interrupted").format(rows=run.tally.quality.rows), markup=False)
        return INTERRUPTED


_WORDS: dict[str, tuple[str, str]] = {
    "interrupted": (
        "已中断：读了 {rows} 条，没有留下文件。重新运行即可。",
        "Interrupted after {rows} rows; no file was left behind. Run it again.",
    ),
    "columns": ("识别到的列：{columns}", "columns recognised: {columns}"),
    "no_header": ("没有表头，按内容判断。", "no header; columns were guessed from their content."),
    "more": ("……还有 {n} 条被搁置", "... {n} more were set aside"),
    "done": ("读了 {rows} 条，其中搁置 {bad} 条。", "{rows} rows, {bad} of them set aside."),
    "written": ("已写出：", "written:"),
}


def _say(lang: Lang, key: str) -> str:
    return _WORDS[key][0 if lang == "zh" else 1]


@dataclass(slots=True)
class _Run:
    options: AnalysisOptions
    model: TextModel
    lexicon: Lexicon
    console: Console
    open_model: OpenModel | None
    quicken: Quicken | None
    review: Review = field(init=False)
    tally: Tally = field(default_factory=Tally)
    named: int = 0

    def __post_init__(self) -> None:
        self.review = Review(self.model.name, self.options.reader, None, self.options.lang)

    def go(self) -> int:
        with open_table(self.options.path, self.options.read) as (source, table):
            self._introduce(table)
            with self._output(table) as output, progress(self.console, source, self.options.lang) as meter:
                self._through(source, table, output, meter)
                if self.tally.quality.rows == 0:
                    raise FileError("no_rows", path=self.options.path)
                if isinstance(output, FileOutputs):
                    output.finish(page(self.tally, self._about(table), self.options.lang))
        return self._conclude()

    def _through(self, source: Source, table: Table, output: Output, meter: Meter) -> None:
        for scored in self._scored(source, table):
            if self.review.add(scored):
                self._print(self.review.begun())
            output.write(scored)
            self.tally.add(scored)
            self._name(scored)
            meter(self.tally.quality.rows)

    def _scored(self, source: Source, table: Table) -> Iterator[list[Scored]]:
        rows = table.rows
        if self.quicken is not None:
            self.review.alone, rows = rows_alone(self.options.reader, source, rows)
        slow = self.quicken is not None and self.review.alone != 0
        size = SLOW_BATCH if slow else BATCH
        batches: Iterator[list[Scorable]] = prompt(rows, size) if source.live else batched(rows, size)
        keep_cells = self.options.format != "jsonl"
        plan = ScoringPlan(self.lexicon, table.personal, keep_cells, self.quicken, self.review.alone)
        if self.open_model is not None and self.options.jobs > 1 and not source.live:
            return score_all(batches, functools.partial(plan.opened, self.open_model), self.options.jobs)
        return score_all(batches, functools.partial(plan.scoring, self.model), 1)

    @contextlib.contextmanager
    def _output(self, table: Table) -> Iterator[Output]:
        if self.options.format == "jsonl":
            yield JsonlOutput(sys.stdout.buffer, self.options.lang)
        elif self.options.format == "csv":
            csv = CsvOutput(sys.stdout.buffer, table.columns, self.options.lang)
            yield csv
            csv.detach()
        else:
            with open_files(
                output_paths(self.options.path, self.options.out), table.columns, self.options.lang
            ) as files:
                yield files

    def _introduce(self, table: Table) -> None:
        if table.format in ("csv", "xlsx"):
            columns = " · ".join(f"{field} ← {name}" for field, name in table.fields.items())
            note = "" if table.has_header else _say(self.options.lang, "no_header") + " "
            self._print(note + _say(self.options.lang, "columns").format(columns=columns))

    def _name(self, scored: Sequence[Scored]) -> None:
        for row in scored:
            if isinstance(row, SetAside):
                self.named += 1
                if self.named <= _NAMED:
                    self._print(f"{where(row, self.options.lang)}: {message(row, self.options.lang)}")

    def _about(self, table: Table) -> About:
        lang = self.options.lang
        return About(
            name="stdin" if self.options.path == "-" else Path(self.options.path).name,
            model=self.model.name,
            version=self.options.version,
            day=self.options.day,
            columns=table.fields if table.format in ("csv", "xlsx") else {},
            reading=self.review.summary(),
            set_aside=tuple(f"{where(r, lang)}: {message(r, lang)}" for r in self.tally.set_aside[:_SHOWN]),
        )

    def _conclude(self) -> int:
        lang, quality = self.options.lang, self.tally.quality
        bad = quality.rows - quality.read
        if self.named > _NAMED:
            self._print(_say(lang, "more").format(n=self.named - _NAMED))
        self._print(_say(lang, "done").format(rows=f"{quality.rows:,}", bad=f"{bad:,}"))
        if how := self.review.summary():
            self._print(how)
        if self.options.format == "files":
            paths = output_paths(self.options.path, self.options.out)
            self._print("\n  ".join((_say(lang, "written"), *(str(p) for p in paths.values()))))
        if quality.read == 0:
            return UNREADABLE
        return SOME_BAD if bad else OK

    def _print(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)
