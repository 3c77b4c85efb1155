"""Mood: when, where and with whom it is worst."""

from collections.abc import Mapping

from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.report_schedule import PeriodKind
from zhiyin.domain.share import wilson
from zhiyin.reports.period import pictures
from zhiyin.reports.period.content import Block, Column, Form, Para, Picture, Section, Table
from zhiyin.reports.period.figures import PeriodFigures, ReportInput
from zhiyin.reports.period.wording import Wording

FEW_READ = 5
"""Readings below which the share of an hour is mere chance: it is left blank."""
MOST_LINES = 20
_HOURS = range(24)


def negative_share(mood: MoodSummary) -> float | None:
    return mood.negative / mood.read if mood.read else None


def by_hour(figures: PeriodFigures) -> dict[int, MoodSummary]:
    """All weekdays together."""
    found = dict.fromkeys(_HOURS, MoodSummary())
    for (_, hour), mood in figures.hours.items():
        found[hour] += mood
    return found


def few_hours(figures: PeriodFigures) -> int:
    """Hours of the week in which something was read, but too little."""
    return sum(0 < mood.read < FEW_READ for mood in figures.hours.values())


def when_section(given: ReportInput, words: Wording) -> Section:
    """A day is told by its hours; longer periods by day and by hour of the week."""
    if given.span.kind is PeriodKind.DAY:
        return Section("when", words.say("when"), (_hours(given, words), *_worst(given, words)))
    return Section("when", words.say("when"), (_heat(given, words), *_worst(given, words), _trend(given, words)))


def _heat(given: ReportInput, words: Wording) -> Picture:
    days = [words.weekday(n) for n in range(7)]
    cells = {}
    for (day, hour), mood in given.now.hours.items():
        share = negative_share(mood)
        if share is not None and mood.read >= FEW_READ:
            tip = f"{words.slot(day, hour)} · {mood.negative:,}/{mood.read:,} · {words.percent(share)}"
            cells[day, hour] = (share, tip)
    columns = (Column(words.say("hour")), *(Column(name, Form.PERCENT) for name in days))
    rows = tuple((f"{h}:00", *(cells[d, h][0] if (d, h) in cells else None for d in range(7))) for h in _HOURS)
    title, note = words.say("heat_title"), words.say("heat_note", few=FEW_READ)
    svg = pictures.heat(cells, days, title)
    return Picture("heat", title, note, svg, "heat", Table(title, columns, rows), tuple(range(1, 8)))


def _worst(given: ReportInput, words: Wording) -> tuple[Para, ...]:
    """The hour with the highest lower end of the interval, so that a few turns do not make it."""
    daily = given.span.kind is PeriodKind.DAY
    shares = {k: wilson(m.negative, m.read) for k, m in given.now.hours.items() if m.read >= FEW_READ and m.negative}
    ranked = sorted(((share.low, key) for key, share in shares.items() if share), key=lambda r: (-r[0], r[1]))
    if not ranked:
        return ()
    day, hour = ranked[0][1]
    mood = given.now.hours[day, hour]
    slot = words.slot(None if daily else day, hour)
    share_ = words.percent(negative_share(mood))
    return (Para(words.say("heat_worst", slot=slot, negative=mood.negative, read=mood.read, share=share_)),)


def _hours(given: ReportInput, words: Wording) -> Picture:
    rows = [(str(hour), mood) for hour, mood in by_hour(given.now).items()]
    table = _mood_table("", words.say("hour"), [(f"{name}:00", mood) for name, mood in rows], words)
    points = [(n, m.customer_turns, negative_share(m) if m.read >= FEW_READ else None) for n, m in rows]
    title = words.say("hours_title")
    svg = pictures.columns_and_line(points, title)
    return Picture("hours", title, words.say("trend_note"), svg, "line", table, (1, 5))


def _trend(given: ReportInput, words: Wording) -> Picture:
    rows = [(day, given.now.days.get(day, MoodSummary())) for day in given.span.days]
    table = _mood_table("", words.say("day"), [(f"{day:%Y-%m-%d}", mood) for day, mood in rows], words)
    points = [
        (f"{d.month}-{d.day:02}", m.customer_turns, negative_share(m) if m.read >= FEW_READ else None) for d, m in rows
    ]
    title = words.say("trend")
    svg = pictures.columns_and_line(points, title)
    return Picture("trend", title, words.say("trend_note"), svg, "line", table, (1, 5))


def _mood_table(title: str, first: str, rows: list[tuple[str, MoodSummary]], words: Wording) -> Table:
    columns = (
        Column(first),
        *(Column(words.say(key), Form.COUNT) for key in ("turns", "negative", "neutral", "positive")),
        Column(words.say("negative_share"), Form.PERCENT),
        *(Column(words.say(key), Form.COUNT) for key in ("opened", "warned")),
    )
    cells = tuple(
        (name, m.customer_turns, m.negative, m.neutral, m.positive, negative_share(m), m.opened, m.warned)
        for name, m in rows
    )
    return Table(title, columns, cells)


def places_section(given: ReportInput, words: Wording) -> Section:
    """A picture of the channels, and tables of scenes and teams where there is more than one."""
    blocks: list[Block] = []
    named = {
        "channel": {words.name("channel", code): mood for code, mood in given.now.channels.items()},
        "scene": {words.name("scene", code): mood for code, mood in given.now.scenes.items()},
        "team": {code or words.say("no_team"): mood for code, mood in given.now.teams.items()},
    }
    for group, moods in named.items():
        if group == "channel" and moods:
            blocks.append(_channels(moods, words))
        elif len(moods) > 1:
            blocks.append(_places(words.say(f"by_{group}"), moods, words))
    return Section("places", words.say("channels"), tuple(blocks), words.say("channels_note"))


def _channels(moods: Mapping[str, MoodSummary], words: Wording) -> Picture:
    title, table = words.say("by_channel"), _places(words.say("by_channel"), moods, words)
    rows = []
    for name, mood in _ranked(moods)[:MOST_LINES]:
        share = negative_share(mood) or 0.0
        rows.append(
            (name, share, f"{words.percent(negative_share(mood))}  {mood.negative:,}/{mood.read:,}", pictures.BAD)
        )
    return Picture("channels", title, "", pictures.bars(rows, title), "bars", table, (4,))


def _places(title: str, moods: Mapping[str, MoodSummary], words: Wording) -> Table:
    columns = (
        Column(title),
        Column(words.say("turns"), Form.COUNT),
        Column(words.say("read"), Form.COUNT),
        Column(words.say("negative"), Form.COUNT),
        Column(words.say("negative_share"), Form.PERCENT),
        Column(words.say("interval")),
        Column(words.say("warned"), Form.COUNT),
    )
    rows = tuple(
        (
            name,
            m.customer_turns,
            m.read,
            m.negative,
            negative_share(m),
            words.interval(wilson(m.negative, m.read)),
            m.warned,
        )
        for name, m in _ranked(moods)[:MOST_LINES]
    )
    return Table(title, columns, rows)


def _ranked(moods: Mapping[str, MoodSummary]) -> list[tuple[str, MoodSummary]]:
    def low(mood: MoodSummary) -> float:
        share = wilson(mood.negative, mood.read)
        return share.low if share else -1.0

    return sorted(moods.items(), key=lambda item: (-low(item[1]), item[0]))
