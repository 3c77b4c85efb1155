"""Relay: one scoring for the first rows of a stream and another for the rest."""

from collections.abc import Callable, Sequence

from zhiyin.connectors.scoring import Scorable, Scored, Scoring


class Relay:
    """Behind ``Scoring``. Rows numbered up to ``last`` go to ``first``; ``rest`` is made when a later one comes.

    It goes by the number of the row alone, so the answers do not depend on how the rows arrived.
    """

    def __init__(self, first: Scoring, rest: Callable[[], Scoring], last: int) -> None:
        self._first = first
        self._make = rest
        self._rest: Scoring | None = None
        self._last = last

    def score(self, batch: Sequence[Scorable]) -> list[Scored]:
        early = sum(row.place.number <= self._last for row in batch)
        scored = self._first.score(batch[:early])
        if early < len(batch):
            self._rest = self._rest or self._make()
            scored += self._rest.score(batch[early:])
        return scored
