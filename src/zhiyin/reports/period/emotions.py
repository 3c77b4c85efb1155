"""Emotions: which of the eleven customers showed, against the period before."""

from zhiyin.domain.reading import Emotion
from zhiyin.reports.analysis.finding import NEGATIVE
from zhiyin.reports.analysis.wording import EMOTIONS
from zhiyin.reports.period import pictures
from zhiyin.reports.period.cards import turn_change
from zhiyin.reports.period.content import Cell, Column, Form, Picture, Section, Table
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.wording import Wording


def emotion_name(emotion: Emotion, words: Wording) -> str:
    return EMOTIONS["zh" if words.language == "zh" else "en"][emotion]


def emotions_section(given: ReportInput, words: Wording) -> Section:
    now, before = given.now.whole, given.before.whole
    counts = sorted(now.emotions.items(), key=lambda item: (-item[1], item[0].value))
    rows: list[tuple[Cell, ...]] = []
    for emotion, count in counts:
        change = turn_change(given, count, before.emotions.get(emotion, 0))
        told = words.certain(change)
        rows.append((emotion_name(emotion, words), count, change.now, change.before, change.difference, told))
    columns = (
        Column(words.say("emotion")),
        Column(words.say("count"), Form.COUNT),
        Column(words.say("share"), Form.PERCENT),
        Column(words.say("share_before"), Form.PERCENT),
        Column(words.say("change"), Form.POINTS),
        Column(words.say("certain")),
    )
    drawn = [
        (emotion_name(e, words), float(n), f"{words.percent(n / now.read)}  {n:,}", _colour(e))
        for e, n in counts
        if now.read
    ]
    title = words.say("emotions")
    svg = pictures.bars(drawn, title)
    table = Table("", columns, tuple(rows))
    return Section("emotions", title, (Picture("emotions", "", "", svg, "bars", table),))


def _colour(emotion: Emotion) -> str:
    if emotion in NEGATIVE:
        return pictures.BAD
    return pictures.GOOD if emotion in (Emotion.SATISFIED, Emotion.GRATEFUL) else pictures.CALM
