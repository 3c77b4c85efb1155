"""AuditWalk: goes along the chain of a tenant's operation log and finds where it does not hold. Pure."""

import hmac
from collections.abc import Sequence

from zhiyin.domain.audit_check import AuditCheck, Broken
from zhiyin.domain.audit_entry import PLAIN, AuditEntry, AuditHead, digest_of, mark_of, seal_name

Anchor = tuple[int, str]
"""Sequence number and digest of an entry, as somebody noted them outside of the store."""


class AuditWalk:
    """``start`` is the head as it was when the walk began; entries come by ``go``, then ``end`` compares the head."""

    def __init__(self, key: bytes, start: AuditHead, anchor: Anchor | None = None) -> None:
        self._key = key
        self._seal = seal_name(key)
        self._first = start.kept_from
        self._next = start.kept_from
        self._before = start.kept_before
        self._anchor = anchor
        self._sealed = 0
        self._broken: tuple[int, Broken] | None = None

    @property
    def after(self) -> int:
        """Sequence number of the last entry that was looked at."""
        return self._next - 1

    @property
    def broken(self) -> bool:
        return self._broken is not None

    def go(self, entries: Sequence[AuditEntry]) -> None:
        """On along the chain, up to the first break."""
        for entry in entries:
            why = self._wrong(entry)
            if why is not None:
                self._broken = (self._next if why is Broken.MISSING else entry.sequence, why)
                return
            self._sealed += entry.seal != PLAIN
            self._next += 1
            self._before = entry.digest

    def _wrong(self, entry: AuditEntry) -> Broken | None:
        if entry.sequence != self._next:
            return Broken.MISSING
        if entry.seal not in (PLAIN, self._seal):
            return Broken.OTHER_KEY
        if entry.seal == PLAIN and self._sealed:
            return Broken.UNSEALED
        key = self._key if entry.seal != PLAIN else b""
        right = digest_of(entry.note, entry.sequence, entry.before, entry.seal, key)
        if not hmac.compare_digest(right, entry.digest):
            return Broken.CHANGED
        if entry.before != self._before:
            return Broken.FOREIGN
        if self._anchor and self._anchor[0] == entry.sequence and self._anchor[1] != entry.digest:
            return Broken.ANCHOR
        return None

    def end(self, head: AuditHead | None) -> AuditCheck:
        """``head`` was read after the last entry."""
        if self._broken is None:
            self._broken = self._wrong_head(head)
        at, why = self._broken or (None, None)
        return AuditCheck(
            entries=self._next - self._first,
            first=self._first,
            last=self.after,
            head=self._before,
            sealed=self._sealed,
            keyed=bool(self._key),
            broken_at=at,
            why=why,
        )

    def _wrong_head(self, head: AuditHead | None) -> tuple[int, Broken] | None:
        if head is None:
            return self.after, Broken.HEAD
        if head.sequence > self.after:
            return self._next, Broken.TRUNCATED
        if head.sequence < self.after:
            return head.sequence + 1, Broken.APPENDED
        if head.digest != self._before or not self._marked(head):
            return self.after, Broken.HEAD
        if self._anchor and self._anchor[0] > self.after:
            return self._next, Broken.TRUNCATED
        return None

    def _marked(self, head: AuditHead) -> bool:
        """A head without a key is in order only while no entry has one."""
        key = b"" if head.mark.startswith(PLAIN + "=") else self._key
        if self._sealed and not key:
            return False
        right = mark_of(head.tenant, head.sequence, head.digest, head.kept_from, head.kept_before, key)
        return hmac.compare_digest(right, head.mark.encode("ascii", "replace").decode())
