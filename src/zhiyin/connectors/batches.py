"""Batches: large ones when rows flood in, small ones when they trickle, so that nobody waits for a batch to fill."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
BATCH = 256
"""Rows. Enough to spread the cost of a call to the model; few enough for a lively progress bar."""
SLOW_BATCH = 32
"""Rows, where a model takes tens of milliseconds for each: progress shows, and all processes get their part."""


def batched(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """For files: always full, but for the last."""
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def prompt(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """For pipes: what has arrived by now, at most ``size``. Rows are read by a thread; its error is raised here."""
    waiting: queue.Queue[T | _End] = queue.Queue(maxsize=4 * size)
    stopped = threading.Event()
    threading.Thread(target=_fill, args=(rows, waiting, stopped), name="rows", daemon=True).start()
    try:
        while True:
            batch: list[T] = []
            item = waiting.get()
            while not isinstance(item, _End):
                batch.append(item)
                if len(batch) >= size or waiting.empty():
                    break
                item = waiting.get_nowait()
            if batch:
                yield batch
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
    finally:
        stopped.set()


class _End:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def _fill(rows: Iterable[T], waiting: "queue.Queue[T | _End]", stopped: threading.Event) -> None:
    try:
        for row in rows:
            _put(row, waiting, stopped)
            if stopped.is_set():
                return
    except Exception as e:  # noqa: BLE001 - carried to the thread that asked, which raises it
        _put(_End(e), waiting, stopped)
    else:
        _put(_End(), waiting, stopped)


def _put(item: "T | _End", waiting: "queue.Queue[T | _End]", stopped: threading.Event) -> None:
    """Waits while the queue is full, but not for a reader that has gone."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=0.2)
        except queue.Full:
            continue
        return
