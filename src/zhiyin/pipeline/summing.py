"""Summing: how turns are counted into the mergeable summaries. Pure: the same turns are always counted alike."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from hashlib import sha256

from zhiyin.domain.carried import Carried
from zhiyin.domain.conversation import Turn
from zhiyin.domain.ledger import CellKey, Ledger
from zhiyin.domain.mood_summary import EMOTION, MILLION
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.risk import Tier
from zhiyin.domain.staff import TEAM
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
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RUNGS = (Tier.MILD, Tier.MODERATE, Tier.SEVERE)
_TOLD = {Polarity.NEGATIVE, Polarity.POSITIVE}


class Summing:
    """The ``Summer`` of the product. ``zone`` is that of the site; ``topics_of`` finds the topics of a scene."""

    def __init__(self, zone: tzinfo, topics_of: Callable[[str], TopicFinder], lists: object = None) -> None:
        """``lists``: what the finders were made of, so that a change of it is noticed."""
        self._zone = zone
        self._topics_of = topics_of
        self._days: dict[int, int] = {}
        told = json.dumps([VERSION, str(zone), lists], ensure_ascii=False, sort_keys=True)
        self.fingerprint = sha256(told.encode()).hexdigest()[:16]

    def day_of(self, at: int) -> int:
        hour = at // HOUR_MS
        if (day := self._days.get(hour)) is None:
            if len(self._days) > 50_000:
                self._days.clear()
            local = (_EPOCH + timedelta(milliseconds=hour * HOUR_MS)).astimezone(self._zone)
            midnight = datetime.combine(local.date(), time(), self._zone)
            day = self._days[hour] = (midnight - _EPOCH) // timedelta(milliseconds=1)
        return day

    def count(self, carried: Carried | None, turns: Sequence[Turn], ledger: Ledger) -> Carried | None:
        if not turns:
            return carried
        tenant = turns[0].masked.origin.conversation.tenant
        if carried is not None:
            self._whole(tenant, carried, ledger, -1)
        for turn in turns:
            carried = self._turn(carried, turn, ledger)
        if carried is not None:
            self._whole(tenant, carried, ledger, 1)
        return carried

    def _turn(self, carried: Carried | None, turn: Turn, ledger: Ledger) -> Carried | None:
        outcome, origin = turn.outcome, turn.masked.origin
        if outcome is None:  # not worked off yet: it is counted by the step that does
            return carried
        before = carried or Carried(origin.at, origin.scene, origin.channel)
        team = origin.facts.get(TEAM)
        if isinstance(team, str):
            before = replace(before, team=team)
        key = (origin.conversation.tenant, origin.at // HOUR_MS * HOUR_MS, origin.scene, origin.channel, before.team)
        cell = ledger.moods.setdefault(key, Counter())
        cell[_spoke(origin)] += 1
        level = outcome.risk.tier.level
        for rung in _RUNGS[before.worst : level]:
            cell[f"warned_{rung.value}"] += 1
        after = self._waited(before, origin, key, ledger)
        after = replace(after, tier=level, worst=max(after.worst, level))
        return self._read(after, turn.masked, outcome, cell, ledger) if outcome.reading else after

    def _waited(self, before: Carried, origin: Origin, key: CellKey, ledger: Ledger) -> Carried:
        if origin.kind is Kind.SILENCE:
            return before
        if origin.role is Role.CUSTOMER:
            since = origin.at if before.waiting_since is None else before.waiting_since
            return replace(before, customer=True, waiting_since=since)
        if origin.role is Role.SYSTEM or before.waiting_since is None:
            return before
        wait = origin.at - before.waiting_since
        place = (key[0], self.day_of(origin.at), *key[2:])
        ledger.waits[*place, "answers", bucket_of(wait)] += 1
        if not before.answers:
            ledger.waits[*place, "first_answer", bucket_of(wait)] += 1
        longest = max(before.longest_wait, wait)
        return replace(before, waiting_since=None, answers=before.answers + 1, longest_wait=longest)

    def _read(self, before: Carried, masked: Masked, outcome: Outcome, cell: Counter[str], ledger: Ledger) -> Carried:
        reading, origin = outcome.reading, masked.origin
        if reading is None or origin.role is not Role.CUSTOMER:
            return before
        negative, strength = reading.polarity is Polarity.NEGATIVE, round(reading.intensity * MILLION)
        for name, by in (
            ("read", 1),
            (reading.polarity.value, 1),
            (EMOTION + reading.emotion.value, 1),
            ("unsure", int(reading.unsure)),
            ("valence", round(reading.valence * MILLION)),
            ("intensity", strength),
            ("load", strength * negative),
        ):
            cell[name] += by
        day = self.day_of(origin.at)
        for topic in self._topics_of(origin.scene).topics_in(fold(masked.text)):
            theme = ledger.topics.setdefault((origin.conversation.tenant, day, origin.scene, topic), Counter())
            theme.update(turns=1, negative=int(negative), load=strength * negative)
        _words(masked, reading, day, ledger)
        first = before.first_mood if before.reads else outcome.mood
        return replace(before, reads=before.reads + 1, first_mood=first, mood=outcome.mood)

    def _whole(self, tenant: str, now: Carried, ledger: Ledger, sign: int) -> None:
        """What the conversation as a whole counts for, where it was opened."""
        hour = now.opened_at // HOUR_MS * HOUR_MS
        cell = ledger.moods.setdefault((tenant, hour, now.scene, now.channel, now.team), Counter())
        judged, moved = now.reads >= 2, now.mood - now.first_mood
        conflict = now.worst >= Tier.MODERATE.level
        for name, true in (
            ("opened", True),
            ("with_customer", now.customer),
            ("warned", now.worst > 0),
            ("judged", judged),
            ("improved", judged and moved >= CHANGED),
            ("worsened", judged and moved <= -CHANGED),
            ("conflicts", conflict),
            ("resolved", conflict and now.tier <= Tier.MILD.level and now.mood >= 0),
        ):
            cell[name] += sign * true
        if now.answers:
            place = (tenant, self.day_of(now.opened_at), now.scene, now.channel, now.team)
            ledger.waits[*place, "longest", bucket_of(now.longest_wait)] += sign


def _spoke(origin: Origin) -> str:
    return "silences" if origin.kind is Kind.SILENCE else f"{origin.role.value}_turns"


def _words(masked: Masked, reading: Reading, day: int, ledger: Ledger) -> None:
    """The words that made a negative or positive reading what it is, each once a turn."""
    if reading.polarity not in _TOLD:
        return
    origin, negative = masked.origin, reading.polarity is Polarity.NEGATIVE
    named = [r.text for r in reading.reasons if r.kind is ReasonKind.WORDS and r.span and r.weight > 0]
    for word in dict.fromkeys(fold(text).strip() for text in named):
        # A lone sign says nothing to a reader; placeholders are no words of the customer.
        if not 2 <= len(word) <= LONGEST_WORD or "<" in word:
            continue
        ref = origin.conversation
        theme = ledger.words.setdefault((ref.tenant, day, origin.scene, word), Counter())
        theme.update(turns=1, negative=int(negative))
        ledger.said.append(WordTurn(ref.tenant, ref.id, origin.event_id, word, origin.scene, origin.at, negative))
