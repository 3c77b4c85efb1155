"""Intake: one batch of events from the outside, by HTTP or WebSocket: decode, feed, count what was complete."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from zhiyin.domain.errors import InputError
from zhiyin.domain.receipt import Receipt
from zhiyin.domain.utterance import Utterance
from zhiyin.engine.feed import Feed, FeedLimits
from zhiyin.web.api.incoming import FIELDS, BatchIn, decode_events

_batches = msgspec.json.Decoder(BatchIn)


@dataclass(slots=True)
class Completeness:
    """Wanted and needed fields that events could have carried since the start, and how many were missing."""

    fields: int = 0
    missing: int = 0

    @property
    def share(self) -> float | None:
        """0-1; None before the first event."""
        return 1 - self.missing / self.fields if self.fields else None


class Intake:
    def __init__(self, feed: Feed, limits: FeedLimits) -> None:
        self._feed = feed
        self._limits = limits
        self.completeness = Completeness()

    def decode(self, body: bytes) -> Sequence[msgspec.Raw]:
        """InputError when the body as a whole is not a batch of events."""
        try:
            batch = _batches.decode(body)
        except msgspec.DecodeError as error:
            raise InputError(f'the body must be {{"events": [...]}}: {error}') from None
        except UnicodeDecodeError:
            raise InputError("the body is not UTF-8") from None
        if len(batch.events) > self._limits.batch_events:
            raise InputError(f"more than {self._limits.batch_events} events in one batch; send several batches")
        return batch.events

    async def accept(self, raw: Sequence[msgspec.Raw], tenant: str) -> list[Receipt]:
        """One receipt per event, in order."""
        decoded, missing = decode_events(raw, tenant)
        good = [d for d in decoded if isinstance(d, Utterance)]
        taken = iter(await self._feed.accept(good))
        self.completeness.fields += FIELDS * len(good)
        self.completeness.missing += missing
        return [d if isinstance(d, Receipt) else next(taken) for d in decoded]
