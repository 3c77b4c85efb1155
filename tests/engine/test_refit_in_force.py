"""Refitted weights in a running engine: taken up at the next look, named by what they judged, rolled back."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

from zhiyin.domain.conversation import Turn
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.utterance import ConversationRef
from zhiyin.engine.refit import Judges, gather, known_ends, refit
from zhiyin.engine.trial import try_policy
from zhiyin.pipeline.advance import Rulebook
from zhiyin.store import open_store
from zhiyin.testing.samples import T0
from zhiyin.testing.site import TENANT, Ended, Site, fill, stream
from zhiyin.testing.spine import WEIGHTS, Spine, cues, said, spine

HEAVIER = RiskVersion(replace(WEIGHTS, name="risk-for-tests+site.1", bias=0.5), "", T0, "li", T0)
WORDS = ("我的快递怎么还没到", "等了三天了，太慢了", "我要投诉你们", "我要投诉你们")


async def talk(running: Spine, name: str) -> list[Outcome]:
    """The same words in a conversation of this name; what they led to, told without the name."""
    await running.send(*(said(n, text, conversation=name) for n, text in enumerate(WORDS, 1)))
    await running.settled()
    turns = await running.store.turns(ConversationRef(TENANT, name))
    return [t.outcome for t in turns if t.outcome]


def judged(outcomes: Sequence[Outcome]) -> list[object]:
    return [(o.weights, o.risk, o.decision.rules, o.mood, o.foresight) for o in outcomes]


async def test_a_running_engine_takes_up_the_version_and_rolls_back_to_the_same_decisions(tmp_path: Path) -> None:
    async with spine(f"sqlite:///{tmp_path}/x.db") as running:
        before = await talk(running, "a")
        assert {o.weights for o in before} == {WEIGHTS.name}
        await running.store.keep_risk(HEAVIER)
        await running.store.activate_risk(HEAVIER.name, "li", T0)
        await running.engine.rulebooks.refresh()
        during = await talk(running, "b")
        assert {o.weights for o in during} == {HEAVIER.name}
        assert all(new.risk.probability > old.risk.probability for old, new in zip(before, during, strict=True))
        await running.store.activate_risk("", "li", T0)
        await running.engine.rulebooks.refresh()
        assert judged(await talk(running, "c")) == judged(before)
        # What was judged stays as it was judged.
        stored = await running.store.turns(ConversationRef(TENANT, "b"))
        assert [t.outcome for t in stored] == during


async def test_an_engine_starts_with_the_version_that_was_active(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    store = open_store(url)
    await store.open()
    await store.keep_risk(HEAVIER)
    await store.activate_risk(HEAVIER.name, "li", T0)
    await store.close()
    async with spine(url) as running:
        assert running.engine.rulebooks.of("ecommerce").weights == HEAVIER.weights
        assert {o.weights for o in await talk(running, "a")} == {HEAVIER.name}


async def test_a_policy_is_tried_under_the_weights_it_is_given_whatever_is_active(tmp_path: Path) -> None:
    async with spine(f"sqlite:///{tmp_path}/x.db") as running:
        await talk(running, "a")
        policy = running.engine.rulebooks.of("ecommerce").policy
        book = Rulebook(policy, WEIGHTS)
        first = await try_policy(book, book, running.store.history(TENANT), cues())
        await running.store.keep_risk(HEAVIER)
        await running.store.activate_risk(HEAVIER.name, "li", T0)
        await running.engine.rulebooks.refresh()
        assert running.engine.rulebooks.of("ecommerce").policy is policy
        assert await try_policy(book, book, running.store.history(TENANT), cues()) == first
        assert first.conversations == 1


def _site() -> list[Ended]:
    # An angry first turn, and only that, leads to a bad end.
    def angry(turns: Sequence[Turn], _: object) -> bool:
        first = turns[0].outcome
        return first is not None and first.reading is not None and first.reading.valence < 0

    return Site(120, 8, angry).ended()


async def test_what_the_store_gives_back_is_refitted_like_what_went_in(tmp_path: Path) -> None:
    ended, finder = _site(), cues()
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    await store.open()
    await fill(store, ended)

    def stored(since: int | None = None, until: int | None = None, scene: str | None = None) -> AsyncIterator[Ended]:
        return known_ends(store, TENANT, since, until, scene, lambda p: bool(p.outcomes))

    found = []
    for source in (stream(ended), stored(), stored()):
        past = await gather(source, Judges(WEIGHTS, WEIGHTS), lambda _: finder, lambda _: Thresholds())
        found.append(refit(past, WEIGHTS, None, "x+site.1"))
    assert found[0].weights is not None
    assert found[0] == found[1] == found[2]
    some = stored(ended[5][0].opened_at, ended[9][0].opened_at, "ecommerce")
    assert [p.ref.id async for p, _ in some] == [p.ref.id for p, _ in ended[5:9]]
    assert [p async for p, _ in stored(scene="travel")] == []
    await store.close()
