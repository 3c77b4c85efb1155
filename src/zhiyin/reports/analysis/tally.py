"""Tally: all that a report on a file needs, gathered row by row; the tally of a whole is the sum of its parts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

from zhiyin.domain.quality import Quality
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.row import ReadRow, SetAside
from zhiyin.domain.utterance import Role
from zhiyin.reports.analysis.frequent import Frequent
from zhiyin.reports.analysis.groups import Groups
from zhiyin.reports.analysis.mix import Mix
from zhiyin.reports.analysis.ratings import Ratings
from zhiyin.reports.analysis.sample import Sample
from zhiyin.reports.analysis.topics import topics_in

CHINA = timezone(timedelta(hours=8))
STRONG = 0.7
"""Intensity from which a negative row counts as strong: the model's upper third."""
SARCASTIC = 0.5
"""Probability from which a row is shown as a candidate for sarcasm."""
_SHOWN_SET_ASIDE = 100
_AROUND = " \t\n，。！？；、,.!?;:：~～…\"'“”（）()"
_LONG = 30
"""Characters. A shorter text makes a poor example, so it is drawn less often."""


@dataclass(slots=True)
class Tally:
    """Moods are counted for customer turns only; agent, bot and system turns are read but counted in ``others``."""

    quality: Quality = field(default_factory=Quality)
    mix: Mix = field(default_factory=Mix)
    others: int = 0
    emotions: Counter[Emotion] = field(default_factory=Counter)
    strong: int = 0
    sarcastic: int = 0
    days: Groups = field(default_factory=Groups)
    hours: dict[tuple[int, int], Mix] = field(default_factory=dict)
    """(weekday from Monday 0, hour 0-23) in Chinese time."""
    ratings: Ratings = field(default_factory=Ratings)
    products: Groups = field(default_factory=Groups)
    channels: Groups = field(default_factory=Groups)
    topics: Groups = field(default_factory=Groups)
    words: dict[Polarity, Frequent] = field(default_factory=lambda: {p: Frequent() for p in Polarity})
    samples: dict[Emotion, Sample] = field(default_factory=lambda: {e: Sample() for e in Emotion})
    doubtful: Sample = field(default_factory=Sample)
    sarcasm: Sample = field(default_factory=Sample)
    entities: Counter[str] = field(default_factory=Counter)
    set_aside: list[SetAside] = field(default_factory=list)
    """The first ones only; ``quality`` counts them all."""

    def add(self, rows: Sequence[ReadRow | SetAside]) -> None:
        self.quality = self.quality.plus(_quality(rows))
        for row in rows:
            if isinstance(row, ReadRow):
                self._add(row)
            elif len(self.set_aside) < _SHOWN_SET_ASIDE:
                self.set_aside.append(replace(row, cells=()))

    def merge(self, other: "Tally") -> None:
        self.quality = self.quality.plus(other.quality)
        self.others += other.others
        self.strong += other.strong
        self.sarcastic += other.sarcastic
        self.emotions.update(other.emotions)
        self.entities.update(other.entities)
        self.set_aside = [*self.set_aside, *other.set_aside][:_SHOWN_SET_ASIDE]
        self.mix.merge(other.mix)
        self.days.merge(other.days)
        self.ratings.merge(other.ratings)
        self.products.merge(other.products)
        self.channels.merge(other.channels)
        self.topics.merge(other.topics)
        self.doubtful.merge(other.doubtful)
        self.sarcasm.merge(other.sarcasm)
        for moment, mix in other.hours.items():
            self.hours.setdefault(moment, Mix()).merge(mix)
        for polarity, words in other.words.items():
            self.words[polarity].merge(words)
        for emotion, sample in other.samples.items():
            self.samples[emotion].merge(sample)

    def _add(self, row: ReadRow) -> None:
        self.entities.update(e.kind for e in row.masked.entities)
        if row.masked.origin.role is not Role.CUSTOMER:
            self.others += 1
            return
        self.mix.add(row.reading)
        words = _evidence(row)
        self._place(row, words)
        self._show(replace(row, cells=()))
        if row.reading.unsure:
            return
        self.emotions[row.reading.emotion] += 1
        for word in words:
            self.words[row.reading.polarity].add(word)
        if row.reading.polarity is Polarity.NEGATIVE and row.reading.intensity >= STRONG:
            self.strong += 1

    def _place(self, row: ReadRow, words: list[str]) -> None:
        """Into the groups that the row names."""
        groups = [self.topics[topic] for topic in topics_in(row.masked.text)]
        if row.at is not None:
            moment = datetime.fromtimestamp(row.at / 1000, UTC).astimezone(CHINA)
            groups.append(self.days[moment.date().isoformat()])
            self.hours.setdefault((moment.weekday(), moment.hour), Mix()).add(row.reading)
        if row.product:
            groups.append(self.products[row.product])
        if row.channel:
            groups.append(self.channels[row.channel])
        blamed = words if row.reading.polarity is Polarity.NEGATIVE and not row.reading.unsure else []
        for group in groups:
            group.mix.add(row.reading)
            for word in blamed:
                group.words.add(word)
        if row.rating is not None:
            self.ratings.add(row, row.rating)

    def _show(self, row: ReadRow) -> None:
        reading = row.reading
        length = min(1.0, len(row.masked.text) / _LONG)
        if reading.unsure:
            self.doubtful.offer(row, length)
        else:
            self.samples[reading.emotion].offer(row, length * reading.confidence * (0.5 + reading.intensity))
        if reading.sarcasm >= SARCASTIC:
            self.sarcastic += 1
            self.sarcasm.rank(row, reading.sarcasm)


def _quality(rows: Sequence[ReadRow | SetAside]) -> Quality:
    read = [row for row in rows if isinstance(row, ReadRow)]
    return Quality(
        rows=len(rows),
        read=len(read),
        complete=sum(not row.missing for row in read),
        set_aside=Counter(row.code for row in rows if isinstance(row, SetAside)),
        missing=Counter(field for row in read for field in row.missing),
    )


def _evidence(row: ReadRow) -> list[str]:
    """Words that spoke for the label, each once; single characters and placeholders say nothing to a reader."""
    found = (
        r.text.strip(_AROUND)
        for r in row.reading.reasons
        if r.weight > 0 and r.kind in (ReasonKind.WORDS, ReasonKind.CUE)
    )
    return list(dict.fromkeys(w for w in found if len(w) > 1 and w.isalnum()))
