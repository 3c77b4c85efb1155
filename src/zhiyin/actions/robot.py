"""RobotHand: a message to a group chat. What differs between chat systems is a Dialect, one file each."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zhiyin.actions.card import Card, card_of
from zhiyin.actions.event import Json
from zhiyin.actions.poster import Poster
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.destination import Destination
from zhiyin.seams import Clock, Reply, RetryLater

BUSY_WAIT = 60.0
"""Seconds to stay away after "too many messages": the limits of all three systems are per minute."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a secret adds to a message: fields of the body, or parameters of the URL."""

    fields: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one chat system wants its messages."""

    write: Callable[[Card], dict[str, Json]]
    codes: tuple[str, ...]
    """Names under which an answer may carry its result code; 0 means done."""
    busy: frozenset[int]
    """Codes for "too many messages"."""
    hints: Mapping[int, str]
    """Code -> how the operator mends it."""
    sign: Callable[[str, int], Signature] | None = None
    """From secret and time (ms since 1970 UTC); None: the system knows no signatures."""


class RobotHand:
    """Answers are judged by the code inside, since these systems say HTTP 200 to what they refuse as well.

    A refusal is tried again by the schedule: wrong keys and key words are mended by people, in their own time.
    """

    def __init__(self, destination: Destination, clock: Clock, base: str, dialect: Dialect) -> None:
        self._destination = destination
        self._clock = clock
        self._base = base
        self._dialect = dialect
        self._poster = Poster(destination.url, clock, allow_private=destination.allow_private)

    @property
    def name(self) -> str:
        return self._destination.name

    async def carry(self, delivery: Delivery) -> None:
        await self.attempt(delivery)

    async def attempt(self, delivery: Delivery) -> Reply:
        signature = Signature()
        if self._dialect.sign is not None and self._destination.secrets:
            signature = self._dialect.sign(self._destination.secrets[0], self._clock.now())
        message = {**signature.fields, **self._dialect.write(card_of(delivery, self._base))}
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"content-type": "application/json; charset=utf-8"}
        reply = await self._poster.post(body, headers, signature.query)
        self._judge(reply)
        return reply

    async def close(self) -> None:
        await self._poster.close()

    def _judge(self, reply: Reply) -> None:
        code = self._code(reply.body)
        if code == 0:
            return
        if code is None:
            raise RetryLater("the answer is not one of this kind of robot; check the URL", reply=reply)
        if code in self._dialect.busy:
            raise RetryLater(f"too many messages (code {code})", after=BUSY_WAIT, reply=reply)
        hint = self._dialect.hints.get(code, "see the chat system's documentation of this code")
        raise RetryLater(f"the robot refused the message (code {code}): {hint}", reply=reply)

    def _code(self, body: bytes) -> int | None:
        try:
            answer = json.loads(body)
        except ValueError:
            return None
        if not isinstance(answer, dict):
            return None
        return next((answer[name] for name in self._dialect.codes if isinstance(answer.get(name), int)), None)
