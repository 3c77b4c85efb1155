"""What a user gets: the base lock alone, in an environment of its own, runs the product."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPED = "the package index is out of reach: that the base lock suffices was NOT tested"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("base")
    venv.create(home, with_pip=False)
    inside = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", str(inside), "install", "--quiet"]
    lock = str(ROOT / "locks" / "base.txt")
    made = subprocess.run([*pip, "--require-hashes", "-r", lock], capture_output=True, text=True, check=False)
    if made.returncode and "No matching distribution" in made.stderr:
        pytest.skip(SKIPPED)
    assert made.returncode == 0, made.stderr
    return inside


def run(python: Path, home: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "ZHIYIN_HOME": str(home)}
    command = [str(python), "-m", "zhiyin.cli", *arguments]
    return subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, timeout=180, check=False
    )


def test_the_base_lock_runs_service_demo_and_analysis(python: Path, tmp_path: Path) -> None:
    assert run(python, tmp_path, "doctor").returncode == 0
    read = run(python, tmp_path, "analyze", "-", "--format", "jsonl", "--input-format", "text", stdin="太差了\n")
    assert '"negative"' in read.stdout, read.stderr
    shown = run(python, tmp_path, "demo", "--speed", "10000", "--port", "0", "--exit")
    assert shown.returncode == 0, shown.stderr
    assert "52 段对话" in shown.stdout
