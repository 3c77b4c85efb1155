"""Finding: three sentences with numbers that a manager can act on."""

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.reports.analysis.frequent import Frequent
from zhiyin.reports.analysis.groups import Group, Groups
from zhiyin.reports.analysis.tally import Tally
from zhiyin.reports.analysis.topics import topic_name
from zhiyin.reports.analysis.wording import EMOTIONS, Lang, texts

NEGATIVE = (Emotion.ANXIOUS, Emotion.DISAPPOINTED, Emotion.DISSATISFIED, Emotion.ANGRY, Emotion.SAD)
GROUP_ROWS = 20
"""Rows below which a group is not listed: its 95 % interval is wider than 40 points."""
_SHOWN_WORDS = 3


def percent(share: float) -> str:
    """Whole points, but one decimal below 10 % where a whole point would hide much."""
    return f"{share:.1%}" if 0 < share < 0.0995 else f"{share:.0%}"


def findings(tally: Tally, lang: Lang) -> list[str]:
    """What there is, why, and where to begin. Empty if nothing was read."""
    if tally.mix.total == 0:
        return []
    return [_whole(tally, lang), _causes(tally, lang), _begin(tally, lang)]


def distinct_words(words: Frequent, limit: int, least: int = 2) -> list[tuple[str, int]]:
    """Most frequent first; a word that is part of one listed already, or holds it, says nothing new."""
    chosen: list[tuple[str, int]] = []
    for word, count in words.top(20 * limit):
        if count >= least and not any(word in c or c in word for c, _ in chosen):
            chosen.append((word, count))
        if len(chosen) == limit:
            break
    return chosen


def ranked(groups: Groups) -> list[tuple[str, Group]]:
    """Groups with enough rows, by the lower end of the interval of their negative share."""
    enough = [(name, g) for name, g in groups.groups.items() if g.mix.total >= GROUP_ROWS]
    return sorted(enough, key=lambda g: (-g[1].mix.negative_range[0], g[0]))


def _whole(tally: Tally, lang: Lang) -> str:
    t, mix = texts(lang), tally.mix
    days = sorted(tally.days.groups)
    low, high = mix.negative_range
    return t["s_whole"].format(
        period=t["s_whole_period"].format(start=days[0], end=days[-1]) if days else "",
        total=f"{mix.total:,}",
        negative=percent(mix.negative_share),
        low=percent(low),
        high=percent(high),
        positive=percent(mix.share(mix.positive)),
        neutral=percent(mix.share(mix.neutral)),
        unsure=percent(mix.share(mix.unsure)),
    )


def _causes(tally: Tally, lang: Lang) -> str:
    t = texts(lang)
    counts = {e: tally.emotions[e] for e in NEGATIVE if tally.emotions[e]}
    if not tally.mix.negative or not counts:
        return t["s_no_negative"]
    emotion = max(counts, key=lambda e: counts[e])
    words = distinct_words(tally.words[Polarity.NEGATIVE], _SHOWN_WORDS)
    topics = sorted(tally.topics.groups.items(), key=lambda g: (-g[1].mix.negative, g[0]))
    named = [topic_name(name, lang) for name, group in topics[:_SHOWN_WORDS] if group.mix.negative]
    return "".join(
        (
            t["s_emotion"].format(
                emotion=EMOTIONS[lang][emotion], share=percent(counts[emotion] / sum(counts.values()))
            ),
            t["s_topics"].format(topics=_quoted(named, lang)) if named else "",
            t["s_words"].format(words=_quoted([w for w, _ in words], lang)) if words else "",
            t["s_end"],
        )
    )


def _quoted(words: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(f"“{w}”" for w in words)


def _begin(tally: Tally, lang: Lang) -> str:
    t, mix = texts(lang), tally.mix
    strong = f"{tally.strong:,}"
    for kind, groups in (("product", tally.products), ("channel", tally.channels)):
        listed = ranked(groups)
        if len(listed) > 1 and listed[0][1].mix.negative_range[0] > mix.negative_share:
            name, group = listed[0]
            gap = 100 * (group.mix.negative_share - mix.negative_share)
            return t["s_group"].format(
                kind=t[kind],
                name=name,
                total=f"{group.mix.total:,}",
                share=percent(group.mix.negative_share),
                gap=f"{gap:.0f}",
                strong=strong,
            )
    if not tally.strong:
        return t["s_none"]
    enough = tally.strong >= max(3, 0.01 * mix.total)
    return t["s_strong" if enough else "s_calm"].format(strong=strong, share=percent(mix.share(tally.strong)))
