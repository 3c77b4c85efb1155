"""Parallel: scoring in several processes, for files that are worth it. Order is kept; what is under way is bounded."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from zhiyin.connectors.scoring import Scorable, Scored, Scoring

_AHEAD = 3
"""Batches under way per process: one worked on, one waiting, one whose result is being fetched."""
_scoring: Scoring | None = None


def score_all(batches: Iterable[Sequence[Scorable]], make: Callable[[], Scoring], jobs: int) -> Iterator[list[Scored]]:
    """Results batch by batch, in order. ``make`` builds a scoring; with ``jobs`` > 1 it is called in each process
    (which are started afresh, so ``make`` must be picklable)."""
    if jobs <= 1:
        scoring = make()
        for batch in batches:
            yield scoring.score(batch)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(make,)) as pool:
        under_way: deque[Future[list[Scored]]] = deque()
        try:
            for batch in batches:
                under_way.append(pool.submit(_score, batch))
                if len(under_way) >= _AHEAD * jobs:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def _start(make: Callable[[], Scoring]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what it means
    global _scoring  # noqa: PLW0603 - a worker process has one scoring, made when it starts
    _scoring = make()


def _score(batch: Sequence[Scorable]) -> list[Scored]:
    if _scoring is None:
        raise RuntimeError("a worker was used before it was started")
    return _scoring.score(batch)
