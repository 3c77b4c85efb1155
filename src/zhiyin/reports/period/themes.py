"""Themes: what customers complain about, by emotional load, with what they said."""

from urllib.parse import quote

from zhiyin.domain.mood_summary import MILLION
from zhiyin.domain.themes import WordSummary
from zhiyin.reports.period import pictures
from zhiyin.reports.period.calendar import moment
from zhiyin.reports.period.content import Block, Column, Form, Para, Picture, Quote, Quotes, Section, Table
from zhiyin.reports.period.figures import ReportInput, Said
from zhiyin.reports.period.topics import topic_label
from zhiyin.reports.period.wording import Wording

MOST_TOPICS = 12
MOST_WORDS = 12
MOST_QUOTES = 6
QUOTED = 120
"""Characters of a quote."""


def themes_section(given: ReportInput, words: Wording) -> Section:
    blocks: list[Block] = []
    if given.scope.channel or given.scope.team:
        scope = words.name("scene", given.scope.scene) if given.scope.scene else words.say("scope_all")
        blocks.append(Para(words.say("theme_scope", scope=scope)))
    blocks.append(_topics(given, words) if given.now.topics else Para(words.say("themes_none")))
    bad = [
        f"{w.word}（{w.negative:,}）" if words.language == "zh" else f"{w.word} ({w.negative:,})" for w in _bad(given)
    ]
    if bad:
        blocks.append(Para(words.say("words", words=words.joined(bad))))
    quotes = tuple(_quote(said, given, words) for said in _chosen(given))
    if quotes:
        blocks.append(Quotes(words.say("examples"), quotes))
    return Section("themes", words.say("themes"), tuple(blocks), words.say("themes_note"))


def _bad(given: ReportInput) -> list[WordSummary]:
    return [w for w in given.now.words if w.negative][:MOST_WORDS]


def _topics(given: ReportInput, words: Wording) -> Picture:
    before = {topic.topic: topic for topic in given.before.topics}
    shown = given.now.topics[:MOST_TOPICS]
    columns = (
        Column(words.say("topic")),
        Column(words.say("load"), Form.DECIMAL),
        Column(words.say("turns"), Form.COUNT),
        Column(words.say("negative"), Form.COUNT),
        Column(words.say("negative_share"), Form.PERCENT),
        Column(words.say("share_before"), Form.PERCENT),
    )
    rows = tuple(
        (
            topic_label(t.topic, words),
            round(t.load / MILLION, 1),
            t.turns,
            t.negative,
            t.negative / t.turns if t.turns else None,
            before[t.topic].negative / before[t.topic].turns if t.topic in before and before[t.topic].turns else None,
        )
        for t in shown
    )
    drawn = [
        (topic_label(t.topic, words), t.load / MILLION, _note(t.negative, t.turns, words), pictures.BAD) for t in shown
    ]
    title = words.say("load")
    return Picture("topics", title, "", pictures.bars(drawn, title), "bars", Table("", columns, rows))


def _note(negative: int, turns: int, words: Wording) -> str:
    return f"{words.percent(negative / turns if turns else None)}  {negative:,}/{turns:,}"


def _chosen(given: ReportInput) -> list[Said]:
    """One for each of the heaviest topics, then the rest; none twice."""
    chosen: list[Said] = []
    for topic in given.now.topics:
        found = next((s for s in given.said if topic.topic in s.topics and s not in chosen), None)
        if found is not None and len(chosen) < MOST_QUOTES:
            chosen.append(found)
    chosen += [said for said in given.said if said not in chosen]
    return chosen[:MOST_QUOTES]


def _quote(said: Said, given: ReportInput, words: Wording) -> Quote:
    named = [topic_label(t.topic, words) for t in given.now.topics if t.topic in said.topics]
    at = moment(said.at, given.span.zone)
    text = said.text if len(said.text) <= QUOTED else said.text[: QUOTED - 1] + "…"
    where = f"{at:%m-%d %H:%M} · {said.conversation}"
    return Quote(text, named[0] if named else words.say("negative"), where, "bad", link(given, said.conversation))


def link(given: ReportInput, conversation: str) -> str:
    """Where the console shows the conversation; empty if the console's address is not known."""
    if not given.console:
        return ""
    return f"{given.console.rstrip('/')}/#/live/{quote(conversation, safe='')}"
