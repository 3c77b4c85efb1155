"""ApiWalk: which of the thought-out cases of schemathesis are sent to each route, and how many random ones."""

import os
import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Case

FEW = 2
"""Random cases a route."""
WRONG = 1
RIGHT = 2
"""How many cases of one kind at one place: wrong ones are refused by one and the same line of code."""

_PLACE = re.compile(r"(.*): ([A-Z][^:]*)")
_NUMBER = re.compile(r"\d+")


def random_cases() -> int:
    """How many a route; ZHIYIN_WALK_EXAMPLES asks for a deeper walk."""
    return int(os.environ.get("ZHIYIN_WALK_EXAMPLES", FEW))


@dataclass(slots=True)
class ApiWalk:
    """Keeps, at each route, some cases of each kind for each parameter and field: ``every`` keeps all.

    Schemathesis tries each query parameter twice, alone and as part of all, and each field with five wrong types.
    """

    every: bool
    _seen: Counter[Hashable] = field(default_factory=Counter)

    def wants(self, case: Case[Any]) -> bool:
        told = case.meta.phase.data if case.meta else None
        scenario = getattr(told, "scenario", None)
        if self.every or scenario is None:  # no thought-out case
            return True
        said = str(getattr(told, "description", ""))
        place = _PLACE.fullmatch(said)
        where, what = (place[1], place[2]) if place else (getattr(told, "parameter", None), said)
        kind = (case.operation.label, case.method, scenario, where, _NUMBER.sub("", what))
        self._seen[kind] += 1
        return self._seen[kind] <= (RIGHT if case.meta and case.meta.generation.mode.is_positive else WRONG)
