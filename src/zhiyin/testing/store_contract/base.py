"""What all parts of the contract start from."""

from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from zhiyin.domain.decision import Action
from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.seams import Store
from zhiyin.testing import samples

Opener = Callable[[], Store]


class StoreCase:
    @pytest.fixture
    async def store(self, opener: Opener) -> AsyncIterator[Store]:
        store = opener()
        await store.open()
        yield store
        await store.close()


async def apply(store: Store, events: Sequence[Masked], actions: Sequence[Action] = (), at: int = samples.T0) -> None:
    """Accept events of one new conversation and save them one step each; ``actions`` belong to the last."""
    await store.accept(events, at)
    for n, event in enumerate(events, start=1):
        outcome = samples.outcome(event, n, tuple(actions) if n == len(events) else ())
        assert await store.save([samples.step(n, outcome)], at) == [True]


async def decide(store: Store, *names: str, of: ConversationRef | None = None, at: int = samples.T0) -> None:
    """One new conversation whose only turn leads to these actions."""
    conversation = of or samples.ref()
    await apply(store, [samples.event(conversation, 1)], [samples.action(n) for n in names], at)
