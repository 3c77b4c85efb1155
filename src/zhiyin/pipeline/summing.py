"""Summing: how turns are counted into the mergeable summaries. Pure: the same turns are always counted alike."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from hashlib import sha256
from typing import TypeVar

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
        course, before = carried, _whole_of(carried) if carried else None
        for turn in turns:
            if turn.outcome is None:  # not worked off yet: it is counted by the step that does
                continue
            origin = turn.masked.origin
            course = course or Carried(origin.at, origin.scene, origin.channel)
            self._turn(course, turn.masked, turn.outcome, ledger)
        if course is not None and turns:
            after = _whole_of(course)
            if after != before:
                self._move(turns[0].masked.origin.conversation.tenant, before, after, ledger)
        return course

    def _turn(self, course: Carried, masked: Masked, outcome: Outcome, ledger: Ledger) -> None:
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

    def _answered(self, course: Carried, wait: int, at: int, key: CellKey, ledger: Ledger) -> None:
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

    def _move(self, tenant: str, before: "_Whole | None", after: "_Whole", ledger: Ledger) -> None:
        """Move what the conversation as a whole counts for, where it was opened, from what it was to what it is."""
        for whole, sign in ((before, -1), (after, 1)):
            if whole is None:
                continue
            (at, scene, channel, team), counts, longest = whole
            cell = _cell(ledger.moods, (tenant, at // HOUR_MS * HOUR_MS, scene, channel, team))
            for name, true in zip(_WHOLE, counts, strict=True):
                if true:
                    cell[name] += sign
            if longest is not None:
                ledger.waits[tenant, self.day_of(at), scene, channel, team, "longest", longest] += sign


_WHOLE = ("opened", "with_customer", "warned", "judged", "improved", "worsened", "conflicts", "resolved")
_Whole = tuple[tuple[int, str, str, str], tuple[bool, ...], int | None]
"""What a conversation counts for as a whole: where, counts by ``_WHOLE``, and its longest wait as a bucket."""
_MILD, _MODERATE = Tier.MILD.level, Tier.MODERATE.level


def _whole_of(course: Carried) -> _Whole:
    judged, moved = course.reads >= 2, course.mood - course.first_mood
    conflict = course.worst >= _MODERATE
    counts = (
        True,
        course.customer,
        course.worst > 0,
        judged,
        judged and moved >= CHANGED,
        judged and moved <= -CHANGED,
        conflict,
        conflict and course.tier <= _MILD and course.mood >= 0,
    )
    longest = bucket_of(course.longest_wait) if course.answers else None
    return (course.opened_at, course.scene, course.channel, course.team), counts, longest


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
    words, own = ReasonKind.WORDS, reading.reasons
    named = [r.text for r in own if r.kind is words and r.weight > 0 and r.span and not (holes and _in(r.span, holes))]
    for word in dict.fromkeys(map(_word, named)):
        if not word:
            continue
        theme = _cell(ledger.words, (ref.tenant, day, origin.scene, word))
        theme["turns"] += 1
        theme["negative"] += negative
        ledger.said.append(WordTurn(ref.tenant, ref.id, origin.event_id, word, origin.scene, origin.at, negative))


@lru_cache(maxsize=10_000)
def _word(text: str) -> str:
    """As it is counted; empty where it says nothing to a reader, such as a lone sign."""
    word = fold(text).strip(_MARKS)
    return word if 2 <= len(word) <= LONGEST_WORD else ""


def _in(span: Span, holes: Sequence[Span]) -> bool:
    """Whether these are not the customer's own words, but a placeholder of personal data."""
    return any(start < span[1] and span[0] < end for start, end in holes)
