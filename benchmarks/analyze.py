"""Analysis of a file end to end: ours beside SnowNLP, in one run, on the same rows.

    python benchmarks/analyze.py [--rows 7000] [--snownlp FOLDER]

SnowNLP is what a search for "Chinese sentiment, Python" finds. It is no dependency of ours; install it apart:
    pip install --target FOLDER snownlp
Reviews come from the corpora under $ZHIYIN_DATA (online_shopping and waimai, dev parts: neither was trained on).
Each contender runs in a fresh process and starts from the same CSV. Ours reads it, masks every cell, reads polarity
and eleven emotions, and writes HTML, CSV and JSONL; SnowNLP's part reads it and writes one score per row to a CSV.
Ours runs by itself (a file of this size: the cascade, if the artefact holds two readers) with one process and with two,
and with the fast and the full reader alone.
"""

import argparse
import csv
import gzip
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

RESULT = Path(__file__).parent / "results" / "analyze.json"
SETS = ("online_shopping", "waimai")
OURS = """
import functools, sys, time
from rich.console import Console
from zhiyin.app import fast_text_model, quickener, text_model
from zhiyin.config import load
from zhiyin.connectors.analysis_options import AnalysisOptions
from zhiyin.connectors.analyze_command import run_analysis
from zhiyin.packs.lexicons import load_lexicon
if __name__ == "__main__":
    file, out, jobs, reader = sys.argv[1:]
    config = load()
    again = functools.partial(fast_text_model if reader == "fast" else text_model, config)
    quicken = None if reader == "fast" else quickener(config, False)
    model, lexicon = again(), load_lexicon()
    started = time.perf_counter()
    options = AnalysisOptions(file, out=out, jobs=int(jobs), reader=reader)
    code = run_analysis(options, model, lexicon, Console(stderr=True, quiet=True), again, quicken)
    print(time.perf_counter() - started)
    sys.exit(code)
"""
OURS_RUNS = (("auto", 1), ("auto", 2), ("fast", 1), ("full", 1))
SNOWNLP = """
import csv, sys, time
sys.path.insert(0, sys.argv[3])
from snownlp import SnowNLP
SnowNLP("好").sentiments
started = time.perf_counter()
with open(sys.argv[1], encoding="utf-8", newline="") as source, open(sys.argv[2], "w", newline="") as target:
    writer = csv.writer(target)
    for row in csv.DictReader(source):
        writer.writerow([row["评论"], SnowNLP(row["评论"]).sentiments])
print(time.perf_counter() - started)
"""


@dataclass(frozen=True)
class Result:
    """``seconds`` are without loading, ``cpu_seconds`` with it (they are steadier on a busy machine).

    ``accuracy`` is of negative against positive; None without labelled data. ``again``: the share that the full model
    read again after the fast one; None where one model read everything.
    """

    name: str
    rows_per_s: float
    seconds: float
    cpu_seconds: float
    peak_mb: float
    accuracy: float | None
    again: float | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=7000)
    parser.add_argument("--snownlp", default="", help="folder in which SnowNLP was installed")
    arguments = parser.parse_args()
    rows = load_rows(arguments.rows)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reviews.csv"
        write_csv(file, [text for text, _ in rows])
        for reader, jobs in OURS_RUNS:
            results.append(ours(file, rows, reader, jobs))
        if has_snownlp(arguments.snownlp):
            results.append(snownlp(file, rows, arguments.snownlp))
        else:
            print("!! SnowNLP is missing, so nothing is compared. Install it apart from this project and say where:")
            print("!!   pip install --target /tmp/snownlp snownlp")
            print("!!   python benchmarks/analyze.py --snownlp /tmp/snownlp")
    show(results, len(rows))


def load_rows(count: int) -> list[tuple[str, str]]:
    """(text, label). Without the corpora made-up rows for speed only, said loudly."""
    data = os.environ.get("ZHIYIN_DATA")
    if not data:
        print("!! ZHIYIN_DATA is not set: made-up rows, speed only, no accuracy.")
        return [(f"第{n}次买了，物流很快，质量不错，客服有点慢，整体还可以", "") for n in range(count)]
    rows = []
    for name in SETS:
        with gzip.open(Path(data) / "text" / f"{name}.dev.jsonl.gz", "rt", encoding="utf-8") as stream:
            rows += [(r["text"], r["label"]) for r in map(json.loads, stream) if r["text"].strip()]
    random.Random(7).shuffle(rows)
    return rows[:count]


def write_csv(file: Path, texts: Sequence[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["评论"], *([text] for text in texts)])


def ours(file: Path, rows: Sequence[tuple[str, str]], reader: str, jobs: int) -> Result:
    out = file.parent / f"out-{reader}-{jobs}"
    seconds, cpu, peak = timed([OURS, str(file), str(out), str(jobs), reader], allowed=(0, 1))
    with (out / f"{file.name}.zhiyin.jsonl").open(encoding="utf-8") as stream:
        found = [json.loads(line) for line in stream]
    right = 0
    for answer, (_, label) in zip(found, rows, strict=True):
        probs = answer.get("polarity_probs", {"positive": 0.0, "negative": 0.0})
        right += ("positive" if probs["positive"] >= probs["negative"] else "negative") == label
    by = [answer["model"] for answer in found if "model" in answer]
    again = sum(not name.endswith("/fast") for name in by) / len(by) if len(set(by)) > 1 else None
    name = f"zhiyin analyze, {reader}, {jobs} process{'es' if jobs > 1 else ''}"
    return replace(result(name, rows, seconds, cpu, peak, right), again=again)


def has_snownlp(folder: str) -> bool:
    return bool(folder) and (Path(folder) / "snownlp").is_dir()


def snownlp(file: Path, rows: Sequence[tuple[str, str]], folder: str) -> Result:
    target = file.parent / "snownlp.csv"
    seconds, cpu, peak = timed([SNOWNLP, str(file), str(target), folder], allowed=(0,))
    with target.open(newline="") as stream:
        scores = [float(score) for _, score in csv.reader(stream)]
    right = sum(
        ("positive" if score > 0.5 else "negative") == label for score, (_, label) in zip(scores, rows, strict=True)
    )
    return result("SnowNLP sentiments", rows, seconds, cpu, peak, right)


def timed(program: Sequence[str], allowed: Sequence[int]) -> tuple[float, float, float]:
    """Seconds as the program says, CPU seconds and peak MB (with its children) as the system says."""
    measure = (
        "import resource as r, subprocess as s, sys; d = s.run([sys.executable, '-c', *sys.argv[1:]]);"
        "u = r.getrusage(r.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime, u.ru_maxrss); sys.exit(d.returncode)"
    )
    done = subprocess.run([sys.executable, "-c", measure, *program], capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise SystemExit(f"{done.stdout}\n{done.stderr}")
    seconds, usage = done.stdout.splitlines()[-2:]
    cpu, peak = usage.split()
    return float(seconds), float(cpu), float(peak) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def result(name: str, rows: Sequence[tuple[str, str]], seconds: float, cpu: float, peak: float, right: int) -> Result:
    labelled = any(label for _, label in rows)
    accuracy = round(right / len(rows), 4) if labelled else None
    return Result(name, round(len(rows) / seconds, 1), round(seconds, 2), round(cpu, 2), round(peak, 1), accuracy)


def show(results: Sequence[Result], rows: int) -> None:
    print(f"{rows} reviews, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{'':36}{'rows/s':>10}{'seconds':>10}{'CPU s':>8}{'peak MB':>10}{'accuracy':>10}{'again':>8}")
    for r in results:
        accuracy = "-" if r.accuracy is None else f"{r.accuracy:.1%}"
        again = "-" if r.again is None else f"{r.again:.1%}"
        print(
            f"{r.name:36}{r.rows_per_s:>10,.0f}{r.seconds:>10.1f}{r.cpu_seconds:>8.1f}{r.peak_mb:>10.0f}{accuracy:>10}"
            f"{again:>8}"
        )
    other = results[-1]
    if other.name.startswith("SnowNLP"):
        for r in results[:-1]:
            clock, cpu = r.rows_per_s / other.rows_per_s, other.cpu_seconds / r.cpu_seconds
            print(f"{r.name}: {clock:.1f} x the rows/s of SnowNLP, {cpu:.1f} x its rows per CPU second")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(
        json.dumps(
            {
                "rows": rows,
                "python": platform.python_version(),
                "cores": os.cpu_count(),
                "load": round(os.getloadavg()[0], 1),
                "results": [asdict(r) for r in results],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
