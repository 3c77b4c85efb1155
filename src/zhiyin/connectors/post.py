"""Post: sends recorded events to a running service, at their own pace times a speed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import msgspec

from zhiyin.domain.errors import InputError, SetupError

BATCH = 200
"""Events sent together at most."""
PATIENCE_S = 60.0
"""How long an unreachable or busy service is asked again before giving up."""

Event = Mapping[str, object]
Batch = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Replay:
    """``speed``: times the recorded pace; 0: as fast as the service takes. ``as_now``: dates events to the present."""

    address: str
    key: str = ""
    speed: float = 1.0
    as_now: bool = False


async def replay_events(events: Iterable[Event], replay: Replay, told: Callable[[Counter[str]], None]) -> Counter[str]:
    """Send all events in the given order; ``told`` hears the receipts so far. Returns receipts by status.

    SetupError when the service cannot be reached or refuses the key.
    """
    headers = {"Authorization": f"Bearer {replay.key}"} if replay.key else {}
    receipts: Counter[str] = Counter()
    async with httpx.AsyncClient(base_url=replay.address, headers=headers, timeout=30) as client:
        clock = asyncio.get_running_loop().time
        started = clock()
        for due, batch in _timed(events, replay):
            await asyncio.sleep(max(0.0, started + due - clock()))
            receipts.update(await _send(client, batch))
            told(receipts)
    return receipts


def _timed(events: Iterable[Event], replay: Replay) -> Iterator[tuple[float, Batch]]:
    """(seconds after the start at which to send, events): events due at about the same moment go together."""
    batch: Batch = []
    batch_due = 0.0
    first: datetime | None = None
    base = datetime.now(UTC)
    for event in events:
        at = _time(event)
        first = first or at
        gap = max(timedelta(), at - first)
        due = gap.total_seconds() / replay.speed if replay.speed else 0.0
        if batch and (len(batch) >= BATCH or due > batch_due + 0.02):
            yield batch_due, batch
            batch = []
        batch_due = due if not batch else batch_due
        dated = base + timedelta(seconds=due) if replay.as_now else at
        batch.append({**event, "at": dated.isoformat()})
    if batch:
        yield batch_due, batch


def _time(event: Event) -> datetime:
    try:
        return datetime.fromisoformat(str(event["at"]))
    except (KeyError, ValueError):
        raise InputError("an event has no time; a replay needs the time at which each line was said") from None


async def _send(client: httpx.AsyncClient, batch: Batch) -> Counter[str]:
    clock = asyncio.get_running_loop().time
    until = clock() + PATIENCE_S
    while True:
        try:
            answer = await client.post("/v1/events", content=msgspec.json.encode({"events": batch}))
        except httpx.TransportError as error:
            why = f"no service answers at {client.base_url} ({type(error).__name__}); start one with ./zhiyin serve"
            if clock() > until or isinstance(error, httpx.ConnectError):
                raise SetupError(why) from None
            await asyncio.sleep(1)
            continue
        if answer.status_code == 429 and clock() < until:
            await asyncio.sleep(float(answer.headers.get("retry-after", "1")))
            continue
        if answer.status_code >= 400:
            detail = answer.json().get("detail", "") if "json" in answer.headers.get("content-type", "") else ""
            raise SetupError(f"the service answers {answer.status_code}: {detail}")
        return Counter(r["status"] for r in answer.json()["results"])
