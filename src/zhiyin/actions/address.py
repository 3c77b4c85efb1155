"""Which addresses we may send to: guards against requests that are meant to reach the inside of the network (SSRF)."""

import asyncio
import ipaddress
import socket

from zhiyin.seams import Refused, RetryLater

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
UNICAST6 = ipaddress.IPv6Network("2000::/3")
"""Global unicast, the only part of IPv6 that is given out for public use (RFC 4291, section 2.4)."""
INSIDE = tuple(
    ipaddress.ip_network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1", "fc00::/7")
)
"""Loopback, private (RFC 1918, RFC 4193) and carrier-grade shared space (RFC 6598): what ``allow_private`` opens."""
METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in ("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")
)
"""Where clouds hand out credentials (AWS and most others; Alibaba; Azure; Oracle; AWS by IPv6). Never a receiver."""


def embedded(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64), or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour or address


def permitted(address: Address, *, allow_private: bool) -> bool:
    """Public unicast addresses always, those of the own network if allowed; nothing else, and metadata never."""
    inner = embedded(address)
    if inner in METADATA or address in METADATA:
        return False
    return _public(inner) or (allow_private and any(inner in network for network in INSIDE))


def _public(address: Address) -> bool:
    if not address.is_global or address.is_multicast:
        return False
    return address in UNICAST6 if isinstance(address, ipaddress.IPv6Address) else not address.is_reserved


async def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses to connect to, best first. Refused if any of them is not permitted; RetryLater if there is none.

    The caller connects to an address that was looked at, not to the name: a second look-up could answer differently
    (DNS rebinding). Numbers in any notation (``2130706433``, ``0x7f.1``) are read by the resolver, then checked.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RetryLater("the name of the receiver cannot be resolved; check the URL and the DNS") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    if not addresses:
        raise RetryLater("the name of the receiver has no address; check the URL and the DNS")
    if not all(permitted(address, allow_private=allow_private) for address in addresses):
        raise Refused(
            "the receiver lies at an address that is not public; set allow_private for the destination if it is in "
            "your own network (link-local and cloud metadata addresses are never allowed)"
        )
    return [str(address) for address in addresses]
