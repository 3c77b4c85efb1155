"""Reviews: corrections of readings, and the queue in which people label turns."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.correction import Correction
from zhiyin.domain.label import Label
from zhiyin.domain.reading import Emotion
from zhiyin.domain.review_item import ReviewItem, Source, Standing
from zhiyin.domain.utterance import ConversationRef
from zhiyin.seams import ReviewClaim, ReviewQuery, Stratum
from zhiyin.store.database import insert
from zhiyin.store.review_rows import LABEL, SKIP, VERDICT, correction_row, item_row, to_correction, to_item
from zhiyin.store.review_votes import Vote, cast, take_back
from zhiyin.store.tables import corrections, review_items, review_labels
from zhiyin.store.topic import Topic

AT_ONCE = 500
"""Items whose labels are looked up by one statement."""

_i, _l, _c = review_items.c, review_labels.c, corrections.c


class SqlReviews(Topic):
    async def correct(self, correction: Correction) -> None:
        await self._database.write(_correct, [correction])

    async def withdraw_correction(self, ref: ConversationRef, event_id: str, by: str) -> bool:
        (done,) = await self._database.write(_withdraw, [(ref, event_id, by)])
        return done

    async def corrections(self, ref: ConversationRef) -> list[Correction]:
        return await self._database.read(_corrections, ref)

    async def keep_reviews(self, items: Sequence[ReviewItem]) -> list[bool]:
        return await self._database.write(_keep, items)

    async def review(self, tenant: str, item: str) -> ReviewItem | None:
        found = await self._database.read(_reviews, sa.and_(_i.tenant == tenant, _i.id == item), 1, 0)
        return found[0] if found else None

    async def reviews(self, query: ReviewQuery) -> list[ReviewItem]:
        wanted = [_i.tenant == query.tenant]
        if query.standings:
            wanted.append(_i.standing.in_([standing.value for standing in query.standings]))
        if query.source is not None:
            wanted.append(_i.source == query.source.value)
        if query.scene is not None:
            wanted.append(_i.scene == query.scene)
        return await self._database.read(_reviews, sa.and_(*wanted), query.limit, query.offset)

    async def claim_review(self, claim: ReviewClaim) -> ReviewItem | None:
        (found,) = await self._database.write(_claim, [claim])
        return found

    async def label_review(self, tenant: str, item: str, label: Label, needed: int) -> ReviewItem:
        return await self._vote(Vote(tenant, item, LABEL, label, needed))

    async def unlabel_review(self, tenant: str, item: str, by: str, needed: int) -> ReviewItem:
        await self._database.write(take_back, [(tenant, item, by, needed)])
        return await self._known(tenant, item)

    async def skip_review(self, tenant: str, item: str, by: str, at: int) -> None:
        await self._vote(Vote(tenant, item, SKIP, Label(by, at, None, None), 0))

    async def settle_review(self, tenant: str, item: str, verdict: Label) -> ReviewItem:
        return await self._vote(Vote(tenant, item, VERDICT, verdict, 0))

    async def review_counts(self, tenant: str) -> dict[Standing, int]:
        return await self._database.read(_counts, tenant)

    async def reviews_left(self, tenant: str, by: str) -> int:
        return await self._database.read(_left, tenant, by)

    async def labelled_since(self, tenant: str, by: str, since: int) -> int:
        return await self._database.read(_labelled, tenant, by, since)

    async def drawn_since(self, since: int) -> dict[tuple[str, Stratum], int]:
        return await self._database.read(_drawn, since)

    async def _vote(self, vote: Vote) -> ReviewItem:
        await self._database.write(cast, [vote])
        return await self._known(vote.tenant, vote.item)

    async def _known(self, tenant: str, item: str) -> ReviewItem:
        found = await self.review(tenant, item)
        assert found is not None
        return found


def _correct(connection: sa.Connection, given: Sequence[Correction]) -> list[None]:
    keys = [_c.tenant, _c.conversation, _c.event_id, _c.corrected_by]
    for correction in given:
        row = correction_row(correction)
        new = {name: row[name] for name in ("emotion", "polarity", "note", "at")}
        statement = insert(connection, corrections).values(**row)
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))
    return [None] * len(given)


def _withdraw(connection: sa.Connection, given: Sequence[tuple[ConversationRef, str, str]]) -> list[bool]:
    done = []
    for ref, event_id, by in given:
        own = sa.delete(corrections).where(
            _c.tenant == ref.tenant, _c.conversation == ref.id, _c.event_id == event_id, _c.corrected_by == by
        )
        done.append(connection.execute(own).rowcount > 0)
    return done


def _corrections(connection: sa.Connection, ref: ConversationRef) -> list[Correction]:
    of = sa.select(corrections).where(_c.tenant == ref.tenant, _c.conversation == ref.id)
    ordered = of.order_by(_c.at, _c.event_id, _c.corrected_by)
    return [to_correction(row) for row in connection.execute(ordered).mappings()]


def _keep(connection: sa.Connection, items: Sequence[ReviewItem]) -> list[bool]:
    kept = []
    for item in items:
        statement = insert(connection, review_items).values(**item_row(item)).on_conflict_do_nothing()
        kept.append(connection.execute(statement).rowcount > 0)
    return kept


def _reviews(connection: sa.Connection, wanted: sa.ColumnElement[bool], limit: int, offset: int) -> list[ReviewItem]:
    newest_first = (_i.created_at.desc(), _i.id.desc())
    page = sa.select(review_items).where(wanted).order_by(*newest_first).limit(limit).offset(offset)
    return _whole(connection, connection.execute(page).mappings().all())


def _whole(connection: sa.Connection, rows: Sequence[sa.RowMapping]) -> list[ReviewItem]:
    """The items of these rows, all of one tenant, with their labels."""
    given: dict[str, list[sa.RowMapping]] = {}
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        mine = sa.select(review_labels).where(_l.tenant == some[0]["tenant"], _l.item.in_([r["id"] for r in some]))
        for label in connection.execute(mine.order_by(_l.at, _l.given_by)).mappings():
            given.setdefault(label["item"], []).append(label)
    return [to_item(row, given.get(row["id"], [])) for row in rows]


def _claim(connection: sa.Connection, claims: Sequence[ReviewClaim]) -> list[ReviewItem | None]:
    return [_claim_one(connection, claim) for claim in claims]


def _claim_one(connection: sa.Connection, claim: ReviewClaim) -> ReviewItem | None:
    free = sa.or_(_i.claimed_until <= claim.now, _i.claimed_by == claim.by)
    wanted = sa.select(review_items).where(_open_for(claim.tenant, claim.by), free)
    if claim.source is not None:
        wanted = wanted.where(_i.source == claim.source.value)
    if claim.scene is not None:
        wanted = wanted.where(_i.scene == claim.scene)
    first = (_i.source != Source.CORRECTION.value, _i.labels.desc(), _i.created_at, _i.id)
    # Another process's claim under way is passed over, not waited for. SQLite has one writer and needs no locks.
    one = wanted.order_by(*first).limit(1).with_for_update(skip_locked=True)
    rows = connection.execute(one).mappings().all()
    if not rows:
        return None
    mine = sa.update(review_items).where(_i.tenant == claim.tenant, _i.id == rows[0]["id"])
    connection.execute(mine.values(claimed_by=claim.by, claimed_until=claim.until))
    return _whole(connection, rows)[0]


def _open_for(tenant: str, by: str) -> sa.ColumnElement[bool]:
    done = sa.select(_l.item).where(_l.tenant == tenant, _l.given_by == by)
    return sa.and_(_i.tenant == tenant, _i.standing == Standing.OPEN.value, _i.id.not_in(done))


def _counts(connection: sa.Connection, tenant: str) -> dict[Standing, int]:
    query = sa.select(_i.standing, sa.func.count()).where(_i.tenant == tenant).group_by(_i.standing)
    found = {row[0]: row[1] for row in connection.execute(query)}
    return {standing: found.get(standing.value, 0) for standing in Standing}


def _left(connection: sa.Connection, tenant: str, by: str) -> int:
    return connection.execute(sa.select(sa.func.count()).where(_open_for(tenant, by))).scalar_one()


def _labelled(connection: sa.Connection, tenant: str, by: str, since: int) -> int:
    own = (_l.tenant == tenant, _l.given_by == by, _l.kind == LABEL, _l.at >= since)
    return connection.execute(sa.select(sa.func.count()).where(*own)).scalar_one()


def _drawn(connection: sa.Connection, since: int) -> dict[tuple[str, Stratum], int]:
    groups = (_i.tenant, _i.source, _i.scene, _i.emotion)
    query = sa.select(*groups, sa.func.count()).where(_i.created_at >= since).group_by(*groups)
    return {(row[0], (Source(row[1]), row[2], Emotion(row[3]))): row[4] for row in connection.execute(query)}
