"""Compose: from the figures of a period to what its report says. Pure."""

from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.reports.period.advice import advice_section
from zhiyin.reports.period.cards import cards_section, negative_change
from zhiyin.reports.period.cases import cases_section
from zhiyin.reports.period.content import ReportContent, Section
from zhiyin.reports.period.doubts import doubts_section
from zhiyin.reports.period.emotions import emotions_section
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.mood import places_section, when_section
from zhiyin.reports.period.themes import themes_section
from zhiyin.reports.period.topics import topic_label
from zhiyin.reports.period.warned import answers_section, warnings_section
from zhiyin.reports.period.wording import Wording

TOPIC_TURNS = 5
"""Turns of a topic below which it is not named in the headline."""


def compose(given: ReportInput, language: str) -> ReportContent:
    """``language`` is zh or en. An empty period gives a report that says so, with what is uncertain."""
    words = Wording(language)
    sections: tuple[Section, ...] = ()
    if not is_empty(given.now.whole):
        sections = (
            cards_section(given, words),
            advice_section(given, words),
            when_section(given, words),
            places_section(given, words),
            emotions_section(given, words),
            themes_section(given, words),
            warnings_section(given, words),
            answers_section(given, words),
            cases_section(given, words),
        )
    title = words.say(f"title_{given.span.kind.value}")
    return ReportContent(
        title=f"{title} · {given.name}" if given.name and given.name not in title else title,
        period=words.period(given.span),
        scope=words.scope(given.scope),
        made=words.made(given.version, given.made_at, given.span.zone),
        headline=headline(given, words),
        sections=(*sections, doubts_section(given, words)),
        language=language,
        made_at=given.made_at,
    )


def is_empty(whole: MoodSummary) -> bool:
    return not whole.customer_turns and not whole.opened


def headline(given: ReportInput, words: Wording) -> str:
    """How it was, whether that is a change beyond chance, and the heaviest topic."""
    whole, period = given.now.whole, words.period(given.span)
    if is_empty(whole):
        return words.say("head_empty", period=period)
    change = negative_change(given)
    if change.certain is None:
        key = "head_first"
    elif not change.certain:
        key = "head_flat"
    else:
        key = "head_up" if (change.difference or 0) > 0 else "head_down"
    said = words.say(
        key,
        period=period,
        opened=f"{whole.opened:,}",
        turns=f"{whole.customer_turns:,}",
        negative=words.percent(change.now),
        before=words.before(given.span),
        points=words.points(change.difference or 0),
    )
    return said + _topic(given, words) + _conflicts(whole, words)


def _topic(given: ReportInput, words: Wording) -> str:
    worst = next((t for t in given.now.topics if t.negative and t.turns >= TOPIC_TURNS), None)
    if worst is None:
        return ""
    share = words.percent(worst.negative / worst.turns)
    return words.say("head_topic", topic=topic_label(worst.topic, words), turns=f"{worst.turns:,}", share=share)


def _conflicts(whole: MoodSummary, words: Wording) -> str:
    if not whole.conflicts:
        return ""
    return words.say("head_conflict", conflicts=f"{whole.conflicts:,}", resolved=f"{whole.resolved:,}")
