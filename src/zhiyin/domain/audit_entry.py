"""AuditEntry: one deed in the operation log, and the chain that shows whether the log was changed afterwards."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

PLAIN = "sha256"
"""Seal of an entry that was written without a key: whoever can write the table can also make a new chain."""

START = ""
"""What the first entry of a chain follows upon."""


@dataclass(frozen=True, slots=True)
class AuditNote:
    """A deed as it is told to the log. Holds no bodies, no secrets and no personal data: ``detail`` and ``params`` are
    masked by whoever makes the note."""

    tenant: str
    at: int
    """Milliseconds since 1970 UTC."""
    who: str
    """Name of the key or the user; empty: nobody had signed in."""
    role: str = ""
    how: str = ""
    """How the caller showed who they are: ``key``, ``session``, ``open``, ``cli`` or ``system``."""
    right: str = ""
    """The right that was asked for; empty: the route asks for none (signing in)."""
    deed: str = ""
    """Method and route template, e.g. ``POST /v1/actions/{action_id}/replay``, or the name of what the system did."""
    params: Mapping[str, str] = field(default_factory=dict)
    status: int = 0
    """HTTP status of the answer; 0 where there was no request."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """``sequence`` counts from 1 per tenant, without gaps. ``before`` is the digest of the entry before."""

    sequence: int
    note: AuditNote
    seal: str
    before: str
    digest: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """How far the log of a tenant has come, kept in a place of its own, so that a cut-off end shows.

    ``kept_from`` is the first entry that retention has left, ``kept_before`` the digest of the one before it.
    """

    tenant: str
    sequence: int
    digest: str
    kept_from: int
    kept_before: str
    mark: str


def seal_name(key: bytes) -> str:
    """Names how an entry is sealed and, without telling it, by which key."""
    return f"hmac-sha256:{hashlib.sha256(b'audit key' + key).hexdigest()[:12]}" if key else PLAIN


def chained(note: AuditNote, sequence: int, before: str, key: bytes) -> AuditEntry:
    seal = seal_name(key)
    return AuditEntry(sequence, note, seal, before, digest_of(note, sequence, before, seal, key))


def digest_of(note: AuditNote, sequence: int, before: str, seal: str, key: bytes) -> str:
    """Hex HMAC-SHA256 (RFC 2104) by ``key``, or SHA-256 without one, over the canonical JSON of the entry."""
    said = {
        "at": note.at,
        "before": before,
        "deed": note.deed,
        "detail": note.detail,
        "how": note.how,
        "params": dict(note.params),
        "right": note.right,
        "role": note.role,
        "seal": seal,
        "sequence": sequence,
        "status": note.status,
        "tenant": note.tenant,
        "who": note.who,
    }
    return _digest(said, key)


def head_of(tenant: str, sequence: int, digest: str, kept_from: int, kept_before: str, key: bytes) -> AuditHead:
    return AuditHead(
        tenant, sequence, digest, kept_from, kept_before, mark_of(tenant, sequence, digest, kept_from, kept_before, key)
    )


def mark_of(tenant: str, sequence: int, digest: str, kept_from: int, kept_before: str, key: bytes) -> str:
    """The head's own seal, with its name in front, so that the head cannot be moved back without the key."""
    said = {
        "digest": digest,
        "kept_before": kept_before,
        "kept_from": kept_from,
        "sequence": sequence,
        "tenant": tenant,
    }
    return f"{seal_name(key)}={_digest(said, key)}"


def _digest(said: Mapping[str, object], key: bytes) -> str:
    """Canonical: sorted keys, no spaces, UTF-8 (RFC 8785 for the texts and whole numbers that stand here)."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return hmac.digest(key, text, "sha256").hex() if key else hashlib.sha256(text).hexdigest()
