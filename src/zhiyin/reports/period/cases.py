"""Cases: the conversations worth reading, the worst and those that were turned around."""

from zhiyin.reports.period.content import Block, Para, Quote, Quotes, Section, Tone
from zhiyin.reports.period.figures import Case, ReportInput
from zhiyin.reports.period.themes import QUOTED, link
from zhiyin.reports.period.wording import Wording


def cases_section(given: ReportInput, words: Wording) -> Section:
    blocks: list[Block] = []
    groups: tuple[tuple[str, tuple[Case, ...], Tone], ...] = (
        ("worst", given.worst, "bad"),
        ("turned", given.turned, "good"),
    )
    for key, cases, tone in groups:
        if cases:
            blocks.append(Quotes(words.say(key), tuple(_quote(case, given, words, tone) for case in cases)))
    if not blocks:
        blocks.append(Para(words.say("cases_none")))
    return Section("cases", words.say("cases"), tuple(blocks), words.say("cases_note"))


def _quote(case: Case, given: ReportInput, words: Wording, tone: Tone) -> Quote:
    tag = words.say("case_tag", highest=f"{case.highest:.0%}", last=f"{case.last:.0%}")
    where = words.say(
        "case_where",
        id=case.conversation,
        scene=words.name("scene", case.scene),
        channel=words.name("channel", case.channel),
        turns=case.turns,
    )
    said = case.words or words.say("cases_silent")
    text = said if len(said) <= QUOTED else said[: QUOTED - 1] + "…"
    bad = words.say("case_bad") if case.ended_badly else ""
    return Quote(text, tag, where + bad, tone, link(given, case.conversation))
