"""View: what one live view may be told of, as conversations change hands."""

from dataclasses import dataclass, field

from zhiyin.domain.sight import Sight


@dataclass(slots=True)
class View:
    """``held``: conversations whose alarm the watcher holds. ``shown``: those in sight that the watcher may know of."""

    sight: Sight
    held: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    def hands(self, conversation: str, holder: str) -> None:
        """Somebody acted on an alarm; ``holder`` has it now."""
        if holder and holder == self.sight.name:
            self.held.add(conversation)
        else:
            self.held.discard(conversation)

    def takes(self, conversation: str, agent: str | None) -> bool:
        """Whether news of a conversation, served by ``agent``, may be told."""
        seen = self.sight.sees(agent) or conversation in self.held
        if seen:
            self.shown.add(conversation)
        return seen

    def leaves(self, conversation: str) -> bool:
        """A conversation that may not be told of: whether the watcher has it on the screen and must let it go."""
        gone = conversation in self.shown
        self.shown.discard(conversation)
        return gone

    def knows(self, conversation: str) -> bool:
        return conversation in self.shown
