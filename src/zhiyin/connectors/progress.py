"""Progress on standard error: a bar for a person at a terminal, a line now and then for a log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from zhiyin.connectors.source import Source
from zhiyin.connectors.wording import Lang

_EVERY = 15.0
"""Seconds between lines in a log."""
_WORDS: dict[Lang, tuple[str, str]] = {"zh": ("已分析 {rows:,} 条", "条/秒"), "en": ("{rows:,} rows", "rows/s")}


class Meter(Protocol):
    def __call__(self, rows: int) -> None:
        """``rows`` done so far."""
        ...


@contextmanager
def progress(console: Console, source: Source, lang: Lang) -> Iterator[Meter]:
    """Measures by bytes read of the file; for a pipe, whose size is unknown, it only counts."""
    words, rate = _WORDS[lang]
    started = time.monotonic()

    def speed(rows: int) -> str:
        return f"{words.format(rows=rows)} · {rows / max(1e-3, time.monotonic() - started):,.0f} {rate}"

    if not console.is_terminal:
        yield _lines(console, source, speed)
        return
    parts = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console, transient=True) as bar:
        task = bar.add_task(speed(0), total=source.size)

        def update(rows: int) -> None:
            bar.update(task, completed=source.position, description=speed(rows))

        yield update


class _Speed(Protocol):
    def __call__(self, rows: int) -> str: ...


def _lines(console: Console, source: Source, speed: _Speed) -> Meter:
    last = time.monotonic()

    def update(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            share = f"{source.position / source.size:.0%} · " if source.size else ""
            console.print(f"{share}{speed(rows)}", highlight=False)

    return update
