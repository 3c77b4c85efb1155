"""Contract: the operation log is one chain per tenant, whoever writes at the same time."""

import asyncio
from dataclasses import replace

from zhiyin.domain.audit_entry import AuditNote, chained, head_of
from zhiyin.seams import AuditQuery, Store
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import Opener, StoreCase

KEY = b"k" * 32


def note(n: int, *, tenant: str = "acme", who: str = "li", right: str = "keys:manage") -> AuditNote:
    """The ``n``-th deed, a second after the one before."""
    return AuditNote(
        tenant, T0 + n * 1000, who, "admin", "key", right, "POST /v1/x/{id}", {"id": f"x{n}"}, 201, f"第{n}件事"
    )


class AuditContract(StoreCase):
    async def test_entries_follow_each_other(self, store: Store) -> None:
        first, second = await store.append_audit([note(1), note(2)], KEY)
        assert first == chained(note(1), 1, "", KEY)
        assert second == chained(note(2), 2, first.digest, KEY)
        assert await store.audit_head("acme") == head_of("acme", 2, second.digest, 1, "", KEY)
        (third,) = await store.append_audit([note(3)], b"")
        assert (third.sequence, third.before, third.seal) == (3, second.digest, "sha256")
        assert await store.audit_chain("acme", 1, 10) == [second, third]
        assert await store.audit_chain("acme", 0, 1) == [first]

    async def test_tenants_have_logs_of_their_own(self, store: Store) -> None:
        await store.append_audit([note(1), note(1, tenant="other"), note(2)], KEY)
        assert [e.sequence for e in await store.audit_chain("acme", 0, 9)] == [1, 2]
        assert [e.sequence for e in await store.audit_chain("other", 0, 9)] == [1]
        assert (await store.audit_head("nobody"), await store.audit_chain("nobody", 0, 9)) == (None, [])

    async def test_writers_at_the_same_time_give_no_number_twice(self, store: Store, opener: Opener) -> None:
        """Two stores are two processes as far as the database can tell."""
        second = opener()
        await second.open()
        try:
            writes = [s.append_audit([note(n), note(n)], KEY) for n in range(20) for s in (store, second)]
            entries = [entry for page in await asyncio.gather(*writes) for entry in page]
        finally:
            await second.close()
        assert sorted(e.sequence for e in entries) == list(range(1, 81))
        chain = await store.audit_chain("acme", 0, 100)
        assert [e.before for e in chain] == ["", *(e.digest for e in chain[:-1])]
        head = await store.audit_head("acme")
        assert head is not None
        assert (head.sequence, head.digest) == (80, chain[-1].digest)

    async def test_entries_are_found_newest_first(self, store: Store) -> None:
        notes = [note(1), note(2, who="wang"), note(3, right="audit:read"), note(4, who="wang"), note(5, tenant="b")]
        await store.append_audit(notes, KEY)

        async def found(query: AuditQuery) -> list[int]:
            return [entry.sequence for entry in await store.audit_entries(query)]

        every = AuditQuery("acme")
        assert await found(every) == [4, 3, 2, 1]
        assert await found(replace(every, who="wang")) == [4, 2]
        assert await found(replace(every, right="audit:read")) == [3]
        assert await found(replace(every, since=T0 + 2000, until=T0 + 4000)) == [3, 2]
        assert await found(replace(every, before=3, limit=1)) == [2]
        assert await store.audit_people("acme") == ["li", "wang"]

    async def test_the_oldest_are_trimmed_and_the_head_knows_where_the_rest_begins(self, store: Store) -> None:
        entries = await store.append_audit([note(n) for n in range(1, 7)], KEY)
        assert await store.count_audit("acme", T0 + 4000) == 3
        assert [await store.trim_audit("acme", T0 + 4000, 2, KEY) for _ in range(3)] == [2, 1, 0]
        assert await store.audit_chain("acme", 0, 9) == entries[3:]
        head = await store.audit_head("acme")
        assert head == head_of("acme", 6, entries[-1].digest, 4, entries[2].digest, KEY)
        assert await store.trim_audit("acme", T0 + 99_000, 99, KEY) == 2, "the newest stays"
