"""Rulebooks: the active policy of each scene, compiled, with the active risk weights; swapped without a restart."""

from collections.abc import Mapping
from dataclasses import replace

from zhiyin.domain.policy import Policy, Script
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.engine.script_shelf import ScriptShelf
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.policy import compile_policy, with_scripts
from zhiyin.seams import Policies, QuestionModel, RiskVersions

FALLBACK_SCENE = "ecommerce"
"""Whose policy judges a conversation of a scene that has none of its own."""


class Rulebooks:
    """``shipped`` are the policies of the packs, ``weights`` those of the risk; active versions in the store win."""

    def __init__(
        self,
        shipped: Mapping[str, Policy],
        weights: RiskWeights,
        policies: Policies,
        versions: RiskVersions,
        same_question: QuestionModel | None = None,
        shelf: ScriptShelf | None = None,
    ) -> None:
        self._shipped = dict(shipped)
        self._weights = weights
        self._policies = policies
        self._versions = versions
        self._same_question = same_question
        self._shelf = shelf
        self._compiled: dict[str, Rulebook] = {}

    def of(self, scene: str) -> Rulebook:
        return self._compiled.get(scene) or self._compiled[FALLBACK_SCENE]

    def policies(self) -> dict[str, Policy]:
        """Scene -> the policy in force."""
        return {scene: book.policy.policy for scene, book in self._compiled.items()}

    @property
    def weights(self) -> str:
        """Name of the risk weights in force."""
        return self.of(FALLBACK_SCENE).weights.name

    async def refresh(self) -> None:
        """Take up what is active now, in one assignment: a running step sees the old or the new, never a mix."""
        wanted = {**self._shipped, **await self._policies.active()}
        refitted = await self._versions.active_risk()
        weights = refitted.weights if refitted else self._weights
        scripts = await self._shelf.offered(wanted) if self._shelf else {}
        self._compiled = {
            scene: self._book(scene, policy, weights, scripts.get(scene)) for scene, policy in wanted.items()
        }

    def _book(self, scene: str, policy: Policy, weights: RiskWeights, scripts: tuple[Script, ...] | None) -> Rulebook:
        """What has not changed is not made anew. ``scripts`` are those the library offers; None: the policy's own."""
        now = self._compiled.get(scene)
        if now is None or now.policy.policy != policy:
            now = Rulebook(compile_policy(policy), weights, self._same_question)
        elif now.weights != weights:
            now = replace(now, weights=weights)
        if scripts is None or scripts == tuple(script for script, _ in now.policy.scripts):
            return now
        return replace(now, policy=with_scripts(now.policy, scripts))
