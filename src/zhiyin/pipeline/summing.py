"""Summing: how turns are counted into the mergeable summaries. Pure: the same turns are always counted alike."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time, timedelta, tzinfo
from hashlib import sha256
from operator import attrgetter
from typing import NamedTuple, TypeVar

from zhiyin.domain.carried import Carried
from zhiyin.domain.conversation import Turn
from zhiyin.domain.ledger import CellKey, Ledger
from zhiyin.domain.mood_summary import EMOTION, MILLION
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.risk import Tier
from zhiyin.domain.staff import TEAM
from zhiyin.domain.text import Span
from zhiyin.domain.themes import WordTurn
from zhiyin.domain.utterance import Kind, Masked, Origin, Role
from zhiyin.domain.waits import bucket_of
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.topics import TopicFinder

HOUR_MS = 3_600_000
CHANGED = 0.1
"""A mood has improved or worsened when it moved by this much (of -1 to 1): our convention: more than one
unsure turn of middling valence moves it (``emotion.FOLLOW_UNSURE``)."""
LONGEST_WORD = 24
"""Characters; evidence is at most four Han characters, or as many Latin words."""
VERSION = 1
"""Grows when turns are counted otherwise than before."""
_REMEMBERED = 50_000
"""Hours whose place in the calendar is kept: nearly six years."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARKS = " .…,!?~、。;:—-"
_RUNGS = (Tier.MILD, Tier.MODERATE, Tier.SEVERE)
K = TypeVar("K")


class Summing:
    """The ``Summer`` of the product. ``zone`` is that of the site; ``topics_of`` finds the topics of a scene."""

    def __init__(self, zone: tzinfo, topics_of: Callable[[str], TopicFinder], lists: object = None) -> None:
        """``lists``: what the finders were made of, so that a change of it is noticed."""
        self._zone = zone
        self._topics_of = topics_of
        self._days: dict[int, int] = {}
        self._week_hours: dict[int, int] = {}
        told = json.dumps([VERSION, str(zone), lists], ensure_ascii=False, sort_keys=True)
        self.fingerprint = sha256(told.encode()).hexdigest()[:16]

    def day_of(self, at: int) -> int:
        hour = at // HOUR_MS
        if (day := self._days.get(hour)) is None:
            if len(self._days) > _REMEMBERED:
                self._days.clear()
            local = (_EPOCH + timedelta(milliseconds=hour * HOUR_MS)).astimezone(self._zone)
            midnight = datetime.combine(local.date(), time(), self._zone)
            day = self._days[hour] = (midnight - _EPOCH) // timedelta(milliseconds=1)
        return day

    def week_hour_of(self, at: int) -> int:
        hour = at // HOUR_MS
        if (found := self._week_hours.get(hour)) is None:
            if len(self._week_hours) > _REMEMBERED:
                self._week_hours.clear()
            local = (_EPOCH + timedelta(milliseconds=hour * HOUR_MS)).astimezone(self._zone)
            found = self._week_hours[hour] = local.weekday() * 24 + local.hour
        return found

    def offset_of(self, since: int, until: int) -> int | None:
        moments = (*range(since, until, 24 * HOUR_MS), until)
        offsets = {(_EPOCH + timedelta(milliseconds=at)).astimezone(self._zone).utcoffset() for at in moments}
        only = offsets.pop() if len(offsets) == 1 else None
        return None if only is None else only // timedelta(milliseconds=1)

    def count(self, carried: Carried | None, turns: Sequence[Turn], ledger: Ledger) -> Carried | None:
        course = _Course(*_VALUES(carried)) if carried else None
        before = course.whole() if course else None
        for turn in turns:
            if turn.outcome is None:  # not worked off yet: it is counted by the step that does
                continue
            origin = turn.masked.origin
            course = course or _Course(origin.at, origin.scene, origin.channel)
            self._turn(course, turn.masked, turn.outcome, ledger)
        if course is None:
            return None
        self._whole(turns[0].masked.origin.conversation.tenant if turns else "", before, course.whole(), ledger)
        return Carried(*_VALUES(course))

    def _turn(self, course: "_Course", masked: Masked, outcome: Outcome, ledger: Ledger) -> None:
        origin = masked.origin
        team = origin.facts.get(TEAM)
        if isinstance(team, str):
            course.team = team
        key = (origin.conversation.tenant, origin.at // HOUR_MS * HOUR_MS, origin.scene, origin.channel, course.team)
        cell = _cell(ledger.moods, key)
        cell[_spoke(origin)] += 1
        level = outcome.risk.tier.level
        for rung in _RUNGS[course.worst : level]:
            cell[f"warned_{rung.value}"] += 1
        course.tier, course.worst = level, max(course.worst, level)
        if origin.kind is Kind.SILENCE:
            return
        if origin.role is Role.CUSTOMER:
            course.customer = True
            if course.waiting_since is None:
                course.waiting_since = origin.at
            if outcome.reading:
                self._read(masked, outcome.reading, cell, ledger)
                course.first_mood = course.first_mood if course.reads else outcome.mood
                course.mood = outcome.mood
                course.reads += 1
        elif origin.role is not Role.SYSTEM and course.waiting_since is not None:
            self._answered(course, origin.at - course.waiting_since, origin.at, key, ledger)

    def _answered(self, course: "_Course", wait: int, at: int, key: CellKey, ledger: Ledger) -> None:
        tenant, _, scene, channel, team = key
        day, bucket = self.day_of(at), bucket_of(wait)
        ledger.waits[tenant, day, scene, channel, team, "answers", bucket] += 1
        if not course.answers:
            ledger.waits[tenant, day, scene, channel, team, "first_answer", bucket] += 1
        course.waiting_since = None
        course.answers += 1
        course.longest_wait = max(course.longest_wait, wait)

    def _read(self, masked: Masked, reading: Reading, cell: Counter[str], ledger: Ledger) -> None:
        origin = masked.origin
        negative, strength = reading.polarity is Polarity.NEGATIVE, round(reading.intensity * MILLION)
        cell["read"] += 1
        cell[reading.polarity.value] += 1
        cell[EMOTION + reading.emotion.value] += 1
        cell["unsure"] += reading.unsure
        cell["valence"] += round(reading.valence * MILLION)
        cell["intensity"] += strength
        cell["load"] += strength * negative
        day = self.day_of(origin.at)
        for topic in self._topics_of(origin.scene).topics_in(fold(masked.text)):
            theme = _cell(ledger.topics, (origin.conversation.tenant, day, origin.scene, topic))
            theme["turns"] += 1
            theme["negative"] += negative
            theme["load"] += strength * negative
        if reading.polarity is not Polarity.NEUTRAL:
            _words(masked, reading, day, ledger)

    def _whole(self, tenant: str, before: "_Whole | None", after: "_Whole", ledger: Ledger) -> None:
        """Move what the conversation as a whole counts for, where it was opened, from what it was to what it is."""
        if before == after:
            return
        for whole, sign in ((before, -1), (after, 1)):
            if whole is None:
                continue
            at, scene, channel, team = whole.place
            cell = _cell(ledger.moods, (tenant, at // HOUR_MS * HOUR_MS, scene, channel, team))
            for name, true in zip(_WHOLE, whole.counts, strict=True):
                cell[name] += sign * true
            if whole.longest is not None:
                ledger.waits[tenant, self.day_of(at), scene, channel, team, "longest", whole.longest] += sign


_WHOLE = ("opened", "with_customer", "warned", "judged", "improved", "worsened", "conflicts", "resolved")


class _Whole(NamedTuple):
    """What a conversation counts for as a whole: ``counts`` by ``_WHOLE``, ``longest`` is a bucket of waits."""

    place: tuple[int, str, str, str]
    counts: tuple[bool, ...]
    longest: int | None


@dataclass(slots=True)
class _Course:
    """``Carried``, to be changed turn by turn."""

    opened_at: int
    scene: str
    channel: str
    team: str = ""
    customer: bool = False
    reads: int = 0
    first_mood: float = 0.0
    mood: float = 0.0
    tier: int = 0
    worst: int = 0
    waiting_since: int | None = None
    answers: int = 0
    longest_wait: int = 0

    def whole(self) -> _Whole:
        judged, moved = self.reads >= 2, self.mood - self.first_mood
        conflict = self.worst >= Tier.MODERATE.level
        counts = (
            True,
            self.customer,
            self.worst > 0,
            judged,
            judged and moved >= CHANGED,
            judged and moved <= -CHANGED,
            conflict,
            conflict and self.tier <= Tier.MILD.level and self.mood >= 0,
        )
        longest = bucket_of(self.longest_wait) if self.answers else None
        return _Whole((self.opened_at, self.scene, self.channel, self.team), counts, longest)


_VALUES = attrgetter(*(f.name for f in fields(Carried)))


def _cell(cells: dict[K, Counter[str]], key: K) -> Counter[str]:
    cell = cells.get(key)
    if cell is None:
        cell = cells[key] = Counter()
    return cell


def _spoke(origin: Origin) -> str:
    return "silences" if origin.kind is Kind.SILENCE else f"{origin.role.value}_turns"


def _words(masked: Masked, reading: Reading, day: int, ledger: Ledger) -> None:
    """The words that made a negative or positive reading what it is, each once a turn."""
    origin, negative = masked.origin, reading.polarity is Polarity.NEGATIVE
    ref, holes = origin.conversation, [e.span for e in masked.entities]
    named = [r.text for r in reading.reasons if r.kind is ReasonKind.WORDS and r.weight > 0 and _said(r.span, holes)]
    for word in dict.fromkeys(fold(text).strip(_MARKS) for text in named):
        if not 2 <= len(word) <= LONGEST_WORD:  # a lone sign says nothing to a reader
            continue
        theme = _cell(ledger.words, (ref.tenant, day, origin.scene, word))
        theme["turns"] += 1
        theme["negative"] += negative
        ledger.said.append(WordTurn(ref.tenant, ref.id, origin.event_id, word, origin.scene, origin.at, negative))


def _said(span: Span | None, holes: Sequence[Span]) -> bool:
    """Whether these are the customer's own words: placeholders of personal data are not."""
    return span is not None and not any(start < span[1] and span[0] < end for start, end in holes)
