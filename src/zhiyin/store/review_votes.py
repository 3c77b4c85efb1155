"""Votes: labels, skips and verdicts on review items, and where an item stands after them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.label import Label
from zhiyin.domain.review_item import ReviewItem, Standing, standing_of
from zhiyin.store.database import insert
from zhiyin.store.review_rows import LABEL, SKIP, VERDICT, label_row, to_item
from zhiyin.store.tables import review_items, review_labels

_i, _l = review_items.c, review_labels.c


@dataclass(frozen=True, slots=True)
class Vote:
    """``kind``: ``label``, ``skip`` or ``verdict``; ``needed``: labels an item wants (0: its standing stays)."""

    tenant: str
    item: str
    kind: str
    label: Label
    needed: int


def cast(connection: sa.Connection, votes: Sequence[Vote]) -> list[None]:
    for vote in votes:
        item = _locked(connection, vote.tenant, vote.item)
        _refuse(item, vote)
        row = label_row(vote.tenant, vote.item, vote.kind, vote.label)
        connection.execute(insert(connection, review_labels).values(**row).on_conflict_do_nothing())
        _stand(connection, vote.tenant, vote.item, vote.needed, release=True)
    return [None] * len(votes)


def take_back(connection: sa.Connection, given: Sequence[tuple[str, str, str, int]]) -> list[None]:
    """Items of ``given``: tenant, item, who, labels needed."""
    for tenant, name, by, needed in given:
        item = _locked(connection, tenant, name)
        if item.standing is Standing.SETTLED:
            raise ConflictError("this item has been decided; its labels stay as they were")
        own = (_l.tenant == tenant, _l.item == name, _l.given_by == by, _l.kind.in_((LABEL, SKIP)))
        if connection.execute(sa.delete(review_labels).where(*own)).rowcount == 0:
            raise NotFoundError("you have neither labelled nor skipped this item")
        _stand(connection, tenant, name, needed, release=False)
    return [None] * len(given)


def _refuse(item: ReviewItem, vote: Vote) -> None:
    """ConflictError when the vote cannot be taken now."""
    mine = any(label.by == vote.label.by for label in item.labels)
    if vote.kind == VERDICT:
        if item.standing is not Standing.DISPUTED:
            raise ConflictError(f"only a disputed item can be decided; this one is {item.standing.value}")
        if mine:
            raise ConflictError("you labelled this item yourself; somebody else must decide")
        return
    if mine:
        raise ConflictError("you have labelled this item already; take your label back first (undo)")
    if item.standing is not Standing.OPEN:
        raise ConflictError(f"this item is {item.standing.value} and wants no more labels")


def _locked(connection: sa.Connection, tenant: str, name: str) -> ReviewItem:
    """NotFoundError. Held until the end of the transaction, so that two labels are counted one after the other."""
    wanted = sa.select(review_items).where(_i.tenant == tenant, _i.id == name).with_for_update()
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise NotFoundError("no such review item")
    return to_item(row, _given(connection, tenant, name))


def _given(connection: sa.Connection, tenant: str, name: str) -> Sequence[sa.RowMapping]:
    of = sa.select(review_labels).where(_l.tenant == tenant, _l.item == name)
    return connection.execute(of.order_by(_l.at, _l.given_by)).mappings().all()


def _stand(connection: sa.Connection, tenant: str, name: str, needed: int, *, release: bool) -> None:
    item = _item(connection, tenant, name)
    standing = standing_of(item.labels, item.verdict, needed) if needed or item.verdict else item.standing
    changes: dict[str, str | int | None] = {"standing": standing.value, "labels": len(item.labels)}
    if release:
        changes |= {"claimed_by": None, "claimed_until": 0}
    connection.execute(sa.update(review_items).where(_i.tenant == tenant, _i.id == name).values(**changes))


def _item(connection: sa.Connection, tenant: str, name: str) -> ReviewItem:
    row = connection.execute(sa.select(review_items).where(_i.tenant == tenant, _i.id == name)).mappings().one()
    return to_item(row, _given(connection, tenant, name))
