"""Lifelike sentences with the polarities (letters n, u, p) and emotions that a person would accept."""

from pathlib import Path

import yaml

CASES: list[list[str]] = [
    line.split(" | ")
    for line in yaml.load((Path(__file__).parent / "lifelike.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
]
"""Text, polarities, emotions."""
