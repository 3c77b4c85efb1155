"""Lifelike sentences with the polarities (letters n, u, p) and emotions that a person would accept."""

from pathlib import Path

import yaml

CASES: list[list[str]] = [
    line.split(" | ") for line in yaml.safe_load((Path(__file__).parent / "lifelike.yaml").read_text(encoding="utf-8"))
]
"""Text, polarities, emotions."""
