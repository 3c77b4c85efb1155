"""Shapes of settings, keys, destinations and the operation log."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from zhiyin.domain.audit_check import Broken
from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.key import Access
from zhiyin.domain.retention import LEAST_AUDIT_DAYS, MOST_DAYS, USUAL_AUDIT_DAYS
from zhiyin.domain.risk import Tier
from zhiyin.web.api.shapes import Shape, UnsafeShape

PSEUDONYM = "^c-[0-9a-f]{16}$"


class KeyShape(Shape):
    """``last_used``: since the service was started; null: not since then."""

    id: str
    name: str
    access: Access
    created_at: datetime
    revoked_at: datetime | None
    last_used: datetime | None


class KeysShape(Shape):
    keys: list[KeyShape]


class NewKeyShape(Shape):
    """What a key is to be called, and what it may do."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
    access: Access


class MadeKeyShape(Shape):
    """``secret`` is shown this once and kept nowhere."""

    key: KeyShape
    secret: str


class LastDeliveryShape(Shape):
    action: str
    at: datetime
    status: DeliveryStatus
    error: str


class DestinationShape(Shape):
    """``place`` is scheme and host only. ``off``: why it is switched off, empty while it is on.

    ``last`` is the newest among the latest 500 actions; ``kinds``, ``scenes`` and ``tenants`` empty: all.
    """

    name: str
    hand: str
    place: str
    off: str
    failing: bool
    testable: bool
    kinds: list[str]
    min_tier: Tier
    scenes: list[str]
    per_minute: int
    last: LastDeliveryShape | None
    own: bool = Field(description="added in the console, and may be changed there; else in the configuration file")
    fault: str = Field(description="why it cannot be used now; empty: it can")
    references: list[str] = Field(
        description="of one's own: where its secrets are; an address that is one stands first"
    )


_Word = Annotated[str, Field(min_length=1, max_length=64)]
_Reference = Annotated[str, Field(max_length=300, pattern="^(env|file):.+$")]


class OwnDestinationShape(Shape):
    """``url``: https address, or a reference; empty in a change: as before. ``secrets``: references, newest first."""

    hand: Annotated[str, Field(pattern="^(webhook|wecom|dingtalk|feishu)$")]
    url: Annotated[str, Field(max_length=2_000)] = ""
    secrets: Annotated[list[_Reference], Field(max_length=4)] = Field(default_factory=list)
    kinds: Annotated[list[_Word], Field(max_length=30)] = Field(default_factory=list)
    min_tier: Tier = Tier.NONE
    scenes: Annotated[list[_Word], Field(max_length=50)] = Field(default_factory=list)
    per_minute: Annotated[int, Field(ge=0, le=100_000)] | None = None


class NewDestinationShape(OwnDestinationShape):
    name: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,40}$")]


class DestinationsShape(Shape):
    destinations: list[DestinationShape]


class SwitchShape(Shape):
    on: bool


class AttemptShape(Shape):
    """``status`` 0: nothing answered; ``took_ms`` until then; ``body``: how the answer begins."""

    ok: bool
    status: int
    took_ms: int
    body: str
    detail: str


Days = Annotated[int | None, Field(ge=1, le=MOST_DAYS)]
AuditDays = Annotated[int | None, Field(ge=LEAST_AUDIT_DAYS, le=MOST_DAYS)]


class RetentionShape(Shape):
    """Days; null: kept until somebody deletes it."""

    conversations: Days
    deliveries: Days
    business_outcomes: Days
    audit: AuditDays


class RetentionSetShape(Shape):
    """``least_audit`` is the shortest that the law allows, ``usual_audit`` what is advised; both in days."""

    retention: RetentionShape
    least_audit: int = LEAST_AUDIT_DAYS
    usual_audit: int = USUAL_AUDIT_DAYS


class ExpiredShape(Shape):
    conversations: int
    deliveries: int
    business_outcomes: int
    audit: int


class PersonAskShape(Shape):
    """The pseudonym, or the reference under which the customer was sent in; it is masked at once and kept nowhere."""

    customer: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class PersonShape(Shape):
    customer: str
    conversations: int
    events: int
    actions: int
    business_outcomes: int


class EraseShape(Shape):
    """``confirm`` repeats the pseudonym, so that no slip erases anybody."""

    confirm: Annotated[str, Field(pattern=PSEUDONYM)]


class SwitchesShape(Shape):
    customer_text: bool
    customer_voice: bool
    customer_face: bool
    agent_text: bool
    agent_voice: bool
    agent_face: bool
    label_ai: bool

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class LegalShape(Shape):
    """``unavailable``: switches that cannot be on in this version, and why."""

    switches: SwitchesShape
    unavailable: dict[str, str]


class AuditEntryShape(Shape):
    sequence: int
    at: datetime
    who: str
    role: str
    how: str
    right: str
    deed: str
    params: dict[str, str]
    status: int
    detail: str
    seal: str
    digest: str


class AuditShape(Shape):
    """Newest first; ``next_before`` goes on where this page ends. ``people``: names that occur in the log."""

    entries: list[AuditEntryShape]
    next_before: int | None
    people: list[str]


class AuditCheckShape(Shape):
    """``broken_at``: the first entry that does not hold, and why; null: the chain is whole.

    ``sealed`` entries are protected by the service's key (``keyed``: it has one), the others only by the chain.
    """

    whole: bool
    entries: int
    first: int
    last: int
    head: str
    sealed: int
    keyed: bool
    broken_at: int | None
    why: Broken | None


class SystemShape(Shape):
    version: str
    model: str
    risk: str
    store: str
    started_at: datetime
    audit_keyed: bool
    second_opinion: bool
    warnings: list[UnsafeShape]
