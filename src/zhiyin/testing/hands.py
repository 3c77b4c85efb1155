"""ScriptedHand and StuckHand: hands that do as they are told, for trying a dispatcher."""

import asyncio

from zhiyin.domain.delivery import Delivery


class ScriptedHand:
    """Raises what stands in ``ahead``, in turn; then ``forever`` each time, or succeeds if that is None."""

    def __init__(self, name: str, *ahead: Exception, forever: Exception | None = None) -> None:
        self.name = name
        self.ahead = list(ahead)
        self.forever = forever
        self.carried: list[str] = []
        """Ids of the actions it was given."""

    async def carry(self, delivery: Delivery) -> None:
        self.carried.append(delivery.action.id)
        if self.ahead:
            raise self.ahead.pop(0)
        if self.forever is not None:
            raise self.forever


class StuckHand:
    """Waits at each delivery until ``go`` is set; ``entered`` tells that it has been given one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entered = asyncio.Event()
        self.go = asyncio.Event()
        self.carried: list[str] = []

    async def carry(self, delivery: Delivery) -> None:
        self.carried.append(delivery.action.id)
        self.entered.set()
        await self.go.wait()
