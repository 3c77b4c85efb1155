"""Contract: whatever happens to an action, in whatever order, it stays in the states that the outbox allows."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiyin.domain.delivery import DeliveryStatus, Verdict
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase, decide

P, D, X, W = (
    DeliveryStatus.PENDING,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.DEAD,
    DeliveryStatus.WITHDRAWN,
)

MOVES: dict[str, dict[DeliveryStatus, DeliveryStatus]] = {
    "delivered": {P: D, X: D, W: D},
    "dead": {P: X},
    "retry": {P: P},
    "requeue": {X: P, D: P},
    "no longer called for": {P: W},
    "called for": {W: P},
}
"""What each happening does to the status; what is not named leaves it as it is."""

_numbers = itertools.count()


@dataclass
class _Course:
    """Does to one action what the model says, on the real store."""

    store: Store
    name: str
    version: int = 1
    model: DeliveryStatus = P
    attempts: int = 0
    doing: dict[str, Callable[[], Awaitable[object]]] = field(init=False)

    def __post_init__(self) -> None:
        self.doing = {
            "delivered": lambda: self._settle(D),
            "dead": lambda: self._settle(X),
            "retry": lambda: self._settle(P),
            "requeue": lambda: self.store.requeue(self.name, T0),
            "no longer called for": lambda: self._rebuild(called_for=False),
            "called for": lambda: self._rebuild(called_for=True),
        }

    async def do(self, move: str) -> None:
        if move in {"delivered", "dead", "retry"} and self.model in MOVES[move]:
            self.attempts += 1
        if move == "requeue" and self.model in MOVES[move]:
            self.attempts = 0
        self.model = MOVES[move].get(self.model, self.model)
        await self.doing[move]()

    async def _settle(self, status: DeliveryStatus) -> None:
        await self.store.settle([Verdict(self.name, status, T0, next_at=T0)])

    async def _rebuild(self, *, called_for: bool) -> None:
        self.version += 1
        actions = (samples.action(self.name),) if called_for else ()
        outcome = samples.outcome(samples.event(ref(self.name), 1), 1, actions)
        assert await self.store.save([samples.step(self.version, outcome, rebuilt=True)], T0) == [True]


class OutboxStatesContract(StoreCase):
    # Examples share the store of a test, and back ends this method: neither carries anything from one to the next.
    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(moves=st.lists(st.sampled_from(sorted(MOVES)), max_size=8))
    async def test_every_course_of_an_action_keeps_to_the_model(self, store: Store, moves: list[str]) -> None:
        course = _Course(store, f"a{next(_numbers)}")
        await decide(store, course.name, of=ref(course.name))
        for move in moves:
            await course.do(move)
            delivery = await store.delivery("acme", course.name)
            assert delivery is not None
            assert (delivery.status, delivery.attempts) == (course.model, course.attempts)
        claimed = {d.action.id for d in await store.claim(T0, 0, 1_000)}
        assert (course.name in claimed) == (course.model is P)
