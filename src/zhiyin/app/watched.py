"""Watched: what keeps an eye on alarms and open conversations, as configured."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from zhiyin.config import Config
from zhiyin.domain.wall_settings import WallSettings
from zhiyin.engine.alarm_desk import AlarmDesk
from zhiyin.engine.alarm_watch import AlarmWatch
from zhiyin.engine.wall_pulse import WallPulse
from zhiyin.seams import Bus, Clock, Store


@dataclass(frozen=True, slots=True)
class Watched:
    """``background`` is to run as long as the house is open."""

    settings: WallSettings
    desk: AlarmDesk
    pulse: WallPulse
    background: tuple[tuple[str, Callable[[], Coroutine[None, None, None]]], ...]


def wall_of(config: Config, store: Store, bus: Bus, clock: Clock, wake: Callable[[], None]) -> Watched:
    """``wake`` tells the outbox that something waits."""
    settings = WallSettings(config.wall_idle_min * 60_000, config.alarm_escalate_s * 1000)
    pulse = WallPulse(store, clock, settings)
    watch = AlarmWatch(store, bus, clock, settings, wake)
    background = (("alarm watch", watch.run), ("wall pulse", pulse.run))
    return Watched(settings, AlarmDesk(store, bus, clock), pulse, background)
