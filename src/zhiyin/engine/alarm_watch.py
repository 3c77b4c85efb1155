"""AlarmWatch: escalates severe alarms that nobody took in time."""

import asyncio
from collections.abc import Callable

import structlog

from zhiyin.domain.alarm_handling import AlarmCase
from zhiyin.domain.decision import Action
from zhiyin.domain.errors import ZhiyinError
from zhiyin.domain.wall_settings import WallSettings
from zhiyin.engine.alarm_desk import tell
from zhiyin.pipeline.policy import action_id
from zhiyin.pipeline.wording import duration
from zhiyin.seams import Alarms, Bus, Clock

RULE = "alarm-unanswered"
"""Stands where else the policy's rule is named."""

_log = structlog.get_logger(__name__)


class AlarmWatch:
    """What is due is asked of the store, so a restart forgets nothing, and an alarm is escalated once a tier."""

    def __init__(
        self, alarms: Alarms, bus: Bus, clock: Clock, settings: WallSettings, wake: Callable[[], None]
    ) -> None:
        """``wake`` is called when there is an action to deliver."""
        self._alarms = alarms
        self._bus = bus
        self._clock = clock
        self._settings = settings
        self._wake = wake

    async def run(self, every_s: float = 1.0) -> None:
        """Escalate what falls due, until cancelled."""
        while self._settings.escalate:
            await asyncio.sleep(every_s)
            try:
                await self.tick()
            except ZhiyinError as error:
                _log.warning("alarms could not be looked at, will be tried again", error=str(error))
        await asyncio.Event().wait()

    async def tick(self) -> int:
        """Escalate all that is due now; returns how many."""
        now = self._clock.now()
        due = await self._alarms.unanswered_alarms(now - self._settings.escalate, now - self._settings.idle)
        if not due:
            return 0
        done = await self._alarms.escalate_alarms([(case, self._action(case, now)) for case in due], now)
        escalated = [case for case in done if case]
        await tell(self._bus, escalated)
        if escalated:
            self._wake()
        return len(escalated)

    def _action(self, case: AlarmCase, now: int) -> Action:
        waited = duration((now - case.at) / 1000)
        served = "、".join(name for name in (case.team, case.agent) if name)
        lines = (f"差评或投诉风险 {case.risk:.0%}", *((f"当前接待：{served}",) if served else ()))
        return Action(
            id=action_id(case.ref, RULE, case.tier.level, 0),
            kind="alert",
            rule=RULE,
            tier=case.tier,
            title=f"重度预警已 {waited}无人接手，请主管立即处理",
            body={"to": "supervisor", "urgent": True, "report": lines},
        )
