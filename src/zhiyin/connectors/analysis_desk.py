"""AnalysisDesk: files sent to the service. Rows are masked while they come in; only what is safe is kept."""

import asyncio
import io
import itertools
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

import zhiyin
from zhiyin.connectors.analysis_params import AnalysisParams
from zhiyin.connectors.batches import SLOW_BATCH
from zhiyin.connectors.contract import as_line, message, where
from zhiyin.connectors.enriched import EnrichedCsv
from zhiyin.connectors.open_table import ReadOptions, read_table
from zhiyin.connectors.readers import SMALL_ROWS
from zhiyin.connectors.review import Review
from zhiyin.connectors.scoring import MaskedReader, Masker, Readable, Scored
from zhiyin.connectors.source import source_in_memory
from zhiyin.connectors.table import Table
from zhiyin.connectors.wording import PROBLEMS, FileError, problem
from zhiyin.domain.errors import BusyError, InputError, NotFoundError
from zhiyin.domain.job import Job
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.text import RawText
from zhiyin.engine.jobs import JobContext, new_id
from zhiyin.pipeline.mask import mask_text
from zhiyin.reports.analysis.page import page
from zhiyin.reports.analysis.tally import CHINA, Tally
from zhiyin.reports.analysis.view import About
from zhiyin.seams import AnalysisAsked, Clock, RowPages, TextModel

PAGE_ROWS = 500
MOST_ROWS = 100_000
"""Larger files are read by ``zhiyin analyze``, which keeps nothing."""
AT_ONCE = 2
"""Files taken in at the same time: each is held in memory meanwhile."""
_SHOWN = 40
_REPORT = "report"


@dataclass(frozen=True, slots=True)
class AnalysisReaders:
    """``quick`` builds the reader of large files over the full model, ``fast`` loads the coarse one alone; None: the
    model that is loaded has no such thing, and reads everything."""

    full: TextModel
    quick: Callable[[TextModel], TextModel] | None = None
    fast: Callable[[], TextModel] | None = None

    def chosen(self, reader: str, rows: int) -> TextModel:
        """Blocking: it may load a model."""
        if reader == "fast" and self.fast is not None:
            return self.fast()
        large = rows > SMALL_ROWS and reader == "auto"
        return self.quick(self.full) if large and self.quick is not None else self.full


class AnalysisDesk:
    """Behind the seam ``Analyses``, and the handler of its jobs."""

    def __init__(self, store: RowPages, clock: Clock, readers: AnalysisReaders, lexicon: Lexicon) -> None:
        self._store = store
        self._clock = clock
        self._readers = readers
        self._lexicon = lexicon
        self._coming = 0

    async def take_in(self, asked: AnalysisAsked, content: bytes) -> tuple[str, Mapping[str, object]]:
        if self._coming >= AT_ONCE:
            raise BusyError("other files are being taken in; wait a moment and send this again", retry_after=5)
        self._coming += 1
        job = new_id()
        try:
            params = await asyncio.to_thread(self._taken_in, job, asked, content, asyncio.get_running_loop())
        except BaseException:
            await self._store.drop_pages(job)
            raise
        finally:
            self._coming -= 1
        return job, msgspec.to_builtins(params)

    def _taken_in(
        self, job: str, asked: AnalysisAsked, content: bytes, loop: asyncio.AbstractEventLoop
    ) -> AnalysisParams:
        columns = {"text": asked.text_column} if asked.text_column else {}
        name = mask_text(RawText(asked.name))[0]
        try:
            with read_table(
                source_in_memory(asked.name, content), ReadOptions(columns=columns, sheet=asked.sheet)
            ) as table:
                rows = 0
                for number, rows_of_page in enumerate(_pages(table)):
                    rows += len(rows_of_page)
                    if rows > MOST_ROWS:
                        raise FileError("too_many_rows", limit=f"{MOST_ROWS:,}")
                    asyncio.run_coroutine_threadsafe(self._store.keep_rows(job, number, rows_of_page), loop).result()
                if not rows:
                    raise FileError("no_rows", path=name)
                return self._params(asked, name, table, rows)
        except FileError as error:
            sent = f"{error.code}_sent"  # where the words of the command line would not help
            raise InputError(problem(sent if sent in PROBLEMS else error.code, asked.lang, **error.details)) from error

    def _params(self, asked: AnalysisAsked, name: str, table: Table, rows: int) -> AnalysisParams:
        fields = {field: mask_text(RawText(column))[0] for field, column in table.fields.items()}
        return AnalysisParams(
            name=name,
            lang=asked.lang,
            reader=asked.reader,
            rows=rows,
            columns=tuple(mask_text(RawText(column))[0] for column in table.columns),
            fields=fields if table.format in ("csv", "xlsx") else {},
            day=datetime.fromtimestamp(self._clock.now() / 1000, CHINA).date().isoformat(),
        )

    async def work(self, context: JobContext) -> Mapping[str, object]:
        """Read what has not been read, then make the report; the handler of the job."""
        params, job = msgspec.convert(context.job.params, AnalysisParams), context.job.id
        model = await asyncio.to_thread(self._readers.chosen, params.reader, params.rows)
        reader = MaskedReader(model, self._lexicon)
        for number in range(-(-params.rows // PAGE_ROWS)):
            rows = await self._store.rows(job, number)
            if rows is not None:
                read = await asyncio.to_thread(_read, reader, rows, context, number * PAGE_ROWS, params.rows)
                await self._store.keep_read(job, number, read)
            context.tell(min((number + 1) * PAGE_ROWS, params.rows), params.rows)
        return await self._conclude(job, params)

    async def _conclude(self, job: str, params: AnalysisParams) -> Mapping[str, object]:
        tally = Tally()
        alone = 0 if params.reader == "auto" and params.rows > SMALL_ROWS and self._readers.quick else None
        reader = "auto" if params.reader == "fast" and self._readers.fast is None else params.reader
        review = Review(self._readers.full.name, reader, alone, params.lang)
        model = self._readers.full.name
        async for rows in self._read_pages(job, params):
            review.add(rows)
            await asyncio.to_thread(tally.add, rows)
        about = _about(params, tally, review.summary(), model)
        html = await asyncio.to_thread(page, tally, about, params.lang)
        await self._store.keep_text(job, _REPORT, html)
        mix = tally.mix
        return {
            "read": tally.quality.read,
            "set_aside": tally.quality.rows - tally.quality.read,
            "negative": mix.negative,
            "neutral": mix.neutral,
            "positive": mix.positive,
            "unsure": mix.unsure,
            "why_set_aside": list(about.set_aside),
        }

    async def report(self, job: Job) -> str:
        html = await self._store.text(job.id, _REPORT)
        if html is None:
            raise NotFoundError("this analysis has no report yet")
        return html

    async def enriched(self, job: Job, form: Literal["csv", "jsonl"]) -> AsyncIterator[bytes]:
        params = msgspec.convert(job.params, AnalysisParams)
        buffer = io.StringIO(newline="")
        csv = EnrichedCsv(buffer, params.columns, params.lang)
        if form == "csv":
            yield b"\xef\xbb\xbf"
        async for rows in self._read_pages(job.id, params):
            if form == "jsonl":
                yield b"".join(as_line(row, params.lang) for row in rows)
                continue
            csv.write(rows)
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()

    async def _read_pages(self, job: str, params: AnalysisParams) -> AsyncIterator[list[Scored]]:
        for number in range(-(-params.rows // PAGE_ROWS)):
            rows = await self._store.read_rows(job, number)
            if rows is not None:
                yield rows


def _pages(table: Table) -> Iterator[list[Readable]]:
    masker = Masker(table.personal)
    rows = iter(table.rows)
    while some := [masker.mask(row) for row in itertools.islice(rows, PAGE_ROWS)]:
        yield some


def _read(reader: MaskedReader, rows: list[Readable], context: JobContext, before: int, total: int) -> list[Scored]:
    read: list[Scored] = []
    for start in range(0, len(rows), SLOW_BATCH):
        context.tell(before + start, total)
        read += reader.read(rows[start : start + SLOW_BATCH])
    return read


def _about(params: AnalysisParams, tally: Tally, reading: str, model: str) -> About:
    lang = params.lang
    return About(
        name=params.name,
        model=model,
        version=zhiyin.__version__,
        day=params.day,
        columns=params.fields,
        reading=reading,
        set_aside=tuple(f"{where(row, lang)}: {message(row, lang)}" for row in tally.set_aside[:_SHOWN]),
    )
