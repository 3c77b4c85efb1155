"""Routes: from destinations to hands, by a plain dict that others may add to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from zhiyin.actions.console import ConsoleHand
from zhiyin.actions.dingtalk import DINGTALK
from zhiyin.actions.feishu import FEISHU
from zhiyin.actions.robot import RobotHand
from zhiyin.actions.route import Route
from zhiyin.actions.webhook import WebhookHand
from zhiyin.actions.wecom import WECOM
from zhiyin.domain.destination import Destination
from zhiyin.domain.errors import SetupError
from zhiyin.seams import Clock, Hand

HandMaker = Callable[[Destination, Clock, str], Hand]
"""From a destination, the clock, and the console's address (empty: unknown) to the hand that reaches it."""

HANDS: Mapping[str, HandMaker] = {
    "console": lambda destination, _clock, _base: ConsoleHand(destination.name),
    "webhook": WebhookHand,
    "wecom": lambda destination, clock, base: RobotHand(destination, clock, base, WECOM),
    "dingtalk": lambda destination, clock, base: RobotHand(destination, clock, base, DINGTALK),
    "feishu": lambda destination, clock, base: RobotHand(destination, clock, base, FEISHU),
}


@runtime_checkable
class Closable(Protocol):
    """A hand that holds connections open."""

    async def close(self) -> None: ...


def routes_from(
    destinations: Sequence[Destination], clock: Clock, base: str = "", hands: Mapping[str, HandMaker] = HANDS
) -> list[Route]:
    """One route per destination. ``base`` is the console's address as people reach it, for links in messages."""
    for destination in destinations:
        if destination.hand not in hands:
            raise SetupError(f"destination {destination.name!r}: there is no hand {destination.hand!r}")
    return [Route(one, hands[one.hand](one, clock, base)) for one in destinations]


async def close_routes(routes: Sequence[Route]) -> None:
    """Close the connections of all hands; call it after the dispatcher has stopped."""
    for route in routes:
        if isinstance(route.hand, Closable):
            await route.hand.close()
