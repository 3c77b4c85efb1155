"""Doubts: what is uncertain about a report, said in it."""

from collections.abc import Iterator

from zhiyin.domain.share import wilson
from zhiyin.reports.period.content import Point, Points, Section
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.mood import FEW_READ, few_hours
from zhiyin.reports.period.wording import Wording

SMALL = 200
"""Readings below which the 95 % interval of a share of one half is wider than 14 points."""


def doubts_section(given: ReportInput, words: Wording) -> Section:
    points = tuple(Point(text) for text in _doubts(given, words))
    return Section("doubts", words.say("doubts"), (Points(points),))


def _doubts(given: ReportInput, words: Wording) -> Iterator[str]:
    if given.made_at < given.span.until:
        yield words.say("doubt_open")
    yield from _readings(given, words)
    if given.uncounted:
        yield words.say("doubt_uncounted", n=f"{given.uncounted:,}")
    if given.now.whole.read:
        hours = few_hours(given.now)
        if hours:
            yield words.say("doubt_hours", n=hours, few=FEW_READ)
        if given.before.whole.read < SMALL:
            yield words.say("doubt_before", before=words.before(given.span), read=f"{given.before.whole.read:,}")
        if given.now.topics:
            yield words.say("doubt_topics")
        if given.scope.team:
            yield words.say("doubt_team")
    if given.models:
        shipped = all(name.startswith(words.say("doubt_shipped")) for name in given.models)
        yield words.say("doubt_model" if shipped else "doubt_model_other", models=words.joined(list(given.models)))
    yield words.say("doubt_people")


def _readings(given: ReportInput, words: Wording) -> Iterator[str]:
    whole = given.now.whole
    if whole.read:
        share = words.percent(whole.unsure / whole.read)
        yield words.say("doubt_unsure", share=share, unsure=f"{whole.unsure:,}", read=f"{whole.read:,}")
    unread = whole.customer_turns - whole.read
    if unread > 0:
        shares = {"share": unread / whole.customer_turns, "complete": whole.read / whole.customer_turns}
        told = {name: words.percent(value) for name, value in shares.items()}
        yield words.say("doubt_unread", n=f"{unread:,}", **told)
    elif whole.read:
        yield words.say("doubt_complete")
    negative = wilson(whole.negative, whole.read)
    if negative and whole.read < SMALL:
        ends = {"low": words.percent(negative.low), "high": words.percent(negative.high)}
        yield words.say("doubt_small", read=f"{whole.read:,}", **ends)
