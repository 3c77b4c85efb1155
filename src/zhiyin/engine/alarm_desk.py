"""AlarmDesk: the one way in for what people do about alarms: masks, keeps, tells all live views."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from zhiyin.domain.alarm_handling import AlarmCase, Deed, DeedKind, Resolution
from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import ConversationRef
from zhiyin.pipeline.mask import mask_text
from zhiyin.seams import Alarms, Bus, Clock, Message

ALARMS = "alarms"
"""Bus subject of alarms on which something was done; the body is the case."""

_NOTHING = RawText("")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to do. ``person`` and ``team``: to whom the alarm goes; ``seen``: the version looked at.

    ``user``: the name of a user who gets it, in place of a typed ``person``; users are known, and so not masked.
    """

    kind: DeedKind
    person: RawText = _NOTHING
    team: RawText = _NOTHING
    note: RawText = _NOTHING
    resolution: Resolution | None = None
    seen: int | None = None
    user: str = ""


class AlarmDesk:
    def __init__(self, alarms: Alarms, bus: Bus, clock: Clock) -> None:
        self._alarms = alarms
        self._bus = bus
        self._clock = clock

    async def act(self, ref: ConversationRef, by: str, wish: Wish) -> AlarmCase:
        """The alarm as it stands now; what changes nothing is told to nobody.

        NotFoundError: the conversation never rang. AlarmTakenError: somebody else was first. InputError: an alarm was
        handed over to nobody, or closed without saying how.
        """
        if await self._alarms.alarm(ref) is None:
            raise NotFoundError("this conversation has no alarm: it is unknown, or never reached a tier of warning")
        deed = self._deed(by, wish)
        case, changed = await self._alarms.handle_alarm(ref, deed, wish.seen)
        if changed:
            await tell(self._bus, [case])
        return case

    def _deed(self, by: str, wish: Wish) -> Deed:
        person, team, note = wish.user or _safe(wish.person), _safe(wish.team), _safe(wish.note)
        if wish.kind is DeedKind.HAND_OVER and not (person or team):
            raise InputError("person, team: name at least one of them, so that somebody gets the alarm")
        if wish.kind is DeedKind.CLOSE and wish.resolution is None:
            raise InputError("resolution: say how the alarm ended")
        return Deed(wish.kind, by, self._clock.now(), person, team, note or None, wish.resolution)


async def tell(bus: Bus, cases: Sequence[AlarmCase]) -> None:
    """Tell all who watch how these alarms stand now."""
    await bus.publish([Message(ALARMS, f"{c.ref.tenant}/{c.ref.id}", msgspec.json.encode(c)) for c in cases])


def _safe(text: RawText) -> SafeText:
    return mask_text(text)[0]
