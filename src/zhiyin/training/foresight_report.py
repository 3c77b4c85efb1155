"""Report of foresight: how well ends, course and warnings are told on dialogues that were kept apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from zhiyin.domain.foresight import Lead
from zhiyin.training.datasets import rows
from zhiyin.training.foresight_baselines import Baseline, Floats, Score, baselines
from zhiyin.training.foresight_measure import (
    CourseAhead,
    Ends,
    Tenth,
    Warned,
    at_share,
    bad_chances,
    course_ahead,
    ends,
    log_odds,
    tenths,
    threshold_for,
    warned,
)
from zhiyin.training.metrics import Figure
from zhiyin.training.risk import Fitted
from zhiyin.training.risk_config import RiskConfig
from zhiyin.training.risk_moments import Moment

SHARES = (1.0, 0.75, 0.5, 0.25)
TIERS = (0.2, 0.5, 0.8)
PRECISION = 0.88
"""Of the operating point asked for by SPEC L1."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Moments of one set as one kind of reader gives them."""

    train: Sequence[Moment]
    part: Sequence[Moment]


@dataclass(frozen=True, slots=True)
class Promises:
    """What was promised at each moment, to be set beside other sets."""

    chances: Floats
    moments: Sequence[Moment]


@dataclass(frozen=True, slots=True)
class SetReport:
    """Of one set; ``marked`` by people, ``heard`` by the shipped reader."""

    name: str
    marked: Sequence[Ends]
    heard: Sequence[Ends]
    course: Sequence[CourseAhead]
    tenths: Sequence[Tenth]
    tiers: Sequence[Warned]
    assumed: Sequence[Warned]
    point: Warned | None
    rivals: Mapping[str, Sequence[float]]
    """AUC by name, at each of ``SHARES``."""
    promises: Promises


def measure_set(
    config: RiskConfig, data: Path, part: str, name: str, heard: tuple[Fitted, Seen], marked: tuple[Fitted, Seen]
) -> SetReport:
    """All figures of one set. The operating point is chosen on its train part."""
    fitted, seen = heard
    weights = fitted.at_home(name)
    chances, foresight = bad_chances(weights, seen.part), weights.foresight
    assumed = bad_chances(fitted.weights, seen.part)
    threshold = threshold_for(bad_chances(weights, seen.train), seen.train, PRECISION)
    train, asked = rows(data, name, "train"), rows(data, name, part)

    def own(moments: Sequence[Moment]) -> Floats:
        return log_odds(weights, moments)

    rivals = baselines(train, seen.train, [*train, *asked], own)
    return SetReport(
        name=name,
        marked=_all_ends(config, *marked, name),
        heard=_all_ends(config, fitted, seen, name),
        course=[course_ahead(a, seen.part, config.seed) for a in (foresight.ahead if foresight else ())],
        tenths=tenths(chances, seen.part, config.seed),
        tiers=[warned(chances, seen.part, t) for t in TIERS],
        assumed=[warned(assumed, seen.part, t, config.assumed.bad) for t in TIERS],
        point=None if threshold is None else warned(chances, seen.part, threshold),
        rivals=_rivals(seen.part, rivals, own),
        promises=Promises(chances, seen.part),
    )


def _all_ends(config: RiskConfig, fitted: Fitted, seen: Seen, name: str) -> list[Ends]:
    weights = fitted.at_home(name)
    over = ends(weights, seen.part, 1.0, over=True, seed=config.seed)
    return [over, *(ends(weights, seen.part, share, over=False, seed=config.seed) for share in SHARES)]


def _rivals(part: Sequence[Moment], rivals: Sequence[Baseline], own: Score) -> dict[str, list[float]]:
    found = {}
    for name, score in [("this model", own), *((b.name, b.score) for b in rivals)]:
        found[name] = [_auc(score(chosen), chosen) for chosen in (at_share(part, share) for share in SHARES)]
    return found


def _auc(scores: Floats, chosen: Sequence[Moment]) -> float:
    return float(roc_auc_score([m.satisfaction == 1 for m in chosen], scores))


def render(config: RiskConfig, reports: Sequence[SetReport], leads: Sequence[tuple[int, Lead]]) -> str:
    """Markdown."""
    lines = [line for r in reports for line in _lines(r, config.assumed.bad)]
    return "\n".join([*lines, *_together(config, reports), *_leads(leads)]) + "\n"


def _together(config: RiskConfig, reports: Sequence[SetReport]) -> Iterator[str]:
    """Calibration over all sets, for few dialogues stand in a tenth of one."""
    chances = np.concatenate([r.promises.chances for r in reports])
    known = [m for r in reports for m in r.promises.moments]
    yield "### All sets: promised and observed share of bad ends\n"
    yield from _tenths(tenths(chances, known, config.seed))
    yield ""


def _lines(r: SetReport, assumed_bad: float) -> Iterator[str]:
    yield f"### {r.name}: {r.heard[0].dialogues} dialogues\n"
    yield "How it ends (1 bad, 2, 3 good), by the share of the dialogue seen:\n"
    yield (
        "| seen | marked by people: macro-F1 % | AUC of bad | Brier (share alone) "
        "| heard by the reader: macro-F1 % | AUC of bad | Brier |"
    )
    yield "|---|---|---|---|---|---|---|"
    for m, h in zip(r.marked, r.heard, strict=True):
        seen = "all, over" if m.over else f"{m.seen:.0%}"
        yield (
            f"| {seen} | {_percent(m.f1)} | {_plain(m.auc)} | {m.brier:.3f} ({m.brier_of_share:.3f}) "
            f"| {_percent(h.f1)} | {_plain(h.auc)} | {h.brier:.3f} |"
        )
    yield "\nAUC of the bad end beside baselines, heard by the reader:\n"
    yield "| | " + " | ".join(f"{s:.0%} seen" for s in SHARES) + " |\n|---|" + "---|" * len(SHARES)
    for name, values in r.rivals.items():
        yield f"| {name} | " + " | ".join(f"{v:.3f}" for v in values) + " |"
    yield "\nCourse of the emotion ahead, Brier over three polarities:\n"
    yield "| customer turns ahead | moments | foreseen | stays as heard last | shares alone | gain on staying [95 %] |"
    yield "|---|---|---|---|---|---|"
    for c in r.course:
        yield f"| {c.turns} | {c.moments} | {c.foreseen:.3f} | {c.stays:.3f} | {c.by_share:.3f} | {_plain(c.gain)} |"
    yield "\nPromised and observed share of bad ends, each dialogue counted once over all its moments:\n"
    yield from _tenths(r.tenths)
    yield from _warnings(r, assumed_bad)


def _tenths(found: Sequence[Tenth]) -> Iterator[str]:
    yield "| promised | moments | dialogues | mean promised % | observed % [95 %] | apart, points |"
    yield "|---|---|---|---|---|---|"
    for t in found:
        apart = 100 * (t.observed.value - t.promised)
        where = f"{t.low:.0%}-{t.low + 0.1:.0%} | {t.moments} | {t.dialogues} | {100 * t.promised:.1f}"
        yield f"| {where} | {_percent(t.observed)} | {apart:+.1f} |"


def _warnings(r: SetReport, assumed_bad: float) -> Iterator[str]:
    yield "\nWarnings, heard by the reader; lead in customer turns still to come:\n"
    yield "| threshold | warned | precision % | recall % | false alarms per 1,000 | lead | with a turn to spare % |"
    yield "|---|---|---|---|---|---|---|"
    for w in r.tiers:
        yield _warned(f"{w.threshold:.0%}", w)
    if r.point:
        yield _warned(f"{r.point.threshold:.0%} (precision of {PRECISION:.0%} on train)", r.point)
    for w in r.assumed:
        yield _warned(f"{w.threshold:.0%}, as shipped, at {assumed_bad:.0%} bad ends", w)
    yield ""


def _warned(name: str, w: Warned) -> str:
    lead = "-" if w.lead_quartiles is None else " / ".join(f"{q:g}" for q in w.lead_quartiles)
    false = f"{w.false_per_1000.value:.0f} [{w.false_per_1000.low:.0f}, {w.false_per_1000.high:.0f}]"
    precision = "-" if w.precision is None else _percent(w.precision)
    return (
        f"| {name} | {w.warned} of {w.dialogues} | {precision} | {_percent(w.recall)} | {false} | {lead} "
        f"| {100 * w.in_time:.0f} |"
    )


def _leads(leads: Sequence[tuple[int, Lead]]) -> Iterator[str]:
    yield "Customer turns still to come, by how many there have been (quartiles, train):\n"
    yield "| from turn | " + " | ".join(str(turns) for turns, _ in leads) + " |\n|---|" + "---|" * len(leads)
    yield "| still to come | " + " | ".join(f"{x.low} / {x.median} / {x.high}" for _, x in leads) + " |"


def _percent(f: Figure) -> str:
    return f"{100 * f.value:.1f} [{100 * f.low:.1f}, {100 * f.high:.1f}]"


def _plain(f: Figure) -> str:
    return f"{f.value:.3f} [{f.low:.3f}, {f.high:.3f}]"
