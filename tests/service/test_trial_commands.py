"""``zhiyin policy try`` and ``zhiyin thresholds`` as a person uses them, with real files."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from zhiyin.packs import load_policy
from zhiyin.testing.command import Ran, run_command
from zhiyin.testing.spine import said, spine

Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return partial(run_command, tmp_path)


def line_of(conversation: str, turns: int, told: float = 0.0) -> str:
    """One conversation of an export; ``told`` is the probability that its customer's turns are negative."""
    probs = {"negative": told, "neutral": 1 - told, "positive": 0.0}
    reading: dict[str, object] = {
        "polarity": "negative" if told > 0.5 else "neutral",
        "polarity_probs": probs,
        "emotion": "angry" if told > 0.5 else "calm",
        "emotions": {},
        "intensity": told,
        "confidence": 0.9,
        "unsure": False,
        "sarcasm": 0.0,
        "reasons": [],
        "model": "m",
    }
    said = [
        {"event_id": f"e{n:03}", "role": "customer", "at": n * 1000, "text": f"第{n}句", "scene": "ecommerce"}
        for n in range(turns)
    ]
    return json.dumps({"conversation": conversation, "turns": [{**turn, "reading": reading} for turn in said]})


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """120 calm conversations and 25 whose customer grows ever angrier."""
    file = tmp_path / "history.jsonl"
    lines = [line_of(f"fine-{n}", 3, n / 400) for n in range(120)] + [line_of(f"bad-{n}", 6, 0.9) for n in range(25)]
    file.write_text("\n".join(lines), "utf-8")
    return file


@pytest.fixture
def ends(tmp_path: Path) -> Path:
    file = tmp_path / "ends.csv"
    rows = [*(f"fine-{n},0" for n in range(120)), *(f"bad-{n},1" for n in range(25))]
    file.write_text("\n".join(["conversation,bad", *rows]), "utf-8")
    return file


def test_other_thresholds_are_tried_under_the_policy_in_force(
    run: Run, tmp_path: Path, export: Path, ends: Path
) -> None:
    tried = ("policy", "try", "--scene", "ecommerce", "--on", str(export), "--thresholds", "moderate=30%,severe=0.9")
    code, out, _ = run(*tried, "--json", "--ends", str(ends), "--list", str(tmp_path / "list.csv"))
    report = json.loads(out)
    assert code == 0
    assert report["old"]["policy"] == report["new"]["policy"]
    assert report["new"]["thresholds"] == {"mild": 0.2, "moderate": 0.3, "severe": 0.9}
    assert (report["new"]["ends"]["known"], report["new"]["ends"]["bad"]) == (145, 25)
    changed = sum(report["changes"].values())
    assert len((tmp_path / "list.csv").read_text("utf-8-sig").splitlines()) == changed + 1
    code, out, _ = run(*tried, "--warn-tier", "severe", "--since", "1970-01-02")
    assert code == 0
    assert "没有场景为 ecommerce 的历史会话" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 3, "nothing to try"),
        (("--thresholds", "mild=0.3"), 3, "--scene"),
        (("--scene", "nowhere", "--thresholds", "mild=0.3"), 3, "scenes with one: ecommerce"),
        (("ecommerce", "--scene", "travel"), 3, "not 'travel'"),
        (("ecommerce", "--thresholds", "mild=30"), 2, "mild=30%"),
        (("ecommerce", "--thresholds", "mild"), 2, "TIER=SHARE"),
        (("ecommerce", "--thresholds", "mild=0.6"), 3, "must rise"),
        (("ecommerce", "--thresholds", "mild=a lot"), 2, "is no number"),
        (("ecommerce", "--thresholds", "mild=0.1,mild=0.2"), 2, "stands twice"),
        (("ecommerce", "--risk", "absent"), 3, "kept: shipped"),
        (("ecommerce", "--since", "yesterday"), 2, "2026-11-22"),
        (("ecommerce", "--since", "2026-02-02", "--until", "2026-02-01"), 3, "swap"),
        (("ecommerce", "--ends", "absent.csv"), 3, "absent.csv"),
    ],
)
def test_what_cannot_be_tried_is_one_sentence_and_a_code(
    run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    returned, _, err = run("policy", "try", *arguments)
    assert (returned, "Traceback" in err) == (code, False)
    assert said in " ".join(err.split())


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process there")
def test_an_interrupted_trial_prints_what_was_done_and_says_so(tmp_path: Path) -> None:
    pipe = tmp_path / "endless.jsonl"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "zhiyin.cli", "policy", "try", "ecommerce", "--on", str(pipe), "--json"]
    environment = {**os.environ, "ZHIYIN_HOME": str(tmp_path)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    history = os.open(pipe, os.O_WRONLY)  # waits until the trial opens it
    os.write(history, line_of("c-1", 3).encode() + b"\n")
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(BrokenPipeError):  # it may have ended after the first
        os.write(history, line_of("c-2", 3).encode() + b"\n")
    out, err = process.communicate(timeout=60)
    os.close(history)
    report = json.loads(out)
    assert (process.returncode, report["complete"]) == (130, False)
    assert report["conversations"] in (1, 2)
    assert "interrupted" in err


def test_thresholds_within_budgets_become_a_new_version_of_the_policy(
    run: Run, tmp_path: Path, export: Path, ends: Path
) -> None:
    new = tmp_path / "new.yaml"
    asked = ("thresholds", "--on", str(export), "--ends", str(ends), "--false-alarms-per-1000")
    code, out, err = run(*asked, "100,30,5", "--write", str(new))
    assert code == 0, err
    policy = load_policy(new)
    assert policy.version == "1.0.1"
    t = policy.thresholds
    assert 0 < t.mild < t.moderate < t.severe <= 1
    assert f"thresholds: {{mild: {t.mild:g}, moderate: {t.moderate:g}, severe: {t.severe:g}}}" in out
    assert (policy.rules, policy.scripts) == (load_policy("ecommerce").rules, load_policy("ecommerce").scripts)
    code, out, _ = run(*asked, "2,1,0", "--json")
    found = json.loads(out)
    assert (code, found["bad"], found["fine"]) == (0, 25, 120)
    assert [(c["tier"], c["warned"] - c["hits"]) for c in found["choices"]] == [
        ("mild", 0),
        ("moderate", 0),
        ("severe", 0),
    ]
    code, _, err = run(*asked, "5,30,100")
    assert (code, "must fall" in err) == (3, True)
    assert run(*asked, "5,30").code == 2


def test_too_little_data_leaves_the_thresholds_as_they_are(run: Run, tmp_path: Path, export: Path, ends: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("\n".join(ends.read_text("utf-8").splitlines()[:110]), "utf-8")
    new = tmp_path / "new.yaml"
    asked = ("thresholds", "--on", str(export), "--ends", str(few), "--false-alarms-per-1000", "0", "--set", "severe")
    code, out, err = run(*asked, "--write", str(new))
    assert code == 3
    assert "too little data: 0 bad and 109 fine ends" in err
    assert "数据太少" in out
    assert not new.exists()
    code, _, err = run(*asked[:-3], "100,30,5", "--write", str(new), "--force")
    assert (code, new.exists()) == (0, True), err


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A store in the home folder with 30 angry and 110 calm conversations, and a table of their outcomes."""

    async def fill() -> None:
        async with spine(f"sqlite:///{tmp_path / 'zhiyin.db'}") as running:
            for n in range(140):
                words = ("太差了", "太差了，骗子") if n < 30 else ("你好", "谢谢")
                turns = [said(i, text, conversation=f"c{n}") for i, text in enumerate(words, 1)]
                await running.send(*turns)
            await running.settled()

    asyncio.run(fill())
    file = tmp_path / "outcomes.csv"
    rows = [f"c{n},{1 if n < 30 else 5},2023-11-16 10:00" for n in range(140)]
    file.write_text("\n".join(["会话号,评分,时间", *rows]), "utf-8")
    return file


def test_the_outcomes_in_the_store_are_the_ends_of_trials_and_thresholds(run: Run, site: Path) -> None:
    tried = ("policy", "try", "--scene", "ecommerce", "--thresholds", "mild=0.1", "--json")
    assert json.loads(run(*tried).out)["new"]["ends"] is None
    asked = ("thresholds", "--false-alarms-per-1000", "10", "--set", "mild", "--json")
    code, _, err = run(*asked)
    assert (code, "send outcomes" in err) == (3, True)
    assert run("outcomes", "add", str(site)).code == 0
    report = json.loads(run(*tried).out)
    assert (report["new"]["ends"]["known"], report["new"]["ends"]["bad"]) == (140, 30)
    code, out, err = run(*asked)
    assert code == 0, err
    found = json.loads(out)
    assert (found["bad"], found["fine"]) == (30, 110)
    assert found["choices"][0]["recall"]["value"] == 1.0
