import asyncio
import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.actions.address import permitted, resolve
from zhiyin.actions.poster import Poster
from zhiyin.seams import Refused, RetryLater
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.receiver import Receiver

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.3.4",
    "::1",
    "fd12::1",
    "::ffff:127.0.0.1",
]
NEVER = [
    "169.254.169.254",
    "169.254.1.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "fe80::1",
    "fd00:ec2::254",
    "ff02::1",
    "::",
    "::7f00:1",
    "fec0::1",
    "2001:db8::1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
]
PUBLIC = ["1.1.1.1", "203.119.206.1", "2606:4700::1111", "240e::1", "64:ff9b::101:101", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("text", INSIDE)
def test_the_inside_is_open_only_when_allowed(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert not permitted(address, allow_private=False)
    assert permitted(address, allow_private=True)


@pytest.mark.parametrize("text", NEVER)
def test_some_addresses_are_never_open(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert not permitted(address, allow_private=False)
    assert not permitted(address, allow_private=True)


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_open(text: str) -> None:
    assert permitted(ipaddress.ip_address(text), allow_private=False)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "64:ff9b::{}"]))
def test_an_address_inside_another_is_judged_as_itself(inner: ipaddress.IPv4Address, form: str) -> None:
    outer = ipaddress.ip_address(form.format(inner))
    for private in (True, False):
        assert permitted(outer, allow_private=private) == permitted(inner, allow_private=private)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "localhost",
        "::1",
        "::ffff:7f00:1",
        "0",
        "169.254.169.254",
        "0xa9fea9fe",
    ],
)
async def test_any_way_to_write_an_inner_address_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="not public"):
        await resolve(host, 80, allow_private=False)


async def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Lets every name resolve to these addresses, one list per look-up; returns the names that were asked for."""
    asked: list[str] = []
    left = list(answers)

    async def getaddrinfo(host: str, port: int, *, type: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:  # noqa: A002
        asked.append(host)
        return [(0, type, 0, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("addresses", [["10.0.0.5"], ["1.1.1.1", "10.0.0.5"], ["fe80::1%eth0"]])
async def test_a_name_that_leads_inside_is_refused(addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    await names(monkeypatch, addresses)
    with pytest.raises(Refused, match="not public"):
        await resolve("hooks.example.com", 443, allow_private=False)


async def test_a_name_is_looked_up_once_and_that_answer_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up could lead elsewhere (DNS rebinding); here it would fail for want of an answer."""
    async with Receiver() as receiver:
        asked = await names(monkeypatch, ["127.0.0.1"])
        poster = Poster(f"http://hooks.example.com:{receiver.port}/x", ManualClock(), allow_private=True)
        await poster.post(b"{}", {})
        await poster.close()
    assert asked == ["hooks.example.com"]
    assert receiver.received[0].headers["host"] == f"hooks.example.com:{receiver.port}"


async def test_an_address_that_does_not_answer_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Receiver() as receiver:
        await names(monkeypatch, ["127.8.8.8", "::1", "127.0.0.1"])
        poster = Poster(f"http://hooks.example.com:{receiver.port}/x", ManualClock(), allow_private=True)
        await poster.post(b"{}", {})
        await poster.close()
    assert len(receiver.received) == 1


async def test_a_name_that_does_not_resolve_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    with pytest.raises(RetryLater, match="resolved"):
        await resolve("nowhere.example.com", 443, allow_private=False)
    await names(monkeypatch, [])
    with pytest.raises(RetryLater, match="no address"):
        await resolve("empty.example.com", 443, allow_private=False)
