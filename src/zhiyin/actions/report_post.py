"""ReportPost: tells webhook destinations of finished reports, as a signed CloudEvent ``com.zhiyin.report.made``."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

from zhiyin.actions.event import Json, encode, source_of
from zhiyin.actions.poster import Poster
from zhiyin.actions.signature import signed_headers
from zhiyin.domain.destination import Destination
from zhiyin.domain.report_letter import ReportLetter
from zhiyin.seams import Clock, Refused

TYPE = "com.zhiyin.report.made"
WEBHOOK = "webhook"
OwnNow = Callable[[], Sequence[Destination]]


class ReportPost:
    """``destinations``: all that are configured; ``own``: those that were added since. Of both only webhooks count."""

    def __init__(
        self, destinations: Sequence[Destination], clock: Clock, base: str = "", own: OwnNow = tuple[Destination, ...]
    ) -> None:
        self._configured = destinations
        self._own = own
        self._clock = clock
        self._base = base

    def names(self, tenant: str) -> list[str]:
        """Destinations that a tenant's reports may be sent to, sorted."""
        return sorted(n for n, d in self._known().items() if not d.tenants or tenant in d.tenants)

    def _known(self) -> dict[str, Destination]:
        return {d.name: d for d in (*self._configured, *self._own()) if d.hand == WEBHOOK}

    async def send(self, letter: ReportLetter) -> None:
        if letter.target not in self.names(letter.report.order.tenant):
            raise Refused(f"there is no webhook destination {letter.target} any more; choose another one")
        destination = self._known()[letter.target]
        body = encode(report_event(letter, source_of(self._base)))
        signers = [Webhook(secret) for secret in destination.secrets]
        poster = Poster(destination.url, self._clock, allow_private=destination.allow_private)
        try:
            await poster.post(body, signed_headers(signers, letter.id, body, self._clock.now()))
        finally:
            await poster.close()


def report_event(letter: ReportLetter, source: str) -> Mapping[str, Json]:
    """Where the report is and what it says in a sentence; the files are fetched over the API."""
    report, order = letter.report, letter.report.order
    data: dict[str, Json] = {
        "tenant": order.tenant,
        "report": order.id,
        "schedule": order.schedule,
        "name": order.name,
        "period": order.plan.kind.value,
        "since": _moment(order.since),
        "until": _moment(order.until),
        "headline": report.headline,
        "files": [{"format": f.format.value, "size": f.size, "sha256": f.digest} for f in report.files],
    }
    if letter.link:
        data["link"] = letter.link
    return {
        "specversion": "1.0",
        "id": letter.id,
        "source": source,
        "type": TYPE,
        "subject": order.id,
        "time": _moment(report.made_at or 0),
        "datacontenttype": "application/json",
        "data": data,
    }


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
