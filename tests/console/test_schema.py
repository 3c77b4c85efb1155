"""The console's types and its lock: made from the API as it is, and free of host names."""

import json
import subprocess
import sys
from pathlib import Path

MEND = "run in console/: ../.venv/bin/zhiyin openapi --shapes | npm run types"


def test_types_are_those_of_the_api(built_console: Path, tmp_path: Path) -> None:
    described = subprocess.run(
        [sys.executable, "-m", "zhiyin.cli", "openapi", "--shapes"], check=True, capture_output=True
    )
    openapi = tmp_path / "openapi.json"
    openapi.write_bytes(described.stdout)
    tool = built_console / "node_modules" / ".bin" / "openapi-typescript"
    check = [str(tool), str(openapi), "--output", str(built_console / "src" / "api" / "schema.ts"), "--check"]
    answer = subprocess.run(check, check=False, capture_output=True, text=True)
    assert answer.returncode == 0, f"{MEND}\n{answer.stdout}{answer.stderr}"


def test_the_lock_names_no_host(built_console: Path) -> None:
    lock = (built_console / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock, "run in console/: npm run lock"
    packages = json.loads(lock)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)
