"""Contract: corrections stand beside readings; the review queue gives each item to each person once."""

import asyncio
from dataclasses import replace

import pytest

from zhiyin.domain.correction import Correction
from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.label import Label
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.review_item import ReviewItem, Source, Standing
from zhiyin.domain.text import SafeText
from zhiyin.seams import ReviewClaim, ReviewQuery, Store
from zhiyin.testing.samples import T0, ref, review_item
from zhiyin.testing.store_contract.base import Opener, StoreCase

ANGRY, CALM = (Emotion.ANGRY, Polarity.NEGATIVE), (Emotion.CALM, Polarity.NEUTRAL)


def _says(by: str, what: tuple[Emotion, Polarity] | None = ANGRY, at: int = T0) -> Label:
    emotion, polarity = what or (None, None)
    return Label(by, at, emotion, polarity, 0.5, note=SafeText("差 <PHONE>\u0000😡"))


def _claim(by: str, now: int = T0, tenant: str = "acme") -> ReviewClaim:
    return ReviewClaim(tenant, by, now, now + 300)


async def _next(store: Store, by: str, now: int = T0) -> str | None:
    found = await store.claim_review(_claim(by, now))
    return found.id if found else None


class ReviewsContract(StoreCase):
    async def test_a_person_has_one_correction_a_turn(self, store: Store) -> None:
        first = Correction(ref(), "e1", "li", T0, *CALM, SafeText("只是\u0000问问"))
        second, other = replace(first, at=T0 + 2, emotion=Emotion.SAD, note=None), replace(first, by="wang", at=T0 + 1)
        for correction in (first, other, second, replace(first, conversation=ref("c2"))):
            await store.correct(correction)
        assert await store.corrections(ref()) == [other, second]
        assert await store.withdraw_correction(ref(), "e1", "li")
        assert not await store.withdraw_correction(ref(), "e1", "li")
        assert await store.corrections(ref()) == [other]
        assert await store.corrections(ref("c1", "other")) == []

    async def test_an_item_is_kept_once_and_comes_back_as_it_was(self, store: Store) -> None:
        item = review_item("i1")
        assert await store.keep_reviews([item, review_item("i2", at=T0 + 1)]) == [True, True]
        assert await store.keep_reviews([replace(item, chance=0.9)]) == [False]
        assert await store.review("acme", "i1") == item
        assert await store.review("other", "i1") is None
        assert [i.id for i in await store.reviews(ReviewQuery("acme"))] == ["i2", "i1"]
        assert [i.id for i in await store.reviews(ReviewQuery("acme", limit=1, offset=1))] == ["i1"]
        assert await store.reviews(ReviewQuery("acme", (Standing.AGREED,))) == []
        assert await store.reviews(ReviewQuery("acme", source=Source.CORRECTION)) == []
        assert len(await store.reviews(ReviewQuery("acme", (Standing.OPEN,), Source.UNSURE, "ecommerce"))) == 2

    async def test_two_who_agree_and_two_who_do_not(self, store: Store) -> None:
        await store.keep_reviews([review_item("i1"), review_item("i2")])
        one = await store.label_review("acme", "i1", _says("li"), 2)
        assert (one.standing, one.final, one.labels) == (Standing.OPEN, None, (_says("li"),))
        two = await store.label_review("acme", "i1", _says("wang", at=T0 + 1), 2)
        assert two.standing is Standing.AGREED
        assert two.final is not None
        assert (two.final.emotion, two.final.by) == (Emotion.ANGRY, "li+wang")
        await store.label_review("acme", "i2", _says("li"), 2)
        parted = await store.label_review("acme", "i2", _says("wang", CALM), 2)
        assert (parted.standing, parted.final) == (Standing.DISPUTED, None)
        assert await store.review_counts("acme") == {
            Standing.OPEN: 0,
            Standing.AGREED: 1,
            Standing.DISPUTED: 1,
            Standing.SETTLED: 0,
        }

    async def test_a_dispute_is_settled_by_somebody_else(self, store: Store) -> None:
        await store.keep_reviews([review_item("i1")])
        with pytest.raises(ConflictError, match="disputed"):
            await store.settle_review("acme", "i1", _says("zhao"))
        await store.label_review("acme", "i1", _says("li"), 2)
        await store.label_review("acme", "i1", _says("wang", None), 2)
        with pytest.raises(ConflictError, match="somebody else"):
            await store.settle_review("acme", "i1", _says("li"))
        done = await store.settle_review("acme", "i1", _says("zhao", CALM))
        assert (done.standing, done.final) == (Standing.SETTLED, _says("zhao", CALM))
        assert len(done.labels) == 2
        with pytest.raises(ConflictError, match="decided"):
            await store.unlabel_review("acme", "i1", "li", 2)

    async def test_nobody_labels_twice_or_what_is_closed(self, store: Store) -> None:
        await store.keep_reviews([review_item("i1")])
        await store.label_review("acme", "i1", _says("li"), 2)
        with pytest.raises(ConflictError, match="already"):
            await store.label_review("acme", "i1", _says("li", CALM), 2)
        await store.label_review("acme", "i1", _says("wang"), 2)
        with pytest.raises(ConflictError, match="agreed"):
            await store.label_review("acme", "i1", _says("zhao"), 2)
        for wrong in (store.label_review("acme", "i9", _says("li"), 2), store.skip_review("other", "i1", "li", T0)):
            with pytest.raises(NotFoundError):
                await wrong

    async def test_a_label_can_be_taken_back(self, store: Store) -> None:
        await store.keep_reviews([review_item("i1")])
        with pytest.raises(NotFoundError):
            await store.unlabel_review("acme", "i1", "li", 2)
        await store.label_review("acme", "i1", _says("li"), 2)
        await store.label_review("acme", "i1", _says("wang"), 2)
        back = await store.unlabel_review("acme", "i1", "li", 2)
        assert (back.standing, [label.by for label in back.labels]) == (Standing.OPEN, ["wang"])
        assert await _next(store, "li") == "i1"

    async def test_each_is_given_what_nobody_else_holds(self, store: Store) -> None:
        items = [review_item("i1", at=T0), review_item("i2", at=T0 + 1)]
        corrected = review_item("i3", at=T0 + 2, source=Source.CORRECTION)
        await store.keep_reviews([*items, corrected])
        assert await _next(store, "li") == "i3"
        assert await _next(store, "li") == "i3"
        assert await _next(store, "wang") == "i1"
        assert await _next(store, "zhao") == "i2"
        assert await _next(store, "sun") is None
        assert await _next(store, "sun", T0 + 300) == "i3"
        await store.label_review("acme", "i1", _says("wang"), 2)
        assert await _next(store, "wang", T0 + 10) is None
        assert await _next(store, "qian", T0 + 10) == "i1"
        assert await store.claim_review(_claim("li", tenant="other")) is None

    async def test_what_is_skipped_is_not_given_again(self, store: Store) -> None:
        await store.keep_reviews([review_item("i1"), review_item("i2", at=T0 + 1)])
        await store.skip_review("acme", "i1", "li", T0)
        assert await _next(store, "li") == "i2"
        assert await _next(store, "wang") == "i1"
        assert (await store.reviews_left("acme", "li"), await store.reviews_left("acme", "wang")) == (1, 2)
        item = await store.unlabel_review("acme", "i1", "li", 2)
        assert item.labels == ()
        assert await store.reviews_left("acme", "li") == 2

    async def test_counts_of_a_person_and_of_a_day(self, store: Store) -> None:
        await store.keep_reviews([review_item("i1"), review_item("i2", at=T0 + 5), review_item("i3", at=T0 + 6)])
        await store.label_review("acme", "i1", _says("li", at=T0 + 1), 2)
        await store.label_review("acme", "i2", _says("li", at=T0 + 2), 2)
        await store.skip_review("acme", "i3", "li", T0 + 9)
        assert await store.labelled_since("acme", "li", T0 + 2) == 1
        stratum = (Source.UNSURE, "ecommerce", review_item("i1").reading.emotion)
        assert await store.drawn_since(T0 + 5) == {("acme", stratum): 2}

    async def test_of_many_labels_at_once_only_those_wanted_count(self, store: Store, opener: Opener) -> None:
        await store.keep_reviews([review_item("i1")])
        other = opener()
        await other.open()
        calls = [
            s.label_review("acme", "i1", _says(f"p{n}-{k}"), 2) for n in range(4) for k, s in enumerate((store, other))
        ]
        answers = await asyncio.gather(*calls, return_exceptions=True)
        assert sum(isinstance(a, ReviewItem) for a in answers) == 2
        assert {type(a) for a in answers} == {ReviewItem, ConflictError}
        kept = await store.review("acme", "i1")
        assert kept is not None
        assert (kept.standing, len(kept.labels)) == (Standing.AGREED, 2)
        await other.close()
