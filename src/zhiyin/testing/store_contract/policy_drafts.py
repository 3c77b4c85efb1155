"""Contract: drafts are kept per person and scene and not written over; switches of policies keep who, when and why."""

from dataclasses import replace

import pytest

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.policy_change import PolicyChange
from zhiyin.domain.policy_draft import PolicyDraft
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import StoreCase

DRAFT = PolicyDraft("acme", "finance", "li", "scene: finance  # 初稿", "1", T0)


class PolicyDraftsContract(StoreCase):
    async def test_a_draft_is_its_persons_own(self, store: Store) -> None:
        assert await store.save_policy_draft(DRAFT) == 1
        assert await store.save_policy_draft(replace(DRAFT, by="wang", text="b", at=T0 + 1)) == 1
        assert await store.policy_draft("acme", "finance", "li") == replace(DRAFT, revision=1)
        assert [d.by for d in await store.policy_drafts("acme", "finance")] == ["wang", "li"]
        assert await store.policy_draft("acme", "travel", "li") is None
        assert await store.policy_draft("other", "finance", "li") is None

    async def test_a_draft_is_not_written_over_from_another_window(self, store: Store) -> None:
        first = replace(DRAFT, revision=await store.save_policy_draft(DRAFT))
        assert await store.save_policy_draft(replace(first, text="new", at=T0 + 5)) == 2
        for stale in (first, DRAFT, replace(DRAFT, revision=9)):
            with pytest.raises(ConflictError):
                await store.save_policy_draft(stale)
        kept = await store.policy_draft("acme", "finance", "li")
        assert kept == replace(DRAFT, text="new", at=T0 + 5, revision=2)

    async def test_a_dropped_draft_can_be_begun_again(self, store: Store) -> None:
        await store.save_policy_draft(DRAFT)
        dropped = [await store.drop_policy_draft("acme", "finance", "li") for _ in range(2)]
        assert dropped == [True, False]
        with pytest.raises(ConflictError):
            await store.save_policy_draft(replace(DRAFT, revision=1))
        assert await store.save_policy_draft(DRAFT) == 1

    async def test_switches_are_kept_with_who_and_why(self, store: Store) -> None:
        first, second = samples.policy("finance", "1"), samples.policy("finance", "2", "risk > 0.7")
        await store.publish(first, "li", T0, "第一版", "version: 1  # 甲")
        await store.publish(second, "wang", T0 + 1, "更严", over="1")
        await store.activate("finance", "1", "li", T0 + 2, "太吵")
        assert await store.policy_changes("finance") == [
            PolicyChange("finance", "1", "2", "li", T0 + 2, "太吵"),
            PolicyChange("finance", "2", "1", "wang", T0 + 1, "更严"),
            PolicyChange("finance", "1", "", "li", T0, "第一版"),
        ]
        assert len(await store.policy_changes("finance", 2)) == 2
        assert await store.policy_changes("travel") == []
        kept = [await store.kept_policy("finance", version) for version in ("1", "2", "3")]
        assert [k and (k.policy, k.text, k.by, k.at) for k in kept] == [
            (first, "version: 1  # 甲", "li", T0),
            (second, "", "wang", T0 + 1),
            None,
        ]

    async def test_what_was_built_on_another_version_is_refused(self, store: Store) -> None:
        await store.publish(samples.policy("finance", "1"), "li", T0, over="")
        for number, over in enumerate(("", "0", "2")):
            with pytest.raises(ConflictError, match="by li"):
                await store.publish(samples.policy("finance", "2"), "wang", T0 + 1 + number, over=over)
        assert [v for v, *_ in await store.versions("finance")] == ["1"]
        with pytest.raises(ConflictError):
            await store.publish(samples.policy("travel", "2"), "wang", T0, over="1")
        await store.publish(samples.policy("finance", "2"), "wang", T0 + 9, over="1")
        assert [v for v, active, *_ in await store.versions("finance") if active] == ["2"]
