"""Metrics: what the service counts and times, for Prometheus."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, Metric

from zhiyin.domain.conversation import Step
from zhiyin.engine.feed import Feed
from zhiyin.seams import Clock

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 30.0, 180.0)


Opinions = Callable[[], Mapping[str, int]]
"""Counts of the second opinion, by name: ``asked``, and wishes for one by outcome."""


class Metrics:
    def __init__(self, feed: Feed, clock: Clock, opinions: Opinions | None = None) -> None:
        self.registry = CollectorRegistry()
        self._clock = clock
        self.registry.register(_Receipts(feed))
        if opinions:
            self.registry.register(_OpinionCounts(opinions))
        self._turns = Counter("zhiyin_turns", "Turns worked off", ["tier"], registry=self.registry)
        self._decisions = Counter("zhiyin_actions", "Actions decided", ["kind", "tier"], registry=self.registry)
        self._lag = Histogram(
            "zhiyin_event_to_decision_seconds",
            "From the event's own time to its decision",
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def note(self, steps: Sequence[Step]) -> None:
        """A hook of the worker."""
        now = self._clock.now()
        for step in steps:
            for outcome in step.outcomes:
                self._turns.labels(outcome.risk.tier.value).inc()
                self._lag.observe(max(0, now - outcome.at) / 1000)
                for action in outcome.decision.actions:
                    self._decisions.labels(action.kind, action.tier.value).inc()


class _Receipts:
    """Reads the feed's own count, so that it is counted in one place only."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def collect(self) -> Iterator[Metric]:
        family = CounterMetricFamily("zhiyin_receipts", "Events by what became of them", labels=["status"])
        for status, count in self._feed.counted.items():
            family.add_metric([status.value], count)
        yield family


class _OpinionCounts:
    """Reads the second opinion's own counts."""

    def __init__(self, opinions: Opinions) -> None:
        self._opinions = opinions

    def collect(self) -> Iterator[Metric]:
        counts = dict(self._opinions())
        asked = CounterMetricFamily("zhiyin_opinions_asked", "Questions that went out to the second opinion")
        asked.add_metric([], counts.pop("asked"))
        yield asked
        family = CounterMetricFamily("zhiyin_opinions", "Wishes for a second opinion by outcome", labels=["outcome"])
        for outcome, count in counts.items():
            family.add_metric([str(outcome)], count)
        yield family
