"""Gather: reads from the store what a report is made from. Sums come from the summaries, so no turn is scanned."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest

from zhiyin.domain.conversation import Turn
from zhiyin.domain.made_report import ReportOrder
from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.reading import Polarity
from zhiyin.domain.risk import Tier
from zhiyin.domain.summary_key import Axis
from zhiyin.domain.summary_query import SummaryQuery
from zhiyin.domain.utterance import ConversationRef, Role
from zhiyin.domain.warning_report import WarningReport
from zhiyin.reports.insight import telling_words
from zhiyin.reports.period.calendar import Span, moment, span_at
from zhiyin.reports.period.figures import Case, PeriodFigures, ReportInput, Said
from zhiyin.reports.warning_tally import TallyRules, WarningTally
from zhiyin.seams import Store

CASES = 3
WORDS = 12
QUOTED_WORDS = 6
TURNS_PER_WORD = 4
MOST_TURNS = 400
"""Turns of a conversation that are looked at for the words to quote."""
_KEPT = 60
"""Candidates for cases that are held while conversations go by."""

TopicsIn = Callable[[str, str], Collection[str]]
"""(scene, safe text) -> topics of the text."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of the house it was made in. ``console``: its address for links, or empty."""

    version: str
    console: str
    model: str
    topics_in: TopicsIn


async def gather(store: Store, order: ReportOrder, about: About, now: int) -> ReportInput:
    """``now`` in ms since 1970 UTC."""
    plan = order.plan
    span = span_at(plan.kind, order.since, plan.zone)
    query = _query(order, span)
    figures = await _figures(store, query, span)
    past = await _past(store, query, now)
    said, models = await _said(store, query, figures, about.topics_in)
    worst = [await _case(store, query.tenant, p, happy=False) for p in past.worst()]
    turned = [await _case(store, query.tenant, p, happy=True) for p in past.turned()]
    return ReportInput(
        span=span,
        scope=plan.scope,
        name=order.name,
        now=figures,
        before=await _figures(store, _query(order, span.before), span.before),
        warnings=past.report,
        said=said,
        worst=tuple(worst),
        turned=tuple(turned),
        uncounted=(await store.progress()).uncounted,
        models=tuple(sorted(models)) or (about.model,),
        version=about.version,
        made_at=now,
        console=about.console,
    )


def _query(order: ReportOrder, span: Span) -> SummaryQuery:
    scope = order.plan.scope
    return SummaryQuery(
        order.tenant, span.since, span.until, scope.scene or None, scope.channel or None, scope.team or None
    )


async def _figures(store: Store, query: SummaryQuery, span: Span) -> PeriodFigures:
    whole = await store.cells(query)
    days: dict[date, MoodSummary] = {}
    hours: dict[tuple[int, int], MoodSummary] = {}
    for key, mood in await store.cells(query, (Axis.HOUR,)):
        wall = moment(key.at or 0, span.zone)
        days[wall.date()] = days.get(wall.date(), MoodSummary()) + mood
        slot = (wall.weekday(), wall.hour)
        hours[slot] = hours.get(slot, MoodSummary()) + mood
    channels = {k.channel or "": m for k, m in await store.cells(query, (Axis.CHANNEL,))}
    scenes = {k.scene or "": m for k, m in await store.cells(query, (Axis.SCENE,))}
    teams = {k.team or "": m for k, m in await store.cells(query, (Axis.TEAM,))}
    return PeriodFigures(
        whole=whole[0][1] if whole else MoodSummary(),
        days=days,
        hours=hours,
        channels=channels,
        scenes=scenes,
        teams=teams,
        topics=tuple(await store.topics(query)),
        words=tuple(await telling_words(store, query, WORDS)),
    )


@dataclass(slots=True)
class _Past:
    """Warnings scored, and the conversations that might be cases, as they go by."""

    tally: WarningTally
    bad: list[PastConversation] = field(default_factory=list)
    good: list[PastConversation] = field(default_factory=list)
    report: WarningReport | None = None

    def add(self, past: PastConversation) -> None:
        self.tally.add(past)
        if past.alarms:
            self.bad.append(past)
            if len(self.bad) > 2 * _KEPT:
                self.bad = nsmallest(_KEPT, self.bad, key=_worst_first)
        if _has_turned(past):
            self.good.append(past)
            if len(self.good) > 2 * _KEPT:
                self.good = nsmallest(_KEPT, self.good, key=_turned_first)

    def worst(self) -> list[PastConversation]:
        turned = {past.ref for past in self.turned()}
        return [p for p in sorted(self.bad, key=_worst_first) if p.ref not in turned][:CASES]

    def turned(self) -> list[PastConversation]:
        return sorted(self.good, key=_turned_first)[:CASES]


def _worst_first(past: PastConversation) -> tuple[bool, float, float, str]:
    """What ended badly, then by the highest risk; the id makes the order total."""
    return (past.ended_badly_at is None, -past.highest, -past.risk, past.ref.id)


def _turned_first(past: PastConversation) -> tuple[float, str]:
    return (past.risk - past.highest, past.ref.id)


def _has_turned(past: PastConversation) -> bool:
    """It had reached moderate or severe, ends at less than half of that risk, and nothing bad came of it."""
    reached = any(alarm.tier.level >= Tier.MODERATE.level for alarm in past.alarms)
    return reached and past.risk < past.highest / 2 and past.ended_badly_at is None


async def _past(store: Store, query: SummaryQuery, now: int) -> _Past:
    past = _Past(WarningTally(TallyRules(now=now)))
    async for one in store.joined(query.tenant, query.since, query.until, query.scene, query.channel, query.team):
        past.add(one)
    past.report = past.tally.report(query.since, query.until)
    return past


async def _said(
    store: Store, query: SummaryQuery, figures: PeriodFigures, topics_in: TopicsIn
) -> tuple[tuple[Said, ...], set[str]]:
    """Negative turns that the most frequent words of discontent were said in; and the models that read them."""
    said: dict[str, Said] = {}
    models: set[str] = set()
    for word in [w for w in figures.words if w.negative][:QUOTED_WORDS]:
        for turn in await store.word_turns(query, word.word, TURNS_PER_WORD):
            origin, reading = turn.masked.origin, turn.outcome.reading if turn.outcome else None
            if reading is None or reading.polarity is not Polarity.NEGATIVE:
                continue
            if query.channel and origin.channel != query.channel:
                continue
            models.add(reading.model)
            topics = frozenset(topics_in(origin.scene, turn.masked.text))
            found = Said(origin.conversation.id, turn.masked.text, origin.at, topics)
            said.setdefault(turn.masked.text, found)
    return tuple(said.values()), models


async def _case(store: Store, tenant: str, past: PastConversation, *, happy: bool) -> Case:
    turns = await store.turns(ConversationRef(tenant, past.ref.id), MOST_TURNS)
    return Case(
        conversation=past.ref.id,
        scene=past.scene,
        channel=past.channel,
        opened_at=past.opened_at,
        turns=past.turns,
        highest=past.highest,
        last=past.risk,
        ended_badly=past.ended_badly_at is not None,
        words=_closing(turns) if happy else _fiercest(turns),
    )


def _fiercest(turns: Sequence[Turn]) -> str:
    """The customer's most intense negative turn; else the last thing the customer said."""
    read = [
        (t.outcome.reading.intensity, n)
        for n, t in enumerate(turns)
        if t.outcome and t.outcome.reading and t.outcome.reading.polarity is Polarity.NEGATIVE
    ]
    return turns[max(read)[1]].masked.text if read else _closing(turns)


def _closing(turns: Sequence[Turn]) -> str:
    said = [t.masked.text for t in turns if t.masked.origin.role is Role.CUSTOMER and t.masked.text]
    return said[-1] if said else ""
