"""Contract: scripts keep every revision, phrases are a tenant's own, uses are counted and judged once."""

from dataclasses import replace

import pytest

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.library_script import LibraryScript, ScriptOrigin, ScriptRevision, ScriptStatus
from zhiyin.domain.phrase import BannedPhrase, OwnPhrase
from zhiyin.domain.policy import Script
from zhiyin.domain.risk import Tier
from zhiyin.domain.script_use import ScriptFigures, ScriptUse, UseResult
from zhiyin.seams import Store
from zhiyin.testing.samples import T0, event, ref
from zhiyin.testing.store_contract.base import StoreCase, apply

SCRIPT = LibraryScript(
    "ecommerce",
    Script("s1", "晚了{late_days}天，是我们没兑现。", (Tier.MILD,), ("angry",), "repeats >= 1"),
    "认领",
    ScriptStatus.DRAFT,
    ("简短",),
    ("old_friend",),
    T0 + 5,
    "售后一组",
    ScriptOrigin.PACK,
    Script("s1", "晚了，是我们没兑现。"),
)
PHRASE = OwnPhrase("acme", "p1", BannedPhrase("亲亲", "own", "约定不用", "说“您”", ("父亲亲",)), "li", T0)
USE = ScriptUse("u1", ref(), "ecommerce", "s1", 2, "li", T0, True, 4, Tier.MODERATE, -0.4, -0.5, "e4")


def revision(number: int, script: LibraryScript = SCRIPT) -> ScriptRevision:
    return ScriptRevision(script, number, "li", T0 + number)


class ScriptsContract(StoreCase):
    async def test_every_revision_is_kept_and_the_newest_counts(self, store: Store) -> None:
        changed = replace(SCRIPT, status=ScriptStatus.ACTIVE, review_by=None)
        other = replace(SCRIPT, scene="travel")
        await store.keep_scripts([revision(1), revision(1, other)])
        await store.keep_scripts([revision(2, changed)])
        assert await store.scripts() == [revision(2, changed), revision(1, other)]
        assert await store.script_revisions("ecommerce", "s1") == [revision(2, changed), revision(1)]
        assert await store.script_revisions("ecommerce", "nothing") == []

    async def test_a_change_of_what_is_not_the_newest_is_refused_with_all_that_came_with_it(self, store: Store) -> None:
        await store.keep_scripts([revision(1)])
        fresh = replace(SCRIPT, script=replace(SCRIPT.script, id="s2"))
        for number in (1, 3):
            with pytest.raises(ConflictError, match="s1"):
                await store.keep_scripts([revision(1, fresh), revision(number)])
        assert await store.scripts() == [revision(1)]

    async def test_phrases_belong_to_their_tenant_and_can_go(self, store: Store) -> None:
        await store.keep_phrase(PHRASE)
        await store.keep_phrase(replace(PHRASE, id="p2", at=T0 + 1))
        changed = replace(PHRASE, banned=replace(PHRASE.banned, reason="不好"))
        await store.keep_phrase(changed)
        assert await store.phrases("acme") == [changed, replace(PHRASE, id="p2", at=T0 + 1)]
        assert await store.phrases("other") == []
        assert not await store.drop_phrase("other", "p1")
        assert await store.drop_phrase("acme", "p1")
        assert not await store.drop_phrase("acme", "p1")

    async def test_a_use_is_counted_once_and_due_until_its_end(self, store: Store) -> None:
        assert await store.add_use(USE, T0 + 10)
        assert not await store.add_use(USE, T0 + 10)
        assert await store.due_uses(T0 + 9, 5) == []
        assert await store.due_uses(T0 + 10, 5) == [USE]
        assert await store.script_figures("acme") == {("ecommerce", "s1"): ScriptFigures(uses=1, changed=1)}
        await store.judge_uses([UseResult(USE, 1, 0.25, Tier.MILD, T0 + 20)])
        assert await store.due_uses(T0 + 19, 5) == []
        assert (await store.script_figures("acme"))["ecommerce", "s1"].measured == 0

    async def test_the_end_of_a_use_goes_into_the_figures_once(self, store: Store) -> None:
        quiet = replace(USE, id="u2", valence_before=None, tier_before=Tier.NONE, changed=False, event_id=None)
        silent = replace(USE, id="u3")
        for use in (USE, quiet, silent):
            await store.add_use(use, T0)
        ends = [
            UseResult(USE, 3, 0.25, Tier.MILD, None),
            UseResult(quiet, 2, 0.5, Tier.NONE, None),
            UseResult(silent, 0, None, None, None),
        ]
        for _ in range(2):
            await store.judge_uses(ends)
        wanted = ScriptFigures(3, 2, measured=1, change_sum=0.75, change_squares=0.5625, could_fall=1, fell=1)
        assert await store.script_figures("acme") == {("ecommerce", "s1"): wanted}
        assert await store.script_figures("other") == {}
        assert await store.due_uses(T0 + 10**9, 5) == []

    async def test_customer_outcomes_are_those_right_before_or_after_a_turn(self, store: Store) -> None:
        await apply(store, [event(ref(), n) for n in range(1, 10)])
        after = await store.customer_outcomes(ref(), after=4)
        before = await store.customer_outcomes(ref(), upto=6, limit=2)
        assert [o.sequence for o in after] == [5, 7, 9]
        assert [o.sequence for o in before] == [3, 5]
        assert all(o.reading for o in (*after, *before))
