"""The console's lock is free of host names."""

import json
from pathlib import Path


def test_the_lock_names_no_host(built_console: Path) -> None:
    lock = (built_console / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock, "run in console/: npm run lock"
    packages = json.loads(lock)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)
