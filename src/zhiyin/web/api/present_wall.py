"""Present the wall: from tiles, loads and alarms to the shapes of the API."""

from collections.abc import Iterable

from zhiyin.domain.alarm_handling import AlarmCase, PastDeed
from zhiyin.domain.alarm_times import AlarmTimes
from zhiyin.domain.tile import Tile
from zhiyin.domain.wall_view import Load
from zhiyin.engine.wall_pulse import Beat
from zhiyin.reports.wall import is_rising
from zhiyin.web.api.present import moment, moment_or_none
from zhiyin.web.api.wall_shapes import (
    AlarmCaseShape,
    AnsweredShape,
    DeedShape,
    LoadShape,
    PulseShape,
    TileShape,
)


def tile_shape(tile: Tile) -> TileShape:
    return TileShape(
        id=tile.ref.id,
        scene=tile.scene,
        channel=tile.channel,
        team=tile.team,
        agent=tile.agent,
        tier=tile.tier,
        risk=round(tile.risk, 4),
        mood=round(tile.mood, 4),
        moods=list(tile.moods),
        climb=tile.climb,
        rising=is_rising(tile),
        emotion=tile.emotion,
        opened_at=moment(tile.opened_at),
        last_at=moment(tile.last_at),
        waiting_since=moment_or_none(tile.waiting_since),
        alarm=tile.alarm,
        alarm_at=moment_or_none(tile.alarm_at),
        closed=tile.closed,
        why=list(tile.why),
        firings=tile.firings,
        turns=tile.turns,
    )


def load_shape(load: Load) -> LoadShape:
    return LoadShape(
        key=load.key,
        team=load.team,
        open=load.open,
        waiting=load.waiting,
        longest_since=moment_or_none(load.longest_since),
        negative=None if load.negative is None else round(load.negative, 4),
        alarms=load.alarms,
        severe=load.severe,
    )


def pulse_shapes(beats: Iterable[Beat]) -> list[PulseShape]:
    return [PulseShape(at=moment(beat.at), by_tier=dict(beat.by_tier)) for beat in beats]


def case_shape(case: AlarmCase) -> AlarmCaseShape:
    now, last = case.current, case.handling.last if case.handling else None
    return AlarmCaseShape(
        conversation=case.ref.id,
        tier=case.tier,
        at=moment(case.at),
        state=case.state,
        version=case.version,
        scene=case.scene,
        channel=case.channel,
        served_team=case.team,
        agent=case.agent,
        risk=round(case.risk, 4),
        last_at=moment(case.last_at),
        person=now.person if now else "",
        team=now.team if now else "",
        by=last.by if last else "",
        done_at=moment(last.at) if last else None,
        note=(last.note or "") if last else "",
        resolution=last.resolution if now and last else None,
        escalated_at=moment_or_none(now.escalated_at) if now else None,
        answered_at=moment_or_none(now.answered_at) if now else None,
        reopened=case.handling is not None and now is None,
    )


def deed_shape(past: PastDeed) -> DeedShape:
    deed = past.deed
    return DeedShape(
        tier=past.tier,
        kind=deed.kind,
        by=deed.by,
        at=moment(deed.at),
        person=deed.person,
        team=deed.team,
        note=deed.note or "",
        resolution=deed.resolution,
        waited_s=None if past.waited is None else past.waited / 1000,
    )


def answered_shape(times: AlarmTimes) -> AnsweredShape:
    return AnsweredShape(
        tier=times.tier,
        team=times.team,
        answered=times.answered,
        mean_s=round(times.mean / 1000, 1),
        longest_s=round(times.longest / 1000, 1),
    )
