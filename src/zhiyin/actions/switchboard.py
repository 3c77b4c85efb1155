"""Switchboard: how the destinations stand, trying one out, and switching one off and on."""

from hashlib import sha256

import httpx

from zhiyin.actions.dispatcher import Dispatcher
from zhiyin.actions.route import Route
from zhiyin.domain.decision import Action
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.destination import Destination
from zhiyin.domain.destination_state import Attempt, DestinationState
from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef, Scalar
from zhiyin.seams import Attemptable, Clock, Refused, Reply, RetryLater, Setting, Settings

SWITCHED_OFF = "destination off: "
"""Name of the setting, followed by the destination's; it belongs to no tenant, as destinations do."""
HOUSE = ""
BY_HAND = "switched off by hand"
SHOWN = 300
"""Characters of an answer that are shown."""


class Switchboard:
    def __init__(self, routes: list[Route], dispatcher: Dispatcher, settings: Settings, clock: Clock) -> None:
        """``routes`` grows with what ``put`` adds, so that whoever closes them closes those too."""
        self._all = routes
        self._routes = {route.name: route for route in routes}
        self._dispatcher = dispatcher
        self._settings = settings
        self._clock = clock

    async def restore(self) -> None:
        """Switch off again what somebody has switched off before the last stop."""
        for name in self._routes:
            await self._restore(name)

    async def put(self, route: Route) -> None:
        """Add a destination while the service runs, or change one; a switch-off by hand holds."""
        self._all.append(route)
        self._routes[route.name] = route
        self._dispatcher.put(route)
        await self._restore(route.name)

    def drop(self, name: str) -> None:
        """A destination is no more; its connections are closed with the house, as attempts may be under way."""
        self._routes.pop(name, None)
        self._dispatcher.drop(name)

    def has(self, name: str) -> bool:
        return name in self._routes

    def destination(self, name: str) -> Destination:
        return self._routes[name].destination

    async def _restore(self, name: str) -> None:
        kept = await self._settings.setting(HOUSE, SWITCHED_OFF + name)
        if kept and kept.body == "true":
            self._dispatcher.switch_off(name, BY_HAND)

    def states(self, tenant: str) -> list[DestinationState]:
        """Destinations that take this tenant's actions, in the order of the configuration."""
        health = {one.destination: one for one in self._dispatcher.health()}
        return [
            DestinationState(
                route.destination,
                _place(route.destination.url),
                health[name].failing,
                health[name].off,
                isinstance(route.hand, Attemptable),
            )
            for name, route in self._routes.items()
            if not route.destination.tenants or tenant in route.destination.tenants
        ]

    async def switch(self, tenant: str, name: str, on: bool, by: str) -> None:
        """Off: what falls due is given up, and can be sent again. NotFoundError, InputError (the console)."""
        if not self._of(tenant, name).destination.url:
            raise InputError("the console itself cannot be switched off")
        body = "false" if on else "true"
        await self._settings.put_setting(Setting(HOUSE, SWITCHED_OFF + name, body, by, self._clock.now()))
        if on:
            self._dispatcher.switch_on(name)
        else:
            self._dispatcher.switch_off(name, BY_HAND)

    async def test(self, tenant: str, name: str) -> Attempt:
        """Send an event that says it is a test, signed like all others, past outbox and switch. NotFoundError."""
        hand = self._of(tenant, name).hand
        if not isinstance(hand, Attemptable):
            raise InputError("this destination cannot be tried out: it sends nothing anywhere")
        began = self._clock.now()
        try:
            reply = await hand.attempt(_sample(tenant, began))
        except (RetryLater, Refused) as error:
            return _result(False, error.reply, self._clock.now() - began, str(error))
        return _result(True, reply, self._clock.now() - began, "")

    def _of(self, tenant: str, name: str) -> Route:
        route = self._routes.get(name)
        if route is None or (route.destination.tenants and tenant not in route.destination.tenants):
            raise NotFoundError(f"there is no destination named {name!r}")
        return route


def _result(ok: bool, reply: Reply | None, took: int, detail: str) -> Attempt:
    body = reply.body[: SHOWN * 4].decode("utf-8", "replace")[:SHOWN] if reply else ""
    return Attempt(ok, reply.status if reply else 0, took, body, detail)


def _sample(tenant: str, now: int) -> Delivery:
    """A delivery of a kind that no rule makes, with an id that no other has."""
    name = sha256(f"test\0{tenant}\0{now}".encode()).hexdigest()[:32]
    body: dict[str, Scalar | tuple[str, ...]] = {"test": True, "note": "这是知音发出的测试消息，收到即表示推送已接通。"}
    action = Action(name, "test", "test", Tier.NONE, "测试消息", body)
    return Delivery(action, ConversationRef(tenant, "test"), "test", now, scene="test")


def _place(url: str) -> str:
    if not url:
        return ""
    parsed = httpx.URL(url)
    port = f":{parsed.port}" if parsed.port else ""
    return f"{parsed.scheme}://{parsed.host}{port}"
