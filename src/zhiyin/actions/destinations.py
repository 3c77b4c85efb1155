"""Destinations from configuration: every mistake is a SetupError that names the entry, the field and the remedy."""

import base64
import binascii
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from zhiyin.actions.poster import parse
from zhiyin.actions.secret import ReadSecret, is_reference
from zhiyin.domain.destination import Destination
from zhiyin.domain.errors import SetupError
from zhiyin.domain.risk import Tier

CONSOLE = "console"
ROBOTS = frozenset({"wecom", "dingtalk", "feishu"})
ROBOT_RATE = 20
"""Messages a minute that 企业微信 and 钉钉 take from one robot; 飞书 takes 100, but nobody reads that many."""
ROBOT_KINDS = ("alert", "route", "compensate", "callback", "review")
"""What a robot is sent unless told otherwise: what calls a person. Scripts and notes belong on the agent's desk."""
FIELDS = ("name", "hand", "url", "secrets", "kinds", "min_tier", "scenes", "tenants", "allow_private", "per_minute")

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


def destinations_from(
    entries: Sequence[Mapping[str, object]], read_secret: ReadSecret, hands: Collection[str]
) -> list[Destination]:
    """The console, which takes everything, and then the configured ones.

    ``hands`` are the kinds of hand there are. See docs/actions.md for the fields of an entry.
    """
    found = [Destination(CONSOLE, CONSOLE)]
    for number, mapping in enumerate(entries, 1):
        destination = _destination(_Entry(number, mapping), read_secret, hands)
        if any(destination.name == other.name for other in found):
            raise SetupError(f"destination {destination.name!r} is there twice; give each a name of its own")
        found.append(destination)
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry as it was written; reads a field as the type asked for."""

    number: int
    fields: Mapping[str, object]

    def fail(self, field: str, what: str) -> SetupError:
        name = self.fields.get("name")
        label = repr(name) if isinstance(name, str) and _NAME.fullmatch(name) else f"number {self.number}"
        return SetupError(f"destination {label}: {field}: {what}")

    def text(self, field: str, default: str | None = None) -> str:
        value = self.fields.get(field, default)
        if not isinstance(value, str):
            raise self.fail(field, "is missing" if value is None else "must be a text")
        return value.strip()

    def texts(self, field: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.fields.get(field, default)
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple):
            raise self.fail(field, "must be a list of texts")
        texts = tuple(item for item in items if isinstance(item, str) and item)
        if len(texts) < len(items):
            raise self.fail(field, "must be a list of texts, none of them empty")
        return texts

    def choice(self, field: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(field, default)
        if value not in allowed:
            near = get_close_matches(value, allowed, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"choose one of {', '.join(sorted(allowed))}"
            raise self.fail(field, f"there is no {value!r}; {hint}")
        return value

    def flag(self, field: str) -> bool:
        value = self.fields.get(field, False)
        if not isinstance(value, bool):
            raise self.fail(field, "must be true or false")
        return value

    def count(self, field: str, default: int) -> int:
        value = self.fields.get(field, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
            raise self.fail(field, "must be a whole number from 0 (no limit) to 100000")
        return value


def _destination(entry: _Entry, read_secret: ReadSecret, hands: Collection[str]) -> Destination:
    for field in entry.fields:
        if field not in FIELDS:
            near = get_close_matches(field, FIELDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the fields are {', '.join(FIELDS)}"
            raise entry.fail(field, f"there is no such field; {hint}")
    if not _NAME.fullmatch(entry.text("name")):
        raise entry.fail("name", "must be 1 to 40 letters, digits, - or _")
    hand = entry.choice("hand", hands)
    private = entry.flag("allow_private")
    return Destination(
        name=entry.text("name"),
        hand=hand,
        url=_url(entry, hand, read_secret, private=private),
        secrets=_secrets(entry, hand, read_secret),
        kinds=entry.texts("kinds", ROBOT_KINDS if hand in ROBOTS else ()),
        min_tier=Tier(entry.choice("min_tier", [tier.value for tier in Tier], Tier.NONE.value)),
        scenes=entry.texts("scenes"),
        tenants=entry.texts("tenants"),
        allow_private=private,
        per_minute=entry.count("per_minute", ROBOT_RATE if hand in ROBOTS else 0),
    )


def _url(entry: _Entry, hand: str, read_secret: ReadSecret, *, private: bool) -> str:
    if hand == CONSOLE:
        return ""
    written = entry.text("url")
    if not is_reference(written) and hand in ROBOTS:
        raise entry.fail("url", "a robot's address holds its key; give it as env:NAME or file:PATH")
    url = _read(entry, "url", written, read_secret) if is_reference(written) else written
    try:
        scheme = parse(url).scheme
    except SetupError as error:
        raise entry.fail("url", str(error)) from error
    if scheme != "https" and not private:
        raise entry.fail("url", "must be https; plain http is for your own network only (allow_private: true)")
    return url


def _secrets(entry: _Entry, hand: str, read_secret: ReadSecret) -> tuple[str, ...]:
    secrets = tuple(_read(entry, "secrets", reference, read_secret) for reference in entry.texts("secrets"))
    if hand == "webhook":
        if not secrets:
            raise entry.fail("secrets", "a webhook is always signed; see docs/actions.md for how to make a secret")
        for secret in secrets:
            _check_webhook_secret(entry, secret)
    elif hand == "wecom" and secrets:
        raise entry.fail("secrets", "企业微信 robots know no signatures; leave this out")
    elif hand in ROBOTS and len(secrets) > 1:
        raise entry.fail("secrets", "this kind of robot has one secret at most")
    return secrets


def _check_webhook_secret(entry: _Entry, secret: str) -> None:
    """``whsec_`` and 24 to 64 bytes in base64, as Standard Webhooks 1.0 asks."""
    key = secret.removeprefix("whsec_").rstrip("=")
    try:
        size = len(base64.b64decode(key + "=" * (-len(key) % 4), validate=True))
    except binascii.Error:
        size = 0
    if not secret.startswith("whsec_") or not 24 <= size <= 64:
        raise entry.fail("secrets", "must be whsec_ followed by 24 to 64 bytes in base64; see docs/actions.md")


def _read(entry: _Entry, field: str, reference: str, read_secret: ReadSecret) -> str:
    try:
        return read_secret(reference)
    except SetupError as error:
        raise entry.fail(field, str(error)) from error
