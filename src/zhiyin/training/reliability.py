"""Reliability: a picture of promised against kept probability, one small panel per head."""

import math
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from zhiyin.domain.errors import SetupError
from zhiyin.training.evaluate import HeadCalibration
from zhiyin.training.foresight_report import SetReport

_COLUMNS = 4
_SIDE = 2.3
"""Inches of a panel."""


def draw_reliability(heads: Sequence[HeadCalibration], folder: Path, part: str) -> Path | None:
    """Writes ``reliability.PART.svg``, the same bytes for the same figures; None if no head was asked on that part."""
    _require_matplotlib()
    import matplotlib as mpl
    from matplotlib.figure import Figure

    chosen = [head for head in heads if head.part == part]
    if not chosen:
        return None
    rows = math.ceil(len(chosen) / _COLUMNS)
    with mpl.rc_context({"svg.hashsalt": "zhiyin", "font.size": 7}):
        figure = Figure(figsize=(_SIDE * _COLUMNS, _SIDE * rows), layout="constrained")
        panels = figure.subplots(rows, _COLUMNS, squeeze=False).ravel()
        for panel in panels[len(chosen) :]:
            panel.remove()
        for panel, head in zip(panels, chosen, strict=False):
            panel.plot([0, 1], [0, 1], color="0.7", linewidth=0.8)
            panel.plot([b.promised for b in head.bins], [b.right for b in head.bins], marker="o", markersize=2.5)
            title = f"{head.head}: {head.texts} texts\nECE {head.calibration_error:.3f} (chance {head.by_chance:.3f})"
            panel.set(xlim=(0, 1), ylim=(0, 1), title=title)
        figure.supxlabel("probability of the label said")
        figure.supylabel("share that is right")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"reliability.{part}.svg"
        figure.savefig(path, metadata={"Date": None})
    return path


def draw_tenths(reports: Sequence[SetReport], folder: Path, part: str) -> Path:
    """Writes ``warnings.PART.svg``: promised against observed share of bad ends, with intervals, one panel a set."""
    _require_matplotlib()
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "zhiyin", "font.size": 8}):
        figure = Figure(figsize=(3.2 * len(reports), 3.2), layout="constrained")
        panels = figure.subplots(1, len(reports), squeeze=False).ravel()
        for panel, report in zip(panels, reports, strict=True):
            x = [t.promised for t in report.tenths]
            y = [t.observed.value for t in report.tenths]
            reach = [[t.observed.value - t.observed.low for t in report.tenths]]
            reach.append([t.observed.high - t.observed.value for t in report.tenths])
            panel.fill_between([0, 1], [-0.05, 0.95], [0.05, 1.05], color="0.92")
            panel.plot([0, 1], [0, 1], color="0.7", linewidth=0.8)
            panel.errorbar(x, y, yerr=reach, marker="o", markersize=3, linewidth=1, capsize=2)
            panel.set(xlim=(0, 1), ylim=(0, 1), title=report.name)
        figure.supxlabel("promised probability of a bad end (band: 5 points)")
        figure.supylabel("observed share of bad ends")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"warnings.{part}.svg"
        figure.savefig(path, metadata={"Date": None})
    return path


def _require_matplotlib() -> None:
    if find_spec("matplotlib") is None:
        raise SetupError("pictures need matplotlib: install the extra with pip install 'zhiyin[train]'")
