"""Webhook: hands an action to any system as a signed HTTP request (Standard Webhooks 1.0, CloudEvents 1.0 inside)."""

from standardwebhooks import Webhook

from zhiyin.actions.event import encode, envelope, link_to, source_of
from zhiyin.actions.poster import Poster
from zhiyin.actions.signature import signed_headers
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.destination import Destination
from zhiyin.seams import Clock, Reply


class WebhookHand:
    """Signs with every secret of the destination, so that a receiver can change over to a new one at its own time."""

    def __init__(self, destination: Destination, clock: Clock, base: str = "") -> None:
        self._destination = destination
        self._clock = clock
        self._base = base
        self._signers = [Webhook(secret) for secret in destination.secrets]
        self._poster = Poster(destination.url, clock, allow_private=destination.allow_private)

    @property
    def name(self) -> str:
        return self._destination.name

    async def carry(self, delivery: Delivery) -> None:
        await self.attempt(delivery)

    async def attempt(self, delivery: Delivery) -> Reply:
        body = encode(envelope(delivery, source_of(self._base), link_to(self._base, delivery)))
        return await self._poster.post(body, self._headers(delivery.action.id, body))

    async def close(self) -> None:
        await self._poster.close()

    def _headers(self, message_id: str, body: bytes) -> dict[str, str]:
        return signed_headers(self._signers, message_id, body, self._clock.now())
