"""Rulebooks: the active policy of each scene, compiled, swapped without a restart."""

from collections.abc import Mapping

from zhiyin.domain.policy import Policy
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.policy import compile_policy
from zhiyin.seams import Policies, QuestionModel

FALLBACK_SCENE = "ecommerce"
"""Whose policy judges a conversation of a scene that has none of its own."""


class Rulebooks:
    """``shipped`` are the policies of the packs; a published version in the store takes their place."""

    def __init__(
        self,
        shipped: Mapping[str, Policy],
        weights: RiskWeights,
        policies: Policies,
        same_question: QuestionModel | None = None,
    ) -> None:
        self._shipped = dict(shipped)
        self._weights = weights
        self._policies = policies
        self._same_question = same_question
        self._compiled: dict[str, Rulebook] = {}

    def of(self, scene: str) -> Rulebook:
        return self._compiled.get(scene) or self._compiled[FALLBACK_SCENE]

    def policies(self) -> dict[str, Policy]:
        """Scene -> the policy in force."""
        return {scene: book.policy.policy for scene, book in self._compiled.items()}

    async def refresh(self) -> None:
        """Take up what is active now, in one assignment: a running step sees the old or the new, never a mix."""
        wanted = {**self._shipped, **await self._policies.active()}
        now = self.policies()
        self._compiled = {
            scene: self._compiled[scene]
            if now.get(scene) == policy
            else Rulebook(compile_policy(policy), self._weights, self._same_question)
            for scene, policy in wanted.items()
        }
