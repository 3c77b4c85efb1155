"""What a user gets: the base lock alone, in an environment of its own, runs the product.

That the lock can be installed is seen by the launcher, which has just done it. Here its packages, and no others of this
environment, are linked into a new one: so a package that only development brings is missed.
"""

import os
import re
import subprocess
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

from zhiyin.packs import load_conversations

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([\w.-]+)==([^ ;\\]+)(?: ; ([^\\]*))?", re.MULTILINE)


def locked() -> dict[str, str]:
    """Name -> version of the packages that the base lock wants here."""
    lines = PINNED.findall((ROOT / "locks" / "base.txt").read_text(encoding="utf-8"))
    return {name: version for name, version, when in lines if not when or Marker(when.strip()).evaluate()}


def link(name: str, version: str, site: Path) -> None:
    found = distribution(name)
    assert found.version == version, f"{name} {found.version} is installed, the base lock says {version}"
    for file in found.files or ():
        if file.parts[0] == "..":  # a command: the product calls none
            continue
        target = site / file
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            target.symlink_to(Path(str(file.locate())))


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("base")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    site = next(home.rglob("site-packages"))
    for name, version in locked().items():
        link(name, version, site)
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


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
    shown = run(python, tmp_path, "demo", "--speed", "10000", "--scene", "medical", "--port", "0", "--exit")
    assert shown.returncode == 0, shown.stderr
    talks = len(load_conversations("medical"))
    assert 0 < talks < len(load_conversations())
    assert f"全部播放完毕：{talks} 段对话" in shown.stdout
