"""Watch: shows how far a long replay has come, and lets Ctrl-C end it with what was done so far."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

_EVERY = 15.0
"""Seconds between lines in a log."""
_REFRESH = 0.1
"""Seconds between two looks of a person."""

GoOn = Callable[[int, int], bool]
"""Told the conversations and turns done; False: stop here."""


@contextmanager
def watched(console: Console) -> Iterator[GoOn]:
    """A spinner for a person at a terminal, a line now and then for a log.

    The first Ctrl-C makes the callable answer False; a second one interrupts as usual.
    """
    with _interruptible() as stopped:
        if console.is_terminal:
            with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True) as bar:
                task = bar.add_task(_said(0, 0, 0.0))
                yield _meter(lambda text: bar.update(task, description=text), _REFRESH, stopped)
        else:
            yield _meter(lambda text: console.print(text, highlight=False), _EVERY, stopped)


def _meter(show: Callable[[str], None], every: float, stopped: threading.Event) -> GoOn:
    started = last = time.monotonic()

    def go_on(conversations: int, turns: int) -> bool:
        nonlocal last
        now = time.monotonic()
        if now - last >= every:
            last = now
            show(_said(conversations, turns, now - started))
        return not stopped.is_set()

    return go_on


def _said(conversations: int, turns: int, seconds: float) -> str:
    rate = f" · {turns / seconds:,.0f} 条/秒" if seconds else ""
    return f"已回放 {conversations:,} 个会话，{turns:,} 条消息{rate}（Ctrl-C 可提前结束）"


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may take signals
        yield stopped
        return
    before = signal.getsignal(signal.SIGINT)

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
