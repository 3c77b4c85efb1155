"""Tiny data sets made here, so that training is tested without the data folder."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from zhiyin.training.config import CalibrationPlan, Fit, NgramConfig, Own, Source, Vocabulary
from zhiyin.training.encoder.config import load_encoder_config

GOOD = ("质量很好很满意", "物流快态度好", "非常喜欢好看", "很好用值得买")
BAD = ("质量太差要退货", "物流慢态度差", "坏了用不了", "太差劲不值得买")
PLAIN = ("请问几点发货", "订单在哪里查", "地址怎么改")


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def review_rows(times: int) -> list[dict[str, object]]:
    labelled = [*((t, "positive") for t in GOOD), *((t, "negative") for t in BAD), *((t, "neutral") for t in PLAIN)]
    return [{"text": f"{t}{'啊' * (i % 3)}", "label": label} for i in range(times) for t, label in labelled]


def dialogue(name: str, label: int, marks: list[int]) -> dict[str, object]:
    turns = [turn for mark in marks for turn in (["customer", "1 2", mark], ["agent", "3", 2])]
    return {"text": name, "label": label, "turns": turns}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one review set, one sarcasm set, two dialogue sets, and a few unlabelled lines."""
    text = tmp_path / "data" / "text"
    for part, times in (("train", 12), ("dev", 4)):
        write_rows(text / f"waimai.{part}.jsonl.gz", review_rows(times))
        replies: list[dict[str, object]] = [
            {"text": "真是好棒棒哦", "label": "sarcastic"},
            {"text": "说得对", "label": "literal"},
        ]
        write_rows(text / f"tosarcasm.{part}.jsonl.gz", [r for _ in range(times) for r in replies])
        for name in ("ssa_clothes", "ssa_makeup"):
            bad = [dialogue(f"{name[4:]}-{part}-{i}", 1, [2, 1, 1, 1]) for i in range(times)]
            fine = [dialogue(f"{name[4:]}-{part}-{i + 99}", 3, [2, 2, 3]) for i in range(2 * times)]
            write_rows(text / f"{name}.{part}.jsonl.gz", [*bad, *fine])
    lines = tmp_path / "data" / "unlabelled" / "cs_jddc_utts_no_uss_test.txt.gz"
    lines.parent.mkdir(parents=True)
    with gzip.open(lines, "wt", encoding="utf-8") as out:
        out.write("谢谢你哦\n我要投诉你们\n查一下订单\n亲，请稍等\n")
    return tmp_path / "data"


@pytest.fixture
def config() -> NgramConfig:
    """The shipped configuration, cut to two sets and few sentences."""
    full = load_encoder_config().ngrams
    few = msgspec.structs.replace(full.own.templates, per_label=20)
    own: Own = msgspec.structs.replace(full.own, templates=few, sayings=0.05)
    plan: CalibrationPlan = msgspec.structs.replace(full.calibration, polarity_sets=["own", "waimai"])
    return msgspec.structs.replace(
        full,
        vocabulary=Vocabulary(smallest=1, most=20000),
        fit=Fit(rounds=15, penalty=full.fit.penalty),
        calibration=plan,
        sources=[
            Source(set="waimai", weight=1.0, polarity="signs", emotion="review"),
            Source(set="tosarcasm", weight=1.0, sarcasm="reply"),
        ],
        own=own,
    )


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """An empty folder for sets to measure on."""
    folder = tmp_path / "sets"
    folder.mkdir()
    return folder


@pytest.fixture
def write() -> Callable[[Path, list[dict[str, object]]], None]:
    """Writes rows as one set's file."""
    return write_rows
