"""ScriptUses: who said which script when, and what the customer's next turns showed."""

import asyncio
import uuid
from dataclasses import dataclass

import structlog

from zhiyin.domain.errors import NotFoundError, ZhiyinError
from zhiyin.domain.library_script import ScriptRevision
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.script_use import ScriptUse, UseResult
from zhiyin.domain.utterance import ConversationRef
from zhiyin.pipeline.script_effect import WINDOW, mean
from zhiyin.seams import Clock, Store

OVER_MS = 2 * 3_600_000
"""How long a use waits for three answers. Chosen: a chat that was quiet for two hours is over; a mail may be missed."""
AGAIN_MS = 60_000
"""How long until a use that still waits for answers is looked at again."""
PAUSE_S = 10.0
BATCH = 200
RECENT_TURNS = 200
"""Turns among which the agent's own turn is looked for."""

_NAMESPACE = uuid.UUID("b2a7de10-6f0c-5c55-9d0f-757365736372")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """``event_id``: the agent's turn that says it, where it is known."""

    conversation: ConversationRef
    event_id: str | None
    changed: bool
    by: str


class ScriptUses:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def record(self, script: ScriptRevision, said: Said) -> tuple[ScriptUse, bool]:
        """Keep a use; False beside it: this one was kept before. NotFoundError for an unknown conversation.

        The same script is counted once for the same turn of the agent or, where that was not named, once until somebody
        says something new.
        """
        ref = said.conversation
        conversation = await self._store.conversation(ref)
        if conversation is None:
            raise NotFoundError("no conversation of this id has been worked off yet")
        turns = await self._store.turns(ref, RECENT_TURNS)
        outcomes = [t.outcome for t in turns if t.outcome is not None]
        own = next((o for o in outcomes if o.event_id == said.event_id), None)
        last = own or (outcomes[-1] if outcomes else None)
        after = last.sequence if last else 0
        before = await self._store.customer_outcomes(ref, upto=after, limit=WINDOW)
        scene, script_id = script.key
        at = self._clock.now()
        use = ScriptUse(
            id=_name(ref, scene, script_id, said.event_id or f"#{after}"),
            conversation=ref,
            scene=scene,
            script=script_id,
            revision=script.revision,
            by=said.by,
            at=at,
            changed=said.changed,
            after=after,
            tier_before=last.risk.tier if last else conversation.risk.tier,
            mood_before=last.mood if last else conversation.state.mood,
            valence_before=mean(_valences(before)),
            event_id=said.event_id,
        )
        return use, await self._store.add_use(use, at)

    async def run(self) -> None:
        """Look at open uses until cancelled."""
        while True:
            await asyncio.sleep(PAUSE_S)
            try:
                while await self.settle() == BATCH:
                    pass
            except ZhiyinError as error:
                _log.warning("uses of scripts could not be looked at; tried again", error=str(error))

    async def settle(self) -> int:
        """Look at up to ``BATCH`` uses whose time has come, each by the few turns after it; how many there were."""
        now = self._clock.now()
        due = await self._store.due_uses(now, BATCH)
        if due:
            await self._store.judge_uses([await self._look(use, now) for use in due])
        return len(due)

    async def _look(self, use: ScriptUse, now: int) -> UseResult:
        answers = await self._store.customer_outcomes(use.conversation, after=use.after, limit=WINDOW)
        over = len(answers) == WINDOW or now - use.at >= OVER_MS
        return UseResult(
            use,
            answers=len(answers),
            valence=mean(_valences(answers)),
            tier=answers[-1].risk.tier if answers else None,
            look_at=None if over else now + AGAIN_MS,
        )


def _valences(outcomes: list[Outcome]) -> list[float]:
    return [o.reading.valence for o in outcomes if o.reading is not None]


def _name(ref: ConversationRef, scene: str, script_id: str, moment: str) -> str:
    # The lengths keep ("a", "bc") and ("ab", "c") apart.
    parts = (ref.tenant, ref.id, scene, script_id, moment)
    return uuid.uuid5(_NAMESPACE, "".join(f"{len(p)}:{p}" for p in parts)).hex
