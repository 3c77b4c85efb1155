"""Update: what live views are told after one step of a conversation."""

from dataclasses import dataclass

from zhiyin.domain.conversation import Conversation, Turn


@dataclass(frozen=True, slots=True)
class Update:
    """The snapshot after the step and the turns that are new or changed; ``rebuilt``: earlier turns changed too."""

    conversation: Conversation
    turns: tuple[Turn, ...]
    rebuilt: bool = False
