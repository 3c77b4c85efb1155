"""View: what the page shows, computed once, so that the template only lays it out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from zhiyin.domain.quality import COMPLETENESS_TARGET
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.row import ReadRow
from zhiyin.reports.analysis.charts import hours_chart, trend_chart
from zhiyin.reports.analysis.evidence import marked
from zhiyin.reports.analysis.finding import GROUP_ROWS, NEGATIVE, distinct_words, findings, percent, ranked
from zhiyin.reports.analysis.groups import Groups
from zhiyin.reports.analysis.mix import Mix
from zhiyin.reports.analysis.tally import Tally
from zhiyin.reports.analysis.topics import topic_name
from zhiyin.reports.analysis.trend import trend
from zhiyin.reports.analysis.wording import EMOTIONS, ENTITIES, FIELDS, POLARITIES, WEEKDAYS, Lang, texts

_WORDS, _GROUPS, _EXAMPLES, _PER_EMOTION, _DOUBTFUL = 12, 12, 10, 3, 6


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the file besides its rows. ``columns`` maps fields to names; ``day`` is when it was made.

    ``set_aside`` are lines for people: which rows were set aside, and why (the first ones). ``reading`` says how the
    rows were read where more than one model did it; empty otherwise.
    """

    name: str
    model: str
    version: str
    day: str
    columns: Mapping[str, str]
    set_aside: tuple[str, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` of the longest bar, 0..1, for its length; ``note`` is what stands behind it."""

    name: str
    share: float
    note: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    emotion: str
    polarity: str
    where: str
    text: Markup


@dataclass(frozen=True, slots=True)
class GroupLine:
    name: str
    total: str
    mix: Mix
    share: str
    interval: str
    words: str


def word_bars(tally: Tally, polarity: Polarity) -> list[Bar]:
    words = distinct_words(tally.words[polarity], _WORDS)
    longest = words[0][1] if words else 1
    return [Bar(word, count / longest, f"{count:,}", polarity.value) for word, count in words]


def emotion_bars(tally: Tally, lang: Lang) -> list[Bar]:
    total = sum(tally.emotions.values())
    counts = sorted(tally.emotions.items(), key=lambda e: (-e[1], e[0]))
    longest = counts[0][1] if counts else 1
    return [Bar(EMOTIONS[lang][e], n / longest, f"{percent(n / total)} · {n:,}", _colour(e)) for e, n in counts if n]


def group_lines(groups: Groups, name_of: Callable[[str], str] = str) -> list[GroupLine]:
    """Empty if fewer than two groups could be compared."""
    listed = ranked(groups)
    if len(listed) < 2:
        return []
    lines = []
    for name, group in listed[:_GROUPS]:
        low, high = group.mix.negative_range
        words = "、".join(w for w, _ in distinct_words(group.words, 4))
        share = percent(group.mix.negative_share)
        lines.append(GroupLine(name_of(name), f"{group.mix.total:,}", group.mix, share, f"{low:.0%}–{high:.0%}", words))
    return lines


def examples(tally: Tally, polarity: Polarity, lang: Lang) -> list[Quote]:
    """A few of each emotion in turn, most frequent emotion first, none said twice."""
    emotions = sorted(tally.emotions, key=lambda e: (-tally.emotions[e], e))
    columns = [[r for r in tally.samples[e].rows() if r.reading.polarity is polarity][:_PER_EMOTION] for e in emotions]
    turns = [column[i] for i in range(_PER_EMOTION) for column in columns if i < len(column)]
    return quotes(turns, lang, _EXAMPLES)


def quotes(rows: Iterable[ReadRow], lang: Lang, limit: int) -> list[Quote]:
    seen: set[str] = set()
    found: list[Quote] = []
    for row in rows:
        key = row.masked.text[:20]
        if key in seen or len(found) == limit:
            continue
        seen.add(key)
        number = f"#{row.place.number}"
        polarity = "unsure" if row.reading.unsure else row.reading.polarity.value
        found.append(Quote(EMOTIONS[lang][row.reading.emotion], polarity, number, marked(row)))
    return found


def view(tally: Tally, about: About, lang: Lang) -> dict[str, object]:
    """The template's variables. Everything but the charts and quotes is plain text, escaped by the template."""
    course = trend(tally.days)
    high, high_rows, low, low_rows = tally.ratings.contradictions()
    t = texts(lang)
    return {
        "t": t,
        "lang": lang,
        "about": about,
        "tally": tally,
        "mix": tally.mix,
        "percent": percent,
        "findings": findings(tally, lang),
        "polarities": {p.value: name for p, name in POLARITIES[lang].items()},
        "emotions": emotion_bars(tally, lang),
        "sure": sum(tally.emotions.values()),
        "trend": trend_chart(course, t["trend_title"]) if course else None,
        "trend_step": t[f"trend_{course.step}"] if course else "",
        "hours": hours_chart(tally.hours, WEEKDAYS[lang], t["hours_title"]) if _hourly(tally) else None,
        "words": {p.value: word_bars(tally, p) for p in (Polarity.NEGATIVE, Polarity.POSITIVE)},
        "groups": [(k, lines) for k in ("product", "channel") if (lines := group_lines(getattr(tally, f"{k}s")))],
        "topics": group_lines(tally.topics, lambda topic: topic_name(topic, lang)),
        "group_rows": GROUP_ROWS,
        "ratings": sorted(tally.ratings.values.items(), reverse=True) if 1 < len(tally.ratings.values) <= 20 else [],
        "against": (
            (high, quotes(high_rows, lang, 3), "ratings_high"),
            (low, quotes(low_rows, lang, 3), "ratings_low"),
        ),
        "examples": {p.value: examples(tally, p, lang) for p in (Polarity.NEGATIVE, Polarity.POSITIVE)},
        "doubtful": quotes(tally.doubtful.rows(), lang, _DOUBTFUL),
        "sarcasm": quotes(tally.sarcasm.rows(), lang, _DOUBTFUL),
        "set_aside": about.set_aside,
        "target": COMPLETENESS_TARGET,
        "fields": FIELDS[lang],
        "entities": [(ENTITIES.get(k, k) if lang == "zh" else k, n) for k, n in tally.entities.most_common()],
    }


def _hourly(tally: Tally) -> bool:
    """Dates without a time of day all fall on hour 0 and would make a chart of nothing."""
    return len({hour for _, hour in tally.hours}) > 3


def _colour(emotion: Emotion) -> str:
    if emotion in NEGATIVE:
        return "negative"
    return "positive" if emotion in (Emotion.SATISFIED, Emotion.GRATEFUL) else "neutral"
