"""Conversations: what the store keeps of what was said, and what it led to."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.conversation import Conversation, Step, Turn
from zhiyin.domain.delivery import Delivery, DeliveryStatus, Verdict
from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.domain.utterance import ConversationRef, Masked


@dataclass(frozen=True, slots=True)
class Lane:
    """What a worker needs to go on with a conversation: the snapshot (None: new) and what waits to be applied."""

    conversation: Conversation | None
    pending: tuple[Masked, ...]
    """Accepted but not yet applied events, sorted by ``origin.order``."""


class Journal(Protocol):
    async def accept(self, events: Sequence[Masked], received_at: int) -> list[bool]:
        """Keep events durably; per event True if new, False if (tenant, conversation, event id) was already kept.

        When this returns, a killed process loses none of them. ``received_at`` is in ms since 1970 UTC.
        """

    async def unapplied(self, limit: int = 1000, after: ConversationRef | None = None) -> list[ConversationRef]:
        """Conversations that hold accepted events which no saved step has applied (after a crash).

        Sorted; ``after`` is the last one of the page before.
        """


class Lanes(Protocol):
    async def load(self, refs: Sequence[ConversationRef]) -> dict[ConversationRef, Lane]: ...

    async def turns(self, ref: ConversationRef, limit: int | None = None) -> list[Turn]:
        """Turns of a conversation in course order, applied or not; with ``limit`` the latest ones."""

    async def save(self, steps: Sequence[Step], saved_at: int) -> list[bool]:
        """Write each step in a transaction of its own effect: all of it or nothing. False: another writer was first.

        A step is refused when the stored version is not ``step.conversation.version - 1``. Marks its events applied,
        and puts the actions of its outcomes into the outbox as pending. An id that is already there stays one action:
        what was delivered or given up is left alone, what was withdrawn is pending again.
        """


class Outbox(Protocol):
    async def claim(self, now: int, lease: int, limit: int) -> list[Delivery]:
        """Due pending actions, oldest first; hidden from other claimers for ``lease`` ms unless settled sooner."""

    async def settle(self, verdicts: Sequence[Verdict]) -> None:
        """Write verdicts and end their leases; ``attempts`` grows where ``counted``, legs are kept as given.

        "Delivered" counts whatever the action's status; other verdicts only while it is pending.
        """

    async def delivery(self, tenant: str, action_id: str) -> Delivery | None: ...

    async def requeue(self, action_id: str, now: int) -> bool:
        """Send again what was dead or delivered (same id). False: no such action, or it is already pending.

        ``attempts`` goes back to 0 and the legs stay: the dispatcher repeats those that did not arrive, or all if all
        had arrived.
        """

    async def deliveries(
        self,
        tenant: str,
        *,
        conversation: str | None = None,
        status: DeliveryStatus | None = None,
        destination: str | None = None,
        sight: Sight | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Delivery]:
        """Newest first. ``destination``: only those that have a leg there, so that something was tried.

        ``sight``: only of conversations in it; None: of all.
        """


@dataclass(frozen=True, slots=True)
class ConversationQuery:
    """``since`` and ``until`` bound the last event's time (ms); ``order`` is ``risk`` or ``recent``, highest first.

    ``sight``: only conversations in it; None: all.
    """

    tenant: str
    scene: str | None = None
    tier: Tier | None = None
    since: int | None = None
    until: int | None = None
    order: str = "recent"
    limit: int = 50
    offset: int = 0
    sight: Sight | None = None


class Archive(Protocol):
    async def conversation(self, ref: ConversationRef) -> Conversation | None: ...

    async def conversations(self, query: ConversationQuery) -> list[Conversation]: ...

    async def counts(self, tenant: str) -> dict[str, int]:
        """How many ``conversations``, ``events``, ``unapplied``, and actions per ``DeliveryStatus`` value."""

    async def tiers(self, tenant: str, sight: Sight | None = None) -> dict[Tier, int]:
        """How many conversations (in sight) stand at each tier now; every tier is named."""

    async def in_sight(self, tenant: str, names: Collection[str], sight: Sight) -> frozenset[str]:
        """Those of the conversations that exist and lie in sight; at most 1,000 names."""

    async def extent(
        self, tenant: str, since: int | None, until: int | None, scene: str | None, most: int
    ) -> tuple[int, int | None]:
        """How many conversations ``history`` gives, and the ``since`` by which it gives the ``most`` latest of them.

        Where several ended in the same millisecond it may be a few more than ``most``.
        """

    def history(
        self, tenant: str, since: int | None = None, until: int | None = None, scene: str | None = None
    ) -> AsyncIterator[tuple[ConversationRef, list[Turn]]]:
        """Whole conversations whose last event lies in [since, until) ms, by id; a few in memory at a time."""
