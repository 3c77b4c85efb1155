"""HandContract: what every hand must keep to. Subclass it and give ``make``; pytest runs the cases.

    class TestMyHand(OutwardHandContract):
        done = Answer(200)

        def make(self, url: str) -> Hand:
            return MyHand(url)

A hand that sends over HTTP takes OutwardHandContract, any other HandContract. The cases run against a real receiver on
loopback, so the hand must be allowed to reach it.
"""

import asyncio
import logging

import pytest

from zhiyin.domain.risk import Tier
from zhiyin.seams import Hand, Refused, RetryLater
from zhiyin.testing.delivery import make_delivery
from zhiyin.testing.receiver import Answer, Receiver

KEY = "5ecretKey"
"""Stands in the query of every URL that ``make`` is given; it must never show up in an error or a log."""


class HandContract:
    done = Answer(200)
    """What the receiver answers when all is well."""

    def make(self, url: str) -> Hand:
        raise NotImplementedError

    async def close(self, hand: Hand) -> None:
        """Hands that hold connections have a ``close``; the seam does not ask for one."""
        close = getattr(hand, "close", None)
        if close is not None:
            await close()

    async def test_carries_every_kind_of_action(self) -> None:
        async with Receiver(default=self.done) as receiver:
            hand = self.make(f"{receiver.url}?key={KEY}")
            assert hand.name
            for number, tier in enumerate(Tier):
                await hand.carry(make_delivery(f"a{number}", tier=tier, body={}))
            await hand.carry(make_delivery("odd", kind="third_party", body={"n": 1, "x": 0.5, "b": True, "t": ("a",)}))
            await self.close(hand)

    async def test_carries_very_long_texts(self) -> None:
        async with Receiver(default=self.done) as receiver:
            hand = self.make(receiver.url)
            await hand.carry(make_delivery(body={"report": ("长" * 30_000,) * 3, "scripts": ("话" * 5000,) * 50}))
            await self.close(hand)
        assert all(len(request.body) < 20_000 for request in receiver.received)

    async def test_works_for_several_deliveries_at_once(self) -> None:
        async with Receiver(default=self.done) as receiver:
            hand = self.make(receiver.url)
            await asyncio.gather(*(hand.carry(make_delivery(f"a{n}")) for n in range(10)))
            await self.close(hand)


class OutwardHandContract(HandContract):
    async def _fails(self, answer: Answer) -> Exception:
        async with Receiver(default=answer) as receiver:
            hand = self.make(f"{receiver.url}?key={KEY}")
            with pytest.raises((RetryLater, Refused)) as caught:
                await hand.carry(make_delivery())
            await self.close(hand)
        return caught.value

    async def test_each_action_is_one_request(self) -> None:
        async with Receiver(default=self.done) as receiver:
            hand = self.make(receiver.url)
            await hand.carry(make_delivery("a1"))
            await hand.carry(make_delivery("a2"))
            await self.close(hand)
        assert len(receiver.received) == 2

    @pytest.mark.parametrize("status", [302, 400, 401, 404, 500, 502])
    async def test_a_failure_is_to_be_retried(self, status: int) -> None:
        error = await self._fails(Answer(status, (("Location", "http://127.0.0.1:1/"),)))
        assert isinstance(error, RetryLater)

    async def test_too_many_is_to_be_retried_when_the_receiver_says(self) -> None:
        error = await self._fails(Answer(429, (("Retry-After", "77"),)))
        assert isinstance(error, RetryLater)
        assert error.after == 77

    async def test_gone_is_final(self) -> None:
        error = await self._fails(Answer(410))
        assert isinstance(error, Refused)
        assert error.gone

    async def test_a_receiver_that_does_not_listen_is_to_be_retried(self) -> None:
        async with Receiver() as receiver:
            url = receiver.url
        hand = self.make(url)
        with pytest.raises(RetryLater):
            await hand.carry(make_delivery())
        await self.close(hand)

    @pytest.mark.parametrize("status", [200, 302, 410, 429, 500])
    async def test_no_secret_and_no_text_in_errors_and_logs(
        self, status: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        delivery = make_delivery(body={"report": ("客户原话机密",)})
        async with Receiver(default=self.done if status == 200 else Answer(status)) as receiver:
            hand = self.make(f"{receiver.url}?key={KEY}")
            said = ""
            try:
                await hand.carry(delivery)
            except (RetryLater, Refused) as error:
                said = f"{error!r} {error.__cause__!r}"
            await self.close(hand)
            said += caplog.text + repr(hand)
        assert len(receiver.received) == 1
        for secret in (KEY, "客户原话机密", receiver.path):
            assert secret not in said
