"""The house's own rules that no linter knows: sizes, who makes SafeText, and that nothing names a machine."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
SAFE_TEXT_MAKERS = {
    "src/zhiyin/pipeline/mask.py",
    "src/zhiyin/pipeline/features.py",
    "src/zhiyin/store/codec.py",
    "src/zhiyin/domain/row.py",  # the empty text of a row without one
}


def tracked(*patterns: str) -> list[Path]:
    answer = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode:
        pytest.skip("not a git checkout: the house's rules on its own files cannot be checked")
    return [ROOT / name for name in answer.stdout.splitlines() if (ROOT / name).is_file()]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_functions_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{f.lineno} {f.name} has {f.end_lineno - f.lineno + 1} lines"
        for path in tracked("*.py")
        for f in functions(path)
        if f.end_lineno and f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_files_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)} has {lines} lines"
        for path in tracked("*.py", "*.ts", "*.tsx")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, "\n".join(long)


def test_only_masking_and_the_store_make_safe_text() -> None:
    makers = {
        str(path.relative_to(ROOT))
        for path in tracked("src/*.py")
        if re.search(r"\bSafeText\(", path.read_text(encoding="utf-8")) and "/testing/" not in str(path)
    }
    assert makers <= SAFE_TEXT_MAKERS


def test_nothing_reveals_raw_text_but_masking_and_its_gate() -> None:
    callers = {
        str(path.relative_to(ROOT))
        for path in tracked("src/*.py")
        if ".reveal()" in path.read_text(encoding="utf-8") and "/testing/" not in str(path)
    }
    allowed = {
        "src/zhiyin/pipeline/mask.py",
        "src/zhiyin/engine/feed.py",  # checks length and garbling before masking
        "src/zhiyin/connectors/replay.py",  # sends recorded talks in, as a shop's own system would
    }
    assert callers <= allowed, callers - allowed


def test_locks_pin_by_hash_and_name_no_host() -> None:
    for path in tracked("locks/*.txt", "console/package-lock.json"):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".txt":
            pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
            assert pins
            assert "://" not in text
            assert text.count("--hash=sha256:") >= len(pins)
        else:
            assert '"resolved"' not in text


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    home = re.compile(r"(^|[^\w.])/(home|root|Users|work)/\w")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in tracked("*.py", "*.md", "*.yaml", "*.yml", "*.toml", "*.ts", "*.tsx", "Dockerfile", "zhiyin")
        for line in path.read_text(encoding="utf-8").splitlines()
        if home.search(line) and path != Path(__file__)
    ]
    assert not found, "\n".join(found)
