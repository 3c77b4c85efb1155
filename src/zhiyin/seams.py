"""Seams: every swappable part as a Protocol, all on one page.

Each seam has one contract suite in ``zhiyin.testing`` that runs on every back end. Back ends are picked in ``app``.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.business_outcome import BusinessOutcome
from zhiyin.domain.conversation import Conversation, Step, Turn
from zhiyin.domain.customer import CustomerRef
from zhiyin.domain.delivery import Delivery, DeliveryStatus, Verdict
from zhiyin.domain.features import Features
from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.key import ApiKey
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.policy import Policy
from zhiyin.domain.reading import Reading
from zhiyin.domain.risk import Tier
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.utterance import ConversationRef, Masked

# --- models ----------------------------------------------------------------------------------------------------------


class TextModel(Protocol):
    """Reads the emotion of customer turns. Called from a worker thread; must be safe to call from several."""

    @property
    def name(self) -> str:
        """Name and version of the artefact, e.g. ``text-emotion-zh-0.1.0``."""

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        """One reading per item, in order. The result for an item does not depend on its neighbours in the batch."""


class QuestionModel(Protocol):
    """Judges whether two questions ask the same. Deterministic, fast (well below a millisecond a pair), thread-safe."""

    @property
    def name(self) -> str:
        """Name and version of the artefact, e.g. ``question-zh-0.1.0``."""

    @property
    def sure(self) -> float:
        """Probability from which a question of a conversation counts as asked again."""

    def same(self, question: str, earlier: Sequence[str]) -> list[float]:
        """Probability, 0-1, that ``question`` asks what each of ``earlier`` asked, in order. Texts are folded.

        An answer depends on its two texts alone, in either order.
        """


# --- store -----------------------------------------------------------------------------------------------------------


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
        self, tenant: str, *, conversation: str | None = None, status: DeliveryStatus | None = None, limit: int = 100
    ) -> list[Delivery]:
        """Newest first."""


@dataclass(frozen=True, slots=True)
class ConversationQuery:
    """``since`` and ``until`` bound the last event's time (ms); ``order`` is ``risk`` or ``recent``, highest first."""

    tenant: str
    scene: str | None = None
    tier: Tier | None = None
    since: int | None = None
    until: int | None = None
    order: str = "recent"
    limit: int = 50
    offset: int = 0


class Archive(Protocol):
    async def conversation(self, ref: ConversationRef) -> Conversation | None: ...

    async def conversations(self, query: ConversationQuery) -> list[Conversation]: ...

    async def counts(self, tenant: str) -> dict[str, int]:
        """How many ``conversations``, ``events``, ``unapplied``, and actions per ``DeliveryStatus`` value."""

    async def tiers(self, tenant: str) -> dict[Tier, int]:
        """How many conversations stand at each tier now; every tier is named."""

    def history(
        self, tenant: str, since: int | None = None, until: int | None = None, scene: str | None = None
    ) -> AsyncIterator[tuple[ConversationRef, list[Turn]]]:
        """Whole conversations whose last event lies in [since, until) ms, by id; a few in memory at a time."""


class BusinessOutcomes(Protocol):
    async def keep_outcomes(self, outcomes: Sequence[BusinessOutcome], received_at: int) -> list[tuple[int, bool]]:
        """(revision, new) each; new: not what the newest revision says. The revision given with it is not looked at."""

    async def current_outcomes(self, tenant: str, ids: Sequence[str]) -> dict[str, BusinessOutcome]:
        """Newest revisions by id, withdrawn ones too."""

    async def kept_outcomes(self, tenant: str, conversation: str | None = None, limit: int = 500) -> list[KeptOutcome]:
        """All revisions, newest receipt first; of a conversation also those linked to it by its customer."""

    async def past_outcomes(self, customers: Sequence[CustomerRef]) -> dict[CustomerRef, list[tuple[int, bool]]]:
        """(at, bad) of each customer's outcomes that count now, oldest first; no entry: none is known."""

    def joined(
        self, tenant: str, since: int | None, until: int | None, scene: str | None = None, channel: str | None = None
    ) -> AsyncIterator[PastConversation]:
        """Conversations that began in [since, until) ms with what came of them, oldest first; a page in memory."""


class Policies(Protocol):
    async def publish(self, policy: Policy, by: str, at: int) -> None:
        """Keep a version and make it the active one of its scene. ConflictError if the version exists and differs."""

    async def activate(self, scene: str, version: str, by: str, at: int) -> None:
        """Switch back to a kept version. NotFoundError if it was never published."""

    async def active(self) -> dict[str, Policy]:
        """Scene -> active policy."""

    async def versions(self, scene: str) -> list[tuple[str, bool, str, int]]:
        """(version, active, by, at), newest first."""


class RiskVersions(Protocol):
    async def keep_risk(self, version: RiskVersion) -> None:
        """Keep refitted weights, without activating them. ConflictError if the name is kept already and differs."""

    async def activate_risk(self, name: str, by: str, at: int) -> None:
        """Let a kept version count; an empty name: the shipped weights. NotFoundError if it was never kept."""

    async def active_risk(self) -> RiskVersion | None:
        """None: the shipped weights count."""

    async def risk_versions(self) -> list[RiskVersion]:
        """Newest first."""


class Keys(Protocol):
    async def add_key(self, key: ApiKey) -> None: ...

    async def find_key(self, digest: str) -> ApiKey | None:
        """By the SHA-256 of the secret; None if unknown or revoked."""

    async def keys(self) -> list[ApiKey]: ...

    async def revoke_key(self, key_id: str, at: int) -> bool: ...


class Store(Journal, Lanes, Outbox, Archive, BusinessOutcomes, Policies, RiskVersions, Keys, Protocol):
    async def open(self) -> None:
        """Connect and migrate. StoreError if it cannot be opened, is newer than this program, or the key is wrong."""

    async def close(self) -> None: ...

    async def ping(self) -> None:
        """Raises StoreError when the store does not answer."""


# --- bus -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """``key`` orders: messages of one key are handed out one at a time. ``body`` is small and holds no raw text."""

    subject: str
    key: str
    body: bytes


class Batch(Protocol):
    """Messages handed to one worker; no other worker gets their keys until ``done`` or until the lease runs out."""

    @property
    def messages(self) -> Sequence[Message]: ...

    async def done(self) -> None: ...

    async def again(self) -> None:
        """Give the messages back, to be handed out anew."""


class Bus(Protocol):
    """At-least-once work by key, and lossy fan-out for live views."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def put(self, messages: Sequence[Message]) -> None:
        """Add work. Waits while the bus is full; equal waiting messages of one key may be merged into one."""

    async def take(self, subject: str, limit: int) -> Batch:
        """Waits for work: up to ``limit`` messages, each of another key."""

    async def publish(self, messages: Sequence[Message]) -> None:
        """Tell all who listen now; never waits for slow ones."""

    def listen(self, subject: str) -> AbstractAsyncContextManager[AsyncIterator[Message]]:
        """Messages published from entering on. A listener that falls behind loses the oldest, never the newest."""


# --- actions ---------------------------------------------------------------------------------------------------------


class Hand(Protocol):
    """Carries out one kind of action, or hands it to a system outside. At least once: the receiver drops repeats."""

    @property
    def name(self) -> str: ...

    async def carry(self, delivery: Delivery) -> None:
        """Returns when it is done. RetryLater to be tried again, Refused never to be tried again."""


class RetryLater(Exception):  # noqa: N818 - a word that reads well at the raise
    """``after`` is in seconds; None lets the outbox choose."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Refused(Exception):  # noqa: N818
    """The receiver will never take it; ``gone`` (HTTP 410) also switches the receiver off."""

    def __init__(self, why: str, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


# --- clock -----------------------------------------------------------------------------------------------------------


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
