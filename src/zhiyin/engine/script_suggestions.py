"""ScriptSuggestions: what the library offers an agent for one conversation at this moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhiyin.domain.conversation import Conversation, Turn
from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.script_use import ScriptFigures
from zhiyin.domain.utterance import ConversationRef, Kind, Role
from zhiyin.engine.rulebooks import Rulebooks
from zhiyin.engine.script_shelf import ScriptShelf
from zhiyin.pipeline.conditions import Known
from zhiyin.pipeline.facts import facts, numbers
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.scripts import Moment
from zhiyin.pipeline.shelf import ShelfEntry
from zhiyin.pipeline.suggesting import Candidate, Suggestion, names_of, suggest
from zhiyin.seams import Store

RECENT_TURNS = 200
"""Turns among which the customer's latest, and what agents have said, are looked for."""


@dataclass(frozen=True, slots=True)
class Offered:
    suggestion: Suggestion
    entry: ShelfEntry


class ScriptSuggestions:
    def __init__(
        self, store: Store, shelf: ScriptShelf, rulebooks: Rulebooks, cues_of: Callable[[str], CueFinder]
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._rulebooks = rulebooks
        self._cues_of = cues_of

    async def suggest(self, ref: ConversationRef, limit: int) -> list[Offered]:
        """Best first. NotFoundError for a conversation that is not known."""
        conversation = await self._store.conversation(ref)
        if conversation is None:
            raise NotFoundError("no conversation of this id has been worked off yet")
        turns = await self._store.turns(ref, RECENT_TURNS)
        policy = self._rulebooks.of(conversation.scene).policy
        scene = policy.policy.scene
        shelf = await self._shelf.entries({scene: policy.policy})
        by_id = {entry.kept.key[1]: entry for entry in shelf if entry.kept.key[0] == scene}
        figures = await self._store.script_figures(ref.tenant)
        titles = {group.id: group.title for group in self._shelf.parts.groups}
        candidates = [
            Candidate(
                script,
                condition,
                by_id[script.id].kept.script.title,
                tuple(titles[g] for g in by_id[script.id].kept.script.groups if g in titles),
                figures.get((scene, script.id), ScriptFigures()),
            )
            for script, condition in policy.scripts
            if script.id in by_id
        ]
        known = known_now(conversation, turns, self._cues_of(conversation.scene))
        said = [turn.masked.text for turn in turns if turn.masked.origin.role in (Role.AGENT, Role.BOT)]
        found = suggest(candidates, Moment(known, names_of(candidates)), said, limit)
        return [Offered(one, by_id[one.candidate.script.id]) for one in found]


def known_now(conversation: Conversation, turns: Sequence[Turn], cues: CueFinder) -> Known:
    """The facts of this moment: the course so far, and of the customer's latest turn what it showed."""
    latest = next((t for t in reversed(turns) if t.masked.origin.role is Role.CUSTOMER and t.outcome), None)
    state, risk = conversation.state, conversation.risk
    found: Known
    if latest is None or latest.outcome is None:
        found = {"emotion": "none", "polarity": "none", "cues": (), "facts": dict(state.facts)}
        found = {**found, **numbers(state, conversation.channel, state.last_at), "role": "system", "kind": "message"}
    else:
        found = facts(state, features(latest.masked, (), cues), latest.outcome.reading, state.last_at)
    if turns and turns[-1].masked.origin.kind is Kind.SILENCE:
        found = {**found, "kind": Kind.SILENCE.value}
    return {**found, "risk": risk.probability, "tier": risk.tier.value, "tier_level": risk.tier.level}
