"""Contract: summaries are exact, whatever the order of arrival; and they are kept by the transaction that saves.

``opener`` must give stores that count by ``zhiyin.testing.summing``.
"""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from zhiyin.domain.ledger import Ledger
from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.reading import Polarity
from zhiyin.domain.summary_key import Axis
from zhiyin.domain.summary_query import SummaryQuery
from zhiyin.domain.utterance import Role
from zhiyin.domain.waits import Waits
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import Opener, StoreCase, apply
from zhiyin.testing.summed_talks import Talk, play
from zhiyin.testing.summing import summing

HOUR_MS = 3_600_000
ALL = SummaryQuery("acme", 0, 2 * T0)


async def _total(store: Store, query: SummaryQuery = ALL) -> MoodSummary:
    found = await store.cells(query)
    return found[0][1] if found else MoodSummary()


class SummariesContract(StoreCase):
    @pytest.mark.parametrize("seed", range(4))
    async def test_any_order_of_arrival_gives_the_sums_of_counting_from_scratch(self, store: Store, seed: int) -> None:
        talks = [Talk(ref(f"c{n}"), seed) for n in range(4)]
        await play(store, talks, seed)
        assert await store.differences() == []
        turns = [t for talk in talks for t in talk.turns()]
        read = [t.outcome.reading for t in turns if t.outcome and t.outcome.reading]
        total = await _total(store)
        said = Counter(t.masked.origin.role for t in turns if t.masked.text)
        assert (total.customer_turns, total.agent_turns) == (said[Role.CUSTOMER], said[Role.AGENT])
        assert (total.read, total.opened) == (len(read), len(talks))
        assert total.negative == sum(r.polarity is Polarity.NEGATIVE for r in read)
        assert total.load == sum(round(r.intensity * 1e6) for r in read if r.polarity is Polarity.NEGATIVE)
        assert total.emotions == Counter(r.emotion for r in read)
        scratch = Ledger()
        for talk in talks:
            summing().count(None, talk.turns(), scratch)
        answers = Counter({key[-1]: 0 for key in scratch.waits})
        for key, count in scratch.waits.items():
            answers[key[-1]] += count * (key[-2] == "answers")
        assert total.answers == Waits(answers)

    async def test_sums_told_apart_add_up_to_the_whole(self, store: Store) -> None:
        await play(store, [Talk(ref(f"c{n}"), 9) for n in range(4)], 9)
        whole = await _total(store)
        for by in ((Axis.DAY,), (Axis.CHANNEL,), (Axis.TEAM, Axis.SCENE), (Axis.DAY, Axis.CHANNEL, Axis.TEAM)):
            parts = await store.cells(ALL, by)
            assert sum((cell for _, cell in parts), MoodSummary()) == whole
        hours = await store.cells(ALL, (Axis.HOUR, Axis.CHANNEL))
        plain = replace(whole, first_answer=Waits(), answers=Waits(), longest=Waits())
        assert sum((cell for _, cell in hours), MoodSummary()) == plain
        assert all(key.at is not None and key.at % HOUR_MS == 0 and key.channel for key, _ in hours)
        weekly = await store.cells(ALL, (Axis.WEEK_HOUR,))
        assert sum((cell for _, cell in weekly), MoodSummary()) == plain
        assert {key.at for key, _ in weekly} == {summing().week_hour_of(key.at or 0) for key, _ in hours}
        assert await store.uncounted() == 0
        teams = [key.team for key, _ in await store.cells(ALL, (Axis.TEAM,)) if key.team]
        assert await store.teams(ALL) == teams

    async def test_filters_and_times_choose_cells(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 2, 3)])
        assert (await _total(store)).customer_turns == 2
        assert await _total(store, replace(ALL, tenant="other")) == MoodSummary()
        assert await _total(store, replace(ALL, channel="phone")) == MoodSummary()
        hour = T0 // HOUR_MS * HOUR_MS
        inside = SummaryQuery("acme", hour, hour + HOUR_MS, "ecommerce", "chat", "")
        assert (await _total(store, inside)).answers.total == 1
        assert (await store.cells(inside, (Axis.HOUR,)))[0][1].customer_turns == 2
        before = SummaryQuery("acme", hour - HOUR_MS, hour)
        assert await store.cells(before, (Axis.HOUR,)) == []
        only = (await store.cells(ALL, only=("read", "answers")))[0][1]
        assert (only.read, only.answers.total, only.customer_turns, only.negative) == (2, 1, 0, 0)

    async def test_topics_and_words_lead_to_their_turns(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 2, 3)])
        (topic,) = await store.topics(ALL)
        assert (topic.topic, topic.turns, topic.negative, topic.load) == ("物流", 2, 2, 1_000_000)
        (word,) = await store.words(ALL)
        assert (word.word, word.turns, word.negative) == ("还没到", 2, 2)
        found = await store.word_turns(ALL, "还没到", 1)
        assert [t.masked.origin.event_id for t in found] == ["e3"]
        assert await store.word_turns(replace(ALL, scene="finance"), "还没到") == []
        assert await store.topics(replace(ALL, until=T0 - 86_400_000)) == []

    async def test_outcomes_written_again_are_counted_once(self, store: Store) -> None:
        events = [samples.event(ref(), 1)]
        await apply(store, events)
        before = await _total(store)
        assert await store.save([samples.step(2, samples.outcome(events[0], 1))], T0) == [True]
        assert await _total(store) == before
        assert await store.differences() == []

    async def test_writers_at_the_same_time_count_each_turn_once(self, store: Store, opener: Opener) -> None:
        other = opener()
        await other.open()
        events = [samples.event(ref(f"c{n}"), 1) for n in range(20)]
        await store.accept(events, T0)
        steps = [samples.step(1, samples.outcome(e, 1)) for e in events]
        await asyncio.gather(*(s.save([step], T0) for step in steps for s in (store, other)))
        assert (await _total(store)).read == 20
        assert await other.differences() == []
        await other.close()

    async def test_all_can_be_counted_anew(self, store: Store) -> None:
        talks = [Talk(ref(f"c{n}"), 5) for n in range(3)]
        await play(store, talks, 5)
        whole, words = await _total(store), await store.words(ALL)
        await store.recount()
        assert await _total(store) == MoodSummary()
        progress = await store.progress()
        assert (progress.conversations, progress.uncounted) == (3, 3)
        # One that goes on meanwhile is counted by its own step, and not once more.
        late = samples.event(talks[0].ref, 99, "快递还没到", at=T0 - 1)
        await store.accept([late], T0)
        await store.save([talks[0].arrive([late])], T0)
        assert (await store.progress()).uncounted == 2
        assert [await store.count_more(1), await store.count_more(5), await store.count_more(5)] == [1, 1, 0]
        assert await store.differences() == []
        assert (await _total(store)).customer_turns == whole.customer_turns + 1
        assert sum(w.turns for w in await store.words(ALL)) >= sum(w.turns for w in words)

    async def test_counting_begins_anew_only_when_it_would_differ(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), 1)])
        assert [await store.begin_counting(), await store.begin_counting()] == [False, False]
        assert (await _total(store)).read == 1

    async def test_rare_words_of_past_days_are_dropped(self, store: Store) -> None:
        await play(store, [Talk(ref(f"c{n}"), 3) for n in range(4)], 3)
        many = await store.words(ALL)
        assert await store.trim_words(2 * T0, 1) > 0
        few = await store.words(ALL)
        assert 0 < len(few) < len(many)
        assert await store.trim_words(2 * T0, 1) == 0
        assert await store.differences() == []
        assert await store.word_turns(ALL, many[-1].word) != []
