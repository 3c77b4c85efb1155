"""Contract: users sign in by one login name, sessions end with their user, and failures are counted."""

from dataclasses import replace

import pytest

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.key import Access
from zhiyin.domain.user import UserChange
from zhiyin.seams import Store
from zhiyin.testing.samples import T0, session, user
from zhiyin.testing.store_contract.base import StoreCase


class PeopleContract(StoreCase):
    async def test_a_user_is_found_by_id_login_name_and_subject(self, store: Store) -> None:
        first, second = user("ann"), replace(user("bo"), created_at=T0 + 1, subject="https://id.example 7")
        for one in (second, first):
            await store.add_user(one)
        assert await store.user("ann") == await store.find_user("ann") == first
        assert await store.find_subject("https://id.example 7") == second
        assert await store.user("cy") is None
        assert await store.users() == [first, second]
        await store.signed_in("ann", T0 + 9)
        assert await store.user("ann") == replace(first, signed_in_at=T0 + 9)

    async def test_a_login_name_is_given_once_and_the_first_user_is_the_first(self, store: Store) -> None:
        await store.add_user(user("ann"), first=True)
        for other, first in ((replace(user("x"), login="ann"), False), (user("bo"), True)):
            with pytest.raises(ConflictError):
                await store.add_user(other, first=first)
        assert [u.id for u in await store.users()] == ["ann"]

    async def test_a_change_changes_what_it_names(self, store: Store) -> None:
        await store.add_user(user("ann"))
        changed = await store.change_user("ann", UserChange(name="安", access=Access.AUDITOR), T0 + 1)
        assert changed == await store.user("ann") == replace(user("ann"), name="安", access=Access.AUDITOR)
        assert (await store.change_user("ann", UserChange(disabled=True), T0 + 2)).disabled_at == T0 + 2
        assert (await store.change_user("ann", UserChange(disabled=True), T0 + 3)).disabled_at == T0 + 2
        assert (await store.change_user("ann", UserChange(disabled=False), T0 + 4)).disabled_at is None
        with pytest.raises(NotFoundError):
            await store.change_user("bo", UserChange(name="博"), T0)

    @pytest.mark.parametrize("change", [UserChange(disabled=True), UserChange(access=Access.AGENT)])
    async def test_a_tenant_keeps_an_administrator(self, store: Store, change: UserChange) -> None:
        await store.add_user(user("ann", Access.ADMIN))
        await store.add_user(user("far", Access.ADMIN, "other"))
        with pytest.raises(ConflictError, match="last administrator"):
            await store.change_user("ann", change, T0)
        assert await store.user("ann") == user("ann", Access.ADMIN)
        await store.add_user(user("bo", Access.ADMIN))
        await store.change_user("ann", change, T0)
        with pytest.raises(ConflictError):
            await store.change_user("bo", change, T0)

    async def test_a_session_is_found_by_its_digest_with_its_user(self, store: Store) -> None:
        await store.add_user(user("ann"))
        begun = session("s1", "ann")
        await store.add_session(begun)
        assert await store.find_session(begun.digest) == (begun, user("ann"))
        assert await store.find_session("f" * 64) is None
        await store.see_session("s1", T0 + 5)
        assert await store.sessions("ann") == [replace(begun, seen_at=T0 + 5)]

    async def test_sessions_end_one_by_one_and_all_but_one(self, store: Store) -> None:
        for n, name in enumerate(("s1", "s2", "s3")):
            await store.add_session(session(name, "ann", T0 + n))
        await store.add_session(session("s4", "bo"))
        assert [s.id for s in await store.sessions("ann")] == ["s3", "s2", "s1"]
        assert not await store.end_session("bo", "s1"), "somebody else's session"
        assert await store.end_session("ann", "s1")
        assert not await store.end_session("ann", "s1")
        assert await store.end_sessions("ann", but="s3") == 1
        assert [s.id for s in await store.sessions("ann")] == ["s3"]
        assert [s.id for s in await store.sessions("bo")] == ["s4"]

    async def test_sessions_past_their_end_are_dropped(self, store: Store) -> None:
        await store.add_session(session("old", "ann"))
        await store.add_session(session("new", "ann", T0 + 3_600_000))
        assert [s.id for s in await store.sessions("ann")] == ["new"]

    @pytest.mark.parametrize("change", [UserChange(disabled=True), UserChange(password="$argon2id$other")])
    async def test_a_new_password_and_a_disabled_user_end_all_sessions(self, store: Store, change: UserChange) -> None:
        for name in ("ann", "bo"):
            await store.add_user(user(name))
            await store.add_session(session(f"of-{name}", name))
        await store.change_user("ann", UserChange(name="安"), T0)
        assert await store.sessions("ann")
        await store.change_user("ann", change, T0)
        assert await store.find_session(session("of-ann", "ann").digest) is None
        assert await store.find_session(session("of-bo", "bo").digest)

    async def test_failures_are_counted_by_login_name_and_address(self, store: Store) -> None:
        for n, (login, address) in enumerate([("ann", "1"), ("ann", "2"), ("bo", "1"), ("bo", "2")]):
            await store.note_failure(login, address, T0 + n, T0)
        assert await store.failures("ann", "1", T0) == [("bo", "1", T0 + 2), ("ann", "2", T0 + 1), ("ann", "1", T0)]
        assert await store.failures("ann", "1", T0 + 2) == [("bo", "1", T0 + 2)]
        await store.forget_failures("ann", "1")
        assert await store.failures("ann", "9", T0) == [("ann", "2", T0 + 1)]
        await store.note_failure("cy", "3", T0 + 9, T0 + 3)
        assert await store.failures("bo", "1", T0) == [("bo", "2", T0 + 3)]
