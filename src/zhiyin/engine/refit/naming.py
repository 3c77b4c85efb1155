"""Naming: what a new version of the risk weights is called."""

import re
from collections.abc import Iterable

from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.risk_weights import RiskWeights

_SITE = re.compile(r"\+site\.(\d+)$")


def next_name(base: RiskWeights, kept: Iterable[RiskVersion]) -> str:
    """``risk-0.2.0+site.3`` after ``+site.2``. A number is given once, whatever the shipped weights were then."""
    numbers = [int(found[1]) for v in kept if (found := _SITE.search(v.name))]
    return f"{base.name}+site.{max(numbers, default=0) + 1}"
