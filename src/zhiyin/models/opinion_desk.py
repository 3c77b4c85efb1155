"""Desk: many questions at once, in a given time, under the gate; whatever goes wrong is an outcome, never an error."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import httpx
import structlog

from zhiyin.models.opinion import Opinion, OpinionError, Question
from zhiyin.models.opinion_client import OpinionClient
from zhiyin.models.opinion_gate import OpinionGate, Spent

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of a wish for an opinion."""

    ANSWERED = "answered"
    UNCLEAR = "unclear"
    """The model said that it cannot tell."""
    CACHED = "cached"
    REFUSED = "refused"
    """The server refused, or the answer was not of the form asked for."""
    UNREACHABLE = "unreachable"
    LATE = "late"
    """No answer in time, or no time left to ask."""
    OVER_BUDGET = "over_budget"
    RESTING = "resting"
    """Not asked, because the model has failed too often of late."""


@dataclass(frozen=True, slots=True)
class Heard:
    """``asked``: a question really went out."""

    outcome: Outcome
    asked: bool = False
    opinion: Opinion | None = None


_LATE = Heard(Outcome.LATE)


class _LoopThread:
    """An event loop that runs in a thread of its own until ``end``."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="second opinion", daemon=True)
        self._thread.start()

    def submit(self, coroutine: Coroutine[object, object, _T]) -> "Future[_T]":
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class OpinionDesk:
    """Asks in an event loop and thread of its own, since callers sit in worker threads. Safe for several callers.

    Not httpx's blocking client: its time-outs hold for each read, so a server that sends a byte now and then would keep
    the caller for ever, and a blocking call cannot be cancelled.
    """

    def __init__(self, client: OpinionClient, gate: OpinionGate, *, deadline: float, parallel: int) -> None:
        """``deadline`` in seconds is for all questions of one call together; ``parallel`` is over all callers."""
        self._client = client
        self._gate = gate
        self._deadline = deadline
        self._places = asyncio.Semaphore(parallel)
        self._lock = threading.Lock()
        self._thread: _LoopThread | None = None
        self._closed = False

    def ask(self, questions: Sequence[Question]) -> list[Heard]:
        """One outcome per question, in order, within the deadline. After ``close`` all are late."""
        with self._lock:
            if self._closed:
                return [_LATE] * len(questions)
            self._thread = self._thread or _LoopThread()
            asking = self._thread.submit(self._ask(questions))
        try:
            return asking.result()
        except CancelledError:
            return [_LATE] * len(questions)

    def close(self) -> None:
        """Give up what is under way, and end the thread."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread:
            thread.submit(self._give_up()).result()
            thread.end()

    async def _give_up(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.close()

    async def _ask(self, questions: Sequence[Question]) -> list[Heard]:
        tasks = [asyncio.create_task(self._one(question)) for question in questions]
        try:
            _, late = await asyncio.wait(tasks, timeout=self._deadline)
        except asyncio.CancelledError:
            late = set(tasks)
        for task in late:
            task.cancel()
        heard = await asyncio.gather(*tasks, return_exceptions=True)
        return [one if isinstance(one, Heard) else _LATE for one in heard]

    async def _one(self, question: Question) -> Heard:
        async with self._places:
            barred = self._gate.enter()
            if barred is not None:
                return Heard(Outcome.OVER_BUDGET if isinstance(barred, Spent) else Outcome.RESTING)
            heard = await self._hear(question)
            failed = heard.outcome in (Outcome.LATE, Outcome.REFUSED, Outcome.UNREACHABLE)
            if self._gate.leave(failed=failed):
                _log.warning("the second opinion fails and is left in peace for a while", last=heard.outcome.value)
            return heard

    async def _hear(self, question: Question) -> Heard:
        """Cancelling it means that the time is up."""
        try:
            opinion = await self._client.ask(question)
        except asyncio.CancelledError:
            return Heard(Outcome.LATE, asked=True)
        except httpx.TimeoutException:
            return Heard(Outcome.LATE, asked=True)
        except OpinionError as error:
            _log.info("an opinion was refused", why=str(error))
            return Heard(Outcome.REFUSED, asked=True)
        except Exception as error:  # noqa: BLE001 - a named edge: an outside model must never stop the reading of turns
            _log.info("the second opinion cannot be reached", why=type(error).__name__)
            return Heard(Outcome.UNREACHABLE, asked=True)
        outcome = Outcome.UNCLEAR if opinion.polarity is None else Outcome.ANSWERED
        return Heard(outcome, asked=True, opinion=opinion)
