"""Report: an evaluation as a table in Markdown."""

from collections.abc import Iterator

from zhiyin.training.evaluate import Evaluation
from zhiyin.training.metrics import Figure
from zhiyin.training.score import Result

_HEADER = (
    "| set | head | texts | measure | value % [95 %] | floor | must | aim | accuracy % | macro-F1 % | majority % | ECE "
    "| sure: share %, accuracy % [95 %] |"
)


def report(evaluation: Evaluation) -> str:
    """All sets, then the parts of our own sayings, the calibration of each head, and what was left out and why."""
    whole = [result for result in evaluation.results if not result.group]
    groups = [result for result in evaluation.results if result.group]
    lines = [f"Model {evaluation.model}. Brackets: 95 % intervals.", "", *_table(whole)]
    if groups:
        lines += ["", "Parts of a set:", "", *_table(groups)]
    if evaluation.heads:
        lines += ["", "| head | part | texts | calibration error | of a perfect head |", "|---|---|---|---|---|"]
        lines += [
            f"| {h.head} | {h.part} | {h.texts} | {h.calibration_error:.3f} | {h.by_chance:.3f} |"
            for h in evaluation.heads
        ]
    if evaluation.skipped:
        lines += ["", "Skipped:", "", *(f"* {s.set}.{s.part}: {s.why}" for s in evaluation.skipped)]
    return "\n".join(lines)


def _table(results: list[Result]) -> Iterator[str]:
    yield _HEADER
    yield "|" + "---|" * _HEADER.count(" |")
    for result in results:
        yield "| " + " | ".join(_cells(result)) + " |"


def _cells(r: Result) -> Iterator[str]:
    yield f"{r.set}.{r.part}" + (f", {r.group}" if r.group else "")
    yield r.head
    yield str(r.texts) + (f" (left out {r.left_out})" if r.left_out else "")
    yield r.measure.replace("_", "-")
    yield figure(r.value)
    for percent in (r.floor, r.must, r.aim):
        yield "-" if percent is None else f"{percent:g}"
    shares = [None if found is None else found.value for found in (r.accuracy, r.macro_f1)]
    for share in (*shares, r.majority):
        yield "-" if share is None else f"{100 * share:.1f}"
    yield "-" if r.calibration_error is None else f"{r.calibration_error:.3f}"
    yield "-" if r.sure_share is None or not r.sure_accuracy else f"{100 * r.sure_share:.0f}, {figure(r.sure_accuracy)}"


def figure(found: Figure) -> str:
    """In percent, with its interval."""
    return f"{100 * found.value:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]"
