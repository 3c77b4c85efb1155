"""Alarm rows: cases, handlings and deeds to rows and back."""

import sqlalchemy as sa

from zhiyin.domain.alarm_handling import AlarmCase, AlarmHandling, AlarmState, Deed, DeedKind, PastDeed, Resolution
from zhiyin.domain.utterance import ConversationRef
from zhiyin.store.codec import kept_note
from zhiyin.store.row_values import RowValues
from zhiyin.store.tile_row import LEVELS


def handling_row(ref: ConversationRef, handling: AlarmHandling) -> RowValues:
    return {
        "tenant": ref.tenant,
        "conversation": ref.id,
        "level": handling.tier.level,
        "state": handling.state.value,
        "version": handling.version,
        "person": handling.person,
        "team": handling.team,
        "escalated_at": handling.escalated_at,
        "answered_at": handling.answered_at,
        **_deed_row(handling.last),
    }


def deed_row(case: AlarmCase, handling: AlarmHandling) -> RowValues:
    """``case`` is the alarm as it stood before."""
    answered = handling.answered_at is not None and (case.current is None or case.current.answered_at is None)
    return {
        "tenant": case.ref.tenant,
        "conversation": case.ref.id,
        "version": handling.version,
        "level": handling.tier.level,
        **_deed_row(handling.last),
        "waited": max(0, handling.last.at - case.at) if answered else None,
        "served_by_team": case.team,
    }


def _deed_row(deed: Deed) -> RowValues:
    return {
        "kind": deed.kind.value,
        "done_by": deed.by,
        "done_at": deed.at,
        "to_person": deed.person,
        "to_team": deed.team,
        "note": deed.note,
        "resolution": deed.resolution.value if deed.resolution else None,
    }


def _to_deed(row: sa.RowMapping) -> Deed:
    return Deed(
        kind=DeedKind(row["kind"]),
        by=row["done_by"],
        at=row["done_at"],
        person=row["to_person"],
        team=row["to_team"],
        note=kept_note(row["note"]),
        resolution=None if row["resolution"] is None else Resolution(row["resolution"]),
    )


def to_past_deed(row: sa.RowMapping) -> PastDeed:
    return PastDeed(LEVELS[row["level"]], _to_deed(row), row["waited"])


def to_case(row: sa.RowMapping) -> AlarmCase:
    """``row``: columns of the conversation, and those of the handling, NULL where nobody acted on the alarm."""
    return AlarmCase(
        ref=ConversationRef(row["of_tenant"], row["id"]),
        tier=LEVELS[row["alarm_level"]],
        at=row["alarm_at"],
        scene=row["scene"],
        channel=row["channel"],
        team=row["of_team"],
        agent=row["agent"],
        last_at=row["last_at"],
        risk=row["risk"],
        handling=None if row["version"] is None else _to_handling(row),
    )


def _to_handling(row: sa.RowMapping) -> AlarmHandling:
    return AlarmHandling(
        tier=LEVELS[row["level"]],
        state=AlarmState(row["state"]),
        version=row["version"],
        last=_to_deed(row),
        person=row["person"],
        team=row["team"],
        escalated_at=row["escalated_at"],
        answered_at=row["answered_at"],
    )
