"""Warned: how past warnings did against what came of it, how fast answers were, and how conflicts ended."""

from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share, wilson
from zhiyin.domain.waits import Waits
from zhiyin.domain.warning_report import TierFigures, WarningReport
from zhiyin.reports.period.content import Block, Cell, Column, Form, Para, Section, Table
from zhiyin.reports.period.figures import PeriodFigures, ReportInput
from zhiyin.reports.period.wording import Wording


def warnings_section(given: ReportInput, words: Wording) -> Section:
    whole = given.now.whole
    counts = {"mild": whole.warned_mild, "moderate": whole.warned_moderate, "severe": whole.warned_severe}
    blocks: list[Block] = [Para(words.say("warned_now", **counts))]
    report = given.warnings
    if report is None or not report.whole.with_outcome:
        blocks.append(Para(words.say("warnings_none")))
    else:
        blocks.extend(_scored(report, words))
    return Section("warnings", words.say("warnings"), tuple(blocks), words.say("warnings_note"))


def _scored(report: WarningReport, words: Wording) -> list[Block]:
    figures, blocks = report.whole, list[Block]()
    middle = figures.tiers[Tier.MODERATE]
    counts = {"known": f"{figures.with_outcome:,}", "bad": f"{figures.bad:,}"}
    blocks.append(Para(words.say("warnings_said", warned=middle.warned, hits=middle.hits, **counts)))
    if not middle.enough:
        blocks.append(Para(words.say("warnings_few", **counts)))
    columns = (
        Column(words.say("tier")),
        Column(words.say("warned_known"), Form.COUNT),
        Column(words.say("hits"), Form.COUNT),
        Column(words.say("precision"), Form.PERCENT),
        Column(words.say("interval")),
        Column(words.say("recall"), Form.PERCENT),
        Column(words.say("false_alarms"), Form.DECIMAL),
        Column(words.say("lead"), Form.DECIMAL),
        Column(words.say("lead_s"), Form.SECONDS),
    )
    rows = tuple(_tier(tier, found, words) for tier, found in figures.tiers.items())
    return [*blocks, Table("", columns, rows)]


def _tier(tier: Tier, found: TierFigures, words: Wording) -> tuple[Cell, ...]:
    def value(share: Share | None) -> float | None:
        return share.value if share else None

    return (
        words.name("tier", tier.value),
        found.warned,
        found.hits,
        value(found.precision),
        words.interval(found.precision),
        value(found.recall),
        value(found.false_alarms_per_1000),
        found.lead_turns.median if found.lead_turns else None,
        found.lead_s.median if found.lead_s else None,
    )


def answers_section(given: ReportInput, words: Wording) -> Section:
    now, before = given.now.whole, given.before.whole
    columns = (
        Column(words.say("waits")),
        Column(words.say("times"), Form.COUNT),
        Column(words.say("median"), Form.SECONDS),
        Column(words.say("p90"), Form.SECONDS),
        Column(words.say("median_before"), Form.SECONDS),
    )

    def row(key: str, waits: Waits, earlier: Waits) -> tuple[Cell, ...]:
        return (words.say(key), waits.total, waits.quantile(0.5), waits.quantile(0.9), earlier.quantile(0.5))

    rows = (
        row("waits_first", now.first_answer, before.first_answer),
        row("waits_all", now.answers, before.answers),
        row("waits_longest", now.longest, before.longest),
    )
    blocks: list[Block] = [Table(words.say("answers_title"), columns, rows), *_silences(given, words)]
    blocks.append(Para(_conflicts(given, words)))
    if now.judged:
        counts = {"judged": now.judged, "improved": now.improved, "worsened": now.worsened}
        blocks.append(Para(words.say("improved_said", **counts)))
    return Section("answers", words.say("answers"), tuple(blocks))


def most_silent(figures: PeriodFigures) -> tuple[int, int] | None:
    """Hour of the day with the most silent waits, and how many; None without any."""
    hours = dict.fromkeys(range(24), 0)
    for (_, hour), mood in figures.hours.items():
        hours[hour] += mood.silences
    hour = max(hours, key=lambda h: (hours[h], -h))
    return (hour, hours[hour]) if hours[hour] else None


def _silences(given: ReportInput, words: Wording) -> list[Block]:
    worst = most_silent(given.now)
    if worst is None:
        return []
    hour, count = worst
    told = words.say("silences_said", silences=given.now.whole.silences, slot=words.slot(None, hour), n=count)
    return [Para(told)]


def _conflicts(given: ReportInput, words: Wording) -> str:
    whole = given.now.whole
    share = wilson(whole.resolved, whole.conflicts)
    if share is None:
        return words.say("conflicts_none")
    return words.say(
        "conflicts_said",
        conflicts=whole.conflicts,
        resolved=whole.resolved,
        share=words.percent(share.value),
        low=words.percent(share.low),
        high=words.percent(share.high),
    )
