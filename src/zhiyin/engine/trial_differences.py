"""Trial differences: the conversations that a trial changes most, within a bound."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence

from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Rule
from zhiyin.domain.risk import Tier
from zhiyin.domain.trial_difference import TrialCourse, TrialDifference

MOST_KEPT = 300


class TrialDifferences:
    """Told each conversation that differs; keeps the ``most`` that differ most. The same in any order of reading."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: list[tuple[int, str, TrialDifference]] = []
        self.count = 0
        """All that were told of."""

    def add(self, difference: TrialDifference) -> None:
        self.count += 1
        # The id turned round by its place in the order: of equals, the ids that come first are kept.
        entry = (difference.size, _backwards(difference.conversation), difference)
        if len(self._kept) < self._most:
            heapq.heappush(self._kept, entry)
        else:
            heapq.heappushpop(self._kept, entry)

    def sorted(self) -> list[TrialDifference]:
        """Most changed first, then by id."""
        found = [difference for _, _, difference in self._kept]
        return sorted(found, key=lambda d: (-d.size, d.conversation))


def _backwards(name: str) -> str:
    """Sorts the other way round."""
    return "".join(chr(0x10FFFF - ord(c)) for c in name) + "\U0010ffff"


def course_of(outcomes: Sequence[Outcome], rules: Mapping[str, Rule], warned: int | None) -> TrialCourse:
    """``warned``: place of the first warning from 0, or None."""
    fired = Counter(rule for outcome in outcomes for rule in outcome.decision.rules)
    tiers = [rules[name].tier for name in fired]
    alerts = sum(times for name, times in fired.items() if rules[name].tier is not Tier.NONE)
    actions = Counter(action.kind for outcome in outcomes for action in outcome.decision.actions)
    return TrialCourse(
        tier=max(tiers, key=lambda t: t.level, default=Tier.NONE),
        alerts=alerts,
        actions=dict(sorted(actions.items())),
        rules=tuple(name for name in rules if name in fired),
        warned=None if warned is None else warned + 1,
    )
