"""Console: the live view and the conversation page show every action that is in the store, so this hand has no work."""

from zhiyin.domain.delivery import Delivery


class ConsoleHand:
    def __init__(self, name: str = "console") -> None:
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    async def carry(self, delivery: Delivery) -> None:
        """Done at once: the action was shown when it was decided."""

    async def close(self) -> None:
        """Nothing is held open."""
