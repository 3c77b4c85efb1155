"""Trial side: one policy at work on past conversations, and what it would have done, counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Rule
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import wilson
from zhiyin.domain.state import EmotionState
from zhiyin.domain.trial import TrialEnds, TrialSide
from zhiyin.pipeline.advance import Appraised, Observed, Rulebook, carried, judge


@dataclass(frozen=True, slots=True)
class FirstWarning:
    """The first turn of a conversation on which a policy warns; ``place`` counts turns from 0."""

    place: int
    tier: Tier
    outcome: Outcome
    why: tuple[str, ...]


@dataclass(slots=True)
class SideTally:
    rulebook: Rulebook
    rules_by_id: dict[str, Rule]
    alerts: Counter[Tier] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    warned: int = 0
    ends: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    """By (warned, ended badly)."""

    @classmethod
    def of(cls, rulebook: Rulebook) -> "SideTally":
        return cls(rulebook, {rule.id: rule for rule in rulebook.policy.policy.rules})

    def run(
        self, seen: Sequence[tuple[Observed, Appraised]], warn_tier: Tier, bad: bool | None
    ) -> tuple[FirstWarning | None, list[Outcome]]:
        """One conversation from its first turn on; ``bad``: how it ended, None if that is not known."""
        state, first, outcomes = EmotionState(), None, []
        for place, (turn, appraised) in enumerate(seen):
            state, outcome = judge(carried(turn, state), appraised, self.rulebook)
            outcomes.append(outcome)
            if not outcome.decision.reasons:  # nothing fired and nothing failed
                continue
            tier = self._count(outcome)
            if first is None and tier.level >= warn_tier.level:
                why = tuple(self.rules_by_id[r].title for r in outcome.decision.rules)
                first = FirstWarning(place, tier, outcome, why)
        self.warned += first is not None
        if bad is not None:
            self.ends[first is not None, bad] += 1
        return first, outcomes

    def _count(self, outcome: Outcome) -> Tier:
        """Adds one turn's decision to the counts; the heaviest tier that fired."""
        fired = outcome.decision.rules
        tiers = [self.rules_by_id[r].tier for r in fired]
        self.alerts.update(t for t in tiers if t is not Tier.NONE)
        self.rules.update(fired)
        self.actions.update(a.kind for a in outcome.decision.actions)
        self.failures.update({r.name for r in outcome.decision.reasons} - set(fired))
        return max(tiers, key=lambda t: t.level, default=Tier.NONE)

    def result(self, ends_given: bool) -> TrialSide:
        policy = self.rulebook.policy.policy
        return TrialSide(
            policy=policy.name,
            alerts={t: self.alerts[t] for t in (Tier.MILD, Tier.MODERATE, Tier.SEVERE)},
            actions=dict(sorted(self.actions.items())),
            rules=dict(sorted(self.rules.items())),
            failures=dict(sorted(self.failures.items())),
            warned=self.warned,
            risk=self.rulebook.weights.name,
            thresholds=policy.thresholds,
            ends=self._scored() if ends_given else None,
        )

    def _scored(self) -> TrialEnds:
        hits, false, missed = self.ends[True, True], self.ends[True, False], self.ends[False, True]
        known, bad = self.ends.total(), hits + missed
        alarms = wilson(false, known)
        return TrialEnds(
            known=known,
            bad=bad,
            warned=hits + false,
            hits=hits,
            precision=wilson(hits, hits + false),
            recall=wilson(hits, bad),
            false_alarms_per_1000=alarms.times(1000) if alarms else None,
        )
