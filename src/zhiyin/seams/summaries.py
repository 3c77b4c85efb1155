"""Summaries: sums over what was said, kept up to date with every save, so that no page has to scan the past."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.carried import Carried
from zhiyin.domain.conversation import Turn
from zhiyin.domain.ledger import Ledger
from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.summary_key import Axis, SummaryKey
from zhiyin.domain.summary_query import SummaryQuery
from zhiyin.domain.themes import TopicSummary, WordSummary


class Summer(Protocol):
    """How turns are counted: pure, so that counting anew gives what was counted before."""

    @property
    def fingerprint(self) -> str:
        """Changes when the same turns would be counted otherwise (other topics, another time zone)."""

    def day_of(self, at: int) -> int:
        """Beginning of the day of a moment in the site's time zone; both in ms since 1970 UTC."""

    def week_hour_of(self, at: int) -> int:
        """Hour of the week of a moment in the site's time zone, 0 (Monday from midnight) to 167."""

    def offset_of(self, since: int, until: int) -> int | None:
        """How far the site's clocks are ahead of UTC in all this time, in ms; None: they change in between."""

    def count(self, carried: Carried | None, turns: Sequence[Turn], ledger: Ledger) -> Carried | None:
        """Book further applied turns of one conversation, in course order; None: from its first turn on.

        ``carried`` is used up: it is changed into what is returned.

        Booking turns at once or one after the other adds up to the same.
        """


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the summaries of a store that was written before there were any have come."""

    conversations: int
    uncounted: int


class Summaries(Protocol):
    async def cells(
        self, query: SummaryQuery, by: Collection[Axis] = (), only: Collection[str] | None = None
    ) -> list[tuple[SummaryKey, MoodSummary]]:
        """Sums, told apart along ``by``, in the order of the keys; without ``by`` at most one.

        ``since`` and ``until`` count by whole hours (those that begin within). Waits are kept by day of the site: they
        come along unless ``by`` holds HOUR or WEEK_HOUR, of all days that the time touches.
        ``only``: names of ``COLUMNS`` or ``WAITS`` that are wanted, the rest stays 0 (quicker over long times).
        """

    async def topics(self, query: SummaryQuery) -> list[TopicSummary]:
        """By emotional load, the heaviest first. Kept by day and scene: channel and team are not looked at."""

    async def words(self, query: SummaryQuery, limit: int = 100) -> list[WordSummary]:
        """Words by how many negative turns they explain, most first; channel and team are not looked at."""

    async def word_turns(self, query: SummaryQuery, word: str, limit: int = 20) -> list[Turn]:
        """Turns that were read by this word, newest first; channel and team are not looked at."""

    async def teams(self, query: SummaryQuery) -> list[str]:
        """Names of the teams that were told of."""

    async def progress(self) -> Progress:
        """Over all tenants."""

    async def uncounted(self) -> int:
        """Conversations of the past that are not in the sums yet, over all tenants; quick."""

    async def begin_counting(self) -> bool:
        """True, after dropping all sums, if they were counted otherwise than now (``Summer.fingerprint``)."""

    async def count_more(self, limit: int = 50) -> int:
        """Count up to ``limit`` conversations that are not counted yet; how many there were, 0: all are counted."""

    async def recount(self) -> None:
        """Drop all sums; ``count_more`` makes them anew."""

    async def differences(self) -> list[str]:
        """Names of tables whose sums are not what counting from scratch gives; empty: all is exact.

        Reads the whole store. Words of days that were trimmed are not compared.
        """

    async def trim_words(self, before: int, keep: int) -> int:
        """Keep the ``keep`` most frequent words of each day and scene before ``before`` (ms); how many were dropped."""
