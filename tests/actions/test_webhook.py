import json
import logging
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from zhiyin.actions.dispatcher import Dispatcher
from zhiyin.actions.poster import Poster
from zhiyin.actions.route import Route
from zhiyin.actions.webhook import WebhookHand
from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.destination import Destination
from zhiyin.seams import Refused, RetryLater
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.delivery import REPORT, make_delivery
from zhiyin.testing.outbox import MemoryOutbox
from zhiyin.testing.receiver import Answer, Receiver

OLD, NEW = "whsec_" + "b2xk" * 8, "whsec_" + "bmV3" * 8


def destination(receiver: Receiver, *secrets: str, private: bool = True) -> Destination:
    return Destination("crm", "webhook", receiver.url, secrets or (NEW,), allow_private=private)


@pytest.fixture
def clock() -> ManualClock:
    """Near the true time, because the library that verifies looks at the wall clock."""
    return ManualClock(int(datetime.now(UTC).timestamp() * 1000))


async def test_the_receiver_can_verify_it_and_read_it(clock: ManualClock) -> None:
    async with Receiver(NEW) as receiver:
        hand = WebhookHand(destination(receiver), clock, "https://zhiyin.example.com/")
        await hand.carry(make_delivery(body={"report": REPORT, "minutes": 15}))
        await hand.close()
    (request,) = receiver.received
    assert request.verified
    assert request.headers["content-type"].startswith("application/cloudevents+json")
    assert json.loads(request.body) == {
        "specversion": "1.0",
        "id": "a1",
        "source": "https://zhiyin.example.com",
        "type": "com.zhiyin.action.alert",
        "subject": "c 1/2",
        "time": "2023-11-14T22:13:20.000+00:00",
        "datacontenttype": "application/json",
        "data": {
            "tenant": "t",
            "conversation": "c 1/2",
            "event": "e7",
            "scene": "ecommerce",
            "action": {
                "id": "a1",
                "kind": "alert",
                "rule": "late_order",
                "tier": "moderate",
                "title": "请主管介入",
            },
            "body": {"report": list(REPORT), "minutes": 15},
            "link": "https://zhiyin.example.com/#/live/c%201%2F2",
        },
    }


async def test_what_was_tampered_with_does_not_verify(clock: ManualClock) -> None:
    async with Receiver(NEW) as receiver:
        hand = WebhookHand(destination(receiver), clock)
        await hand.carry(make_delivery())
        await hand.close()
    (request,) = receiver.received
    for body, headers in (
        (request.body.replace(b"moderate", b"mild"), request.headers),
        (request.body, {**request.headers, "webhook-id": "a2"}),
        (request.body, {**request.headers, "webhook-timestamp": "1700000000"}),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(NEW).verify(body, headers)


async def test_while_secrets_rotate_either_verifies_and_no_other(clock: ManualClock) -> None:
    for secret, right in ((OLD, True), (NEW, True), ("whsec_" + "eHh4" * 8, False)):
        async with Receiver(secret) as receiver:
            hand = WebhookHand(destination(receiver, NEW, OLD), clock)
            if right:
                await hand.carry(make_delivery())
            else:
                with pytest.raises(RetryLater, match="401"):
                    await hand.carry(make_delivery())
            await hand.close()
        assert receiver.received[0].verified is right


async def test_fails_then_arrives_with_the_same_id(clock: ManualClock) -> None:
    outbox = MemoryOutbox()
    outbox.add(make_delivery())
    async with Receiver(NEW) as receiver:
        receiver.answer(Answer(500))
        place = destination(receiver)
        hand = WebhookHand(place, clock)
        dispatcher = Dispatcher(outbox, [Route(place, hand)], clock)
        await dispatcher.once()
        assert outbox.rows["a1"].error == "crm: the receiver answered HTTP 500"
        clock.move(6_000)
        await dispatcher.once()
        await outbox.requeue("a1", clock.now())
        await dispatcher.once()
        await hand.close()
    assert receiver.ids == ["a1", "a1", "a1"]
    assert all(request.verified for request in receiver.received)
    assert outbox.rows["a1"].status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (Answer(429, (("Retry-After", "120"),)), 120),
        (Answer(503, (("Retry-After", "Tue, 14 Nov 2023 22:14:20 GMT"),)), 60),
        (Answer(503, (("Retry-After", "soon"),)), None),
        (Answer(503, (("Retry-After", "9" * 400),)), float("inf")),
        (Answer(500, (("Retry-After", "120"),)), None),
        (Answer(404), None),
    ],
)
async def test_failures_are_retried_and_retry_after_is_read(answer: Answer, after: float | None) -> None:
    clock = ManualClock(1_700_000_000_000)
    async with Receiver(default=answer) as receiver:
        hand = WebhookHand(destination(receiver), clock)
        with pytest.raises(RetryLater, match=str(answer.status)) as caught:
            await hand.carry(make_delivery())
        await hand.close()
    assert caught.value.after == after


async def test_gone_is_told_as_gone(clock: ManualClock) -> None:
    async with Receiver(default=Answer(410)) as receiver:
        hand = WebhookHand(destination(receiver), clock)
        with pytest.raises(Refused) as caught:
            await hand.carry(make_delivery())
        await hand.close()
    assert caught.value.gone


async def test_redirects_are_not_followed(clock: ManualClock) -> None:
    async with Receiver() as inner, Receiver(default=Answer(302, (("Location", inner.url),))) as outer:
        hand = WebhookHand(destination(outer), clock)
        with pytest.raises(RetryLater, match="redirect"):
            await hand.carry(make_delivery())
        await hand.close()
    assert inner.received == []


async def test_a_receiver_inside_is_refused_unless_allowed(clock: ManualClock) -> None:
    async with Receiver() as receiver:
        hand = WebhookHand(destination(receiver, private=False), clock)
        with pytest.raises(Refused, match="allow_private"):
            await hand.carry(make_delivery())
        await hand.close()
    assert receiver.received == []


async def test_a_slow_receiver_is_cut_off(clock: ManualClock) -> None:
    async with Receiver(default=Answer(wait=60)) as receiver:
        poster = Poster(receiver.url, clock, allow_private=True, timeout=0.05)
        with pytest.raises(RetryLater, match="no answer"):
            await poster.post(b"{}", {})
        await poster.close()


async def test_nobody_listens(clock: ManualClock) -> None:
    async with Receiver() as receiver:
        url = receiver.url
    poster = Poster(url, clock, allow_private=True)
    with pytest.raises(RetryLater, match="no connection"):
        await poster.post(b"{}", {})
    await poster.close()


async def test_an_endless_answer_is_not_read_to_its_end(clock: ManualClock) -> None:
    async with Receiver(default=Answer(body=b"x" * 300_000)) as receiver:
        poster = Poster(receiver.url, clock, allow_private=True)
        reply = await poster.post(b"{}", {})
        await poster.close()
    assert len(reply.body) == 65_536


async def test_the_dispatcher_logs_no_url_secret_or_text(
    clock: ManualClock, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    outbox = MemoryOutbox()
    outbox.add(*(make_delivery(f"a{n}", body={"report": ("客户原话机密",)}) for n in range(3)))
    async with Receiver(NEW) as receiver:
        receiver.answer(Answer(500), Answer(410))
        place = replace(destination(receiver), url=f"{receiver.url}?key=5ecretKey")
        hand = WebhookHand(place, clock)
        with structlog.testing.capture_logs() as events:
            await Dispatcher(outbox, [Route(place, hand)], clock).once()
        await hand.close()
    assert {event["status"] for event in events} >= {"dead", "pending"}
    shown = f"{events} {caplog.text} {capsys.readouterr()} {outbox.rows['a0'].error} {place!r}"
    for secret in ("5ecretKey", NEW, "客户原话机密", receiver.path):
        assert secret not in shown


def self_signed(folder: Path, name: str) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


async def test_a_certificate_that_nobody_vouches_for_is_refused(clock: ManualClock, tmp_path: Path) -> None:
    async with Receiver(tls=self_signed(tmp_path, "localhost")) as receiver:
        assert receiver.url.startswith("https://")
        poster = Poster(receiver.url.replace("127.0.0.1", "localhost"), clock, allow_private=True)
        with pytest.raises(RetryLater, match="ConnectError"):
            await poster.post(b"{}", {})
        await poster.close()
    assert receiver.received == []
