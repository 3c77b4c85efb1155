"""Periods: made-up figures of a period, lifelike enough to look at, the same each time."""

from datetime import date, timedelta
from random import Random
from typing import TypeVar

from zhiyin.domain.mood_summary import MILLION, MoodSummary
from zhiyin.domain.reading import Emotion
from zhiyin.domain.report_schedule import PeriodKind, ReportScope
from zhiyin.domain.themes import TopicSummary, WordSummary
from zhiyin.domain.waits import Waits
from zhiyin.reports.period.calendar import CHINA, Span, span_of
from zhiyin.reports.period.figures import Case, PeriodFigures, ReportInput, Said

K = TypeVar("K")

DAY = date(2026, 11, 18)
_EMOTIONS = {
    Emotion.ANXIOUS: 0.4,
    Emotion.DISSATISFIED: 0.3,
    Emotion.ANGRY: 0.2,
    Emotion.DISAPPOINTED: 0.1,
}
_TOPICS = ("物流配送", "退换退款", "客服态度", "质量做工", "价格优惠")
_WORDS = ("一直不发货", "没人回复", "骗子", "退款不到账", "等了三天")


def a_mood(turns: int, negative: int, random: Random) -> MoodSummary:
    """``turns`` customer turns, all of them read, ``negative`` of them so."""
    positive = (turns - negative) // 3
    opened = max(1, turns // 4) if turns else 0
    conflicts = opened // 6
    emotions = {e: round(negative * share) for e, share in _EMOTIONS.items()}
    waits = Waits({b: max(0, round(opened / 6 * random.uniform(0.5, 1.5))) for b in range(8, 22)})
    return MoodSummary(
        customer_turns=turns,
        agent_turns=turns,
        read=turns,
        negative=negative,
        positive=positive,
        neutral=turns - negative - positive,
        unsure=turns // 7,
        valence=(positive - negative) * MILLION // 2,
        intensity=turns * MILLION // 3,
        load=negative * MILLION * 6 // 10,
        silences=negative // 9,
        warned_mild=opened // 5,
        warned_moderate=conflicts,
        warned_severe=conflicts // 3,
        opened=opened,
        with_customer=opened,
        warned=opened // 5,
        judged=opened // 2,
        improved=opened // 4,
        worsened=opened // 9,
        conflicts=conflicts,
        resolved=conflicts // 2,
        emotions={**emotions, Emotion.SATISFIED: positive, Emotion.CALM: turns - negative - positive},
        first_answer=waits,
        answers=waits + waits,
        longest=waits,
    )


def figures(span: Span, share: float, seed: int = 7, busy: int = 60) -> PeriodFigures:
    """Of about ``share`` negative turns; evenings and the phone are worse."""
    random = Random(seed)
    days: dict[date, MoodSummary] = {}
    hours: dict[tuple[int, int], MoodSummary] = {}
    channels: dict[str, MoodSummary] = {}
    for day in span.days:
        for hour in range(8, 23):
            turns = random.randrange(busy // 3, busy)
            worse = share * (1.8 if hour >= 20 else 0.9) * (1.2 if day.weekday() == 0 else 1.0)
            mood = a_mood(turns, min(turns, round(turns * worse)), random)
            place = "phone" if hour % 3 == 0 else "wechat" if hour % 3 == 1 else "app"
            _book(days, day, mood)
            _book(hours, (day.weekday(), hour), mood)
            _book(channels, place, mood)
    whole = sum(days.values(), MoodSummary())
    topics = tuple(
        TopicSummary(name, whole.read // (n + 5), whole.negative // (n + 4), whole.load // (n + 4))
        for n, name in enumerate(_TOPICS)
    )
    words = tuple(WordSummary(w, whole.negative // (n + 8), whole.negative // (n + 9)) for n, w in enumerate(_WORDS))
    return PeriodFigures(whole, days, hours, channels, {"ecommerce": whole}, {"一组": whole}, topics, words)


def report_input(kind: PeriodKind = PeriodKind.WEEK, share: float = 0.3, before: float = 0.22) -> ReportInput:
    """A whole report of made-up figures; ``share`` and ``before`` are the negative shares of the two periods."""
    span = span_of(kind, DAY, CHINA)
    at = span.since + 20 * 3_600_000
    said = (
        Said("c-1001", "等了三天还没发货，你们到底管不管", at, frozenset({"物流配送"})),
        Said("c-1002", '退款说好两天到账，今天第五天了 <b>&"', at + 60_000, frozenset({"退换退款"})),
        Said("c-1003", "=cmd|'/c calc'!A1 你们客服就是敷衍 😡", at + 120_000, frozenset({"客服态度"})),
    )
    worst = tuple(_case(f"c-20{n}", 0.97 - n / 100, 0.9, bad=n == 0) for n in range(3))
    turned = tuple(_case(f"c-30{n}", 0.8 - n / 100, 0.08, bad=False) for n in range(3))
    return ReportInput(
        span=span,
        scope=ReportScope(),
        name="",
        now=figures(span, share),
        before=figures(span.before, before, seed=8),
        said=said,
        worst=worst,
        turned=turned,
        models=("text-zh-0.3.0",),
        version="1.0.0",
        made_at=span.until + timedelta(hours=8) // timedelta(milliseconds=1),
        console="https://zhiyin.example.com",
    )


def _case(name: str, highest: float, last: float, bad: bool) -> Case:
    words = "再不处理我就打12315投诉" if last > 0.5 else "好的，问题解决了，谢谢你耐心帮我"
    return Case(name, "ecommerce", "wechat", 0, 14, highest, last, bad, words)


def _book(cells: dict[K, MoodSummary], key: K, mood: MoodSummary) -> None:
    cells[key] = cells.get(key, MoodSummary()) + mood
