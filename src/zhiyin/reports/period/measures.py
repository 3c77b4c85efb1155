"""Measures: the numbers that rules of advice look at, and the same numbers in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.report_schedule import PeriodKind
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import wilson
from zhiyin.reports.analysis.finding import NEGATIVE
from zhiyin.reports.period.cards import negative_change
from zhiyin.reports.period.content import Form
from zhiyin.reports.period.emotions import emotion_name
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.topics import topic_label
from zhiyin.reports.period.warned import most_silent
from zhiyin.reports.period.wording import Wording


@dataclass(slots=True)
class Measures:
    """``numbers`` by name (a measure that is not known is not there); ``told``: what texts may name."""

    numbers: dict[str, float] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, value: float | None, shown: str) -> None:
        if value is not None:
            self.numbers[name] = value
            self.told[name] = shown


def measures(given: ReportInput, words: Wording) -> Measures:
    found = Measures()
    _whole(found, given, words)
    _change(found, given, words)
    _silences(found, given, words)
    _worst_place(found, given.now.channels, given.now.whole, words)
    _worst_topic(found, given, words)
    _strongest_emotion(found, given, words)
    _warnings(found, given, words)
    return found


def _whole(found: Measures, given: ReportInput, words: Wording) -> None:
    whole = given.now.whole
    found.told["before"] = words.before(given.span)
    shares = {
        "negative_share": (whole.negative, whole.read),
        "unsure_share": (whole.unsure, whole.read),
        "warned_share": (whole.warned, whole.with_customer),
        "resolved_share": (whole.resolved, whole.conflicts),
        "worsened_share": (whole.worsened, whole.judged),
        "complete_share": (whole.read, whole.customer_turns),
    }
    for name, (hits, of) in shares.items():
        if of:
            found.note(name, hits / of, words.percent(hits / of))
    for name in ("read", "conflicts", "resolved", "judged", "worsened", "warned_severe", "customer_turns"):
        count = getattr(whole, name)
        found.note(name, float(count), f"{count:,}")
    for name, quantile in (("first_answer_median", 0.5), ("first_answer_p90", 0.9)):
        seconds = whole.first_answer.quantile(quantile)
        found.note(name, seconds, words.duration(seconds))
    found.note("first_answers", float(whole.first_answer.total), f"{whole.first_answer.total:,}")


def _change(found: Measures, given: ReportInput, words: Wording) -> None:
    """``negative_rise``: points that the negative share rose (below 0: fell), only where it is more than chance."""
    change = negative_change(given)
    if change.certain and change.difference is not None:
        found.note("negative_rise", change.difference, words.points(change.difference))
        found.told["negative_before"] = words.number(change.before, Form.PERCENT)


def _silences(found: Measures, given: ReportInput, words: Wording) -> None:
    """The run of two hours with the most silent waits, if longer than a day is looked at; else the single hour."""
    worst = most_silent(given.now)
    if worst is None or not given.now.whole.silences:
        return
    hours = dict.fromkeys(range(24), 0)
    turns = dict.fromkeys(range(24), 0)
    for (_, hour), mood in given.now.hours.items():
        hours[hour] += mood.silences
        turns[hour] += mood.customer_turns
    width = 1 if given.span.kind is PeriodKind.DAY else 2
    starts = range(25 - width)
    first = max(starts, key=lambda h: (sum(hours[h + n] for n in range(width)), -h))
    count, said = (sum(of[first + n] for n in range(width)) for of in (hours, turns))
    found.note("silences", float(given.now.whole.silences), f"{given.now.whole.silences:,}")
    found.note("silent_slot_count", float(count), f"{count:,}")
    found.told["silent_slot"] = f"{first}:00–{first + width}:00"
    if said:
        found.note("silent_slot_share", count / said, words.percent(count / said))


def _worst_place(found: Measures, places: Mapping[str, MoodSummary], whole: MoodSummary, words: Wording) -> None:
    """The channel whose interval lies highest; ``channel_gap``: how far its lower end is above the whole's share."""
    if len(places) < 2 or not whole.read:
        return
    shares = {code: share for code, m in places.items() if (share := wilson(m.negative, m.read))}
    if not shares:
        return
    code = max(sorted(shares), key=lambda c: shares[c].low)
    gap = shares[code].low - whole.negative / whole.read
    found.note("channel_gap", gap, words.points(gap))
    found.told |= {
        "channel": words.name("channel", code),
        "channel_share": words.percent(shares[code].value),
        "channel_read": f"{places[code].read:,}",
    }


def _worst_topic(found: Measures, given: ReportInput, words: Wording) -> None:
    topics = [t for t in given.now.topics if t.turns]
    total = sum(t.load for t in topics)
    if not total:
        return
    worst = topics[0]
    found.note("topic_load_share", worst.load / total, words.percent(worst.load / total))
    found.note("topic_turns", float(worst.turns), f"{worst.turns:,}")
    found.note("topic_negative_share", worst.negative / worst.turns, words.percent(worst.negative / worst.turns))
    found.told["topic"] = topic_label(worst.topic, words)


def _strongest_emotion(found: Measures, given: ReportInput, words: Wording) -> None:
    counts = {e: n for e, n in given.now.whole.emotions.items() if e in NEGATIVE}
    total = sum(counts.values())
    if not total:
        return
    for emotion, name in ((e, e.value) for e in counts):
        found.note(f"{name}_share", counts[emotion] / total, words.percent(counts[emotion] / total))
    strongest = max(sorted(counts), key=lambda e: counts[e])
    found.told["emotion"] = emotion_name(strongest, words)
    found.note("negative_emotions", float(total), f"{total:,}")


def _warnings(found: Measures, given: ReportInput, words: Wording) -> None:
    if given.warnings is None:
        return
    figures = given.warnings.whole
    found.note("known_ends", float(figures.with_outcome), f"{figures.with_outcome:,}")
    moderate = figures.tiers[Tier.MODERATE]
    if moderate.enough and moderate.precision and moderate.recall:
        found.note("precision_high", moderate.precision.high, words.percent(moderate.precision.value))
        found.note("recall_high", moderate.recall.high, words.percent(moderate.recall.value))
