"""Period: which time and which conversations the statistics are asked of, from the query of a route."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Query

from zhiyin.domain.errors import InputError
from zhiyin.domain.summary_query import SummaryQuery
from zhiyin.reports.insight import local
from zhiyin.web.api.insight_shapes import PeriodShape
from zhiyin.web.api.present import moment
from zhiyin.web.api.site_time import Moment, at
from zhiyin.web.services import Services

USUAL_DAYS = 7
MOST_DAYS = 400
"""A year can be seen at once, and compared with the year before."""
Name = Annotated[str | None, Query(max_length=128)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dependency of routes: [since, until), by default the last ``days`` days of the site up to the end of today."""

    since: Moment = None
    until: Moment = None
    days: Annotated[int, Query(ge=1, le=MOST_DAYS, description="how many, where since is not given")] = USUAL_DAYS
    scene: Name = None
    channel: Name = None
    team: Name = None

    def query(self, tenant: str, services: Services) -> SummaryQuery:
        """InputError where the time is no time, or too long."""
        zone = services.zone
        today = local(services.clock.now(), zone).date()
        until = at(self.until or today + timedelta(days=1), zone)
        since = at(self.since or local(until - 1, zone).date() - timedelta(days=self.days - 1), zone)
        if since >= until:
            raise InputError("since must lie before until; until itself is not included")
        if until - since > MOST_DAYS * 86_400_000:
            raise InputError(f"at most {MOST_DAYS} days can be asked for at once: choose a shorter time")
        return SummaryQuery(tenant, since, until, self.scene, self.channel, self.team)


async def period_shape(query: SummaryQuery, services: Services) -> PeriodShape:
    return PeriodShape(
        since=moment(query.since),
        until=moment(query.until),
        time_zone=str(services.zone),
        uncounted=await services.store.uncounted(),
    )
