"""Job: long work in the background, with its progress. It outlives the process that works on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class JobStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """``params``, ``result`` and ``kept`` are JSON objects without raw text. Times in milliseconds since 1970 UTC."""

    id: str
    """32 hex digits."""
    tenant: str
    kind: str
    """Which handler works on it, e.g. ``file-analysis``."""
    by: str
    status: JobStatus
    params: Mapping[str, object]
    created_at: int
    done: int = 0
    """Units of work done so far, of ``total``; None: not known yet."""
    total: int | None = None
    kept: Mapping[str, object] = field(default_factory=dict)
    """What the handler needs to go on where it was, after a kill or a cancel."""
    result: Mapping[str, object] | None = None
    error: str = ""
    """Why it failed, for people; empty otherwise."""
    started_at: int | None = None
    """When it was last taken up."""
    ended_at: int | None = None
    attempt: int = 0
    """Times it was taken up: only the latest worker may report and end it."""
