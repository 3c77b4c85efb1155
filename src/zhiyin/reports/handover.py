"""Handover: what the next agent must know of a conversation, in a few lines, made by rules from masked text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import groupby

from zhiyin.domain.conversation import Conversation, Turn
from zhiyin.domain.customer import CUSTOMER
from zhiyin.domain.delivery import Delivery, DeliveryStatus
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.utterance import Kind, Role
from zhiyin.pipeline.features import CueFinder
from zhiyin.pipeline.folding import fold
from zhiyin.reports.handover_words import WORDS, Language, Words, named, tier_of

QUOTE = 60
"""Characters of a quote, at most."""
_STAGES = 6
_PROMISES = 3
_CAUSES = 3
_TRIED = 5
_FACTS = 8
_CLEAR_SLOPE = 0.1
"""A mood that changes by this much per customer turn changes for all to see; the console's list uses the same."""
_CLEAR_RELIEF = 0.05
"""A risk that falls by less than five points is no reason to do anything."""
_HOPES = frozenset({"calm", "pleased"})
"""Reliefs that are wishes, not deeds: that the customer's next words be calm or kind."""
_ADVICE = 3
_ASKS = frozenset({"route", "callback", "compensate", "review", "guide"})
"""Kinds of actions that ask a person to do something."""
_QUESTIONS = ("?", "？", "吗", "怎么", "什么时候", "多久", "为什么", "能不能", "可以", "哪里", "多少")
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """``text`` is the whole, ready to be pasted; ``made`` says how it came about."""

    sections: tuple[Section, ...]
    made: str
    text: str


def handover(
    conversation: Conversation,
    turns: Sequence[Turn],
    deliveries: Sequence[Delivery],
    cues: CueFinder,
    language: Language = "zh",
) -> Handover:
    """``turns`` in course order, ``deliveries`` in any. Nothing but what is kept of the conversation goes in."""
    words = WORDS[language]
    said = [turn for turn in turns if turn.masked.origin.kind is Kind.MESSAGE]
    sections = [
        Section(words["wish"], _wish(said, words)),
        Section(words["mood"], _mood(conversation, said, words)),
        Section(words["risk"], _risk(conversation, words)),
        Section(words["promise"], _promises(said, cues, words)),
        Section(words["facts"], _facts(conversation, words)),
        Section(words["tried"], _tried(deliveries, words)),
        Section(words["next"], _next(conversation, deliveries, words)),
    ]
    shown = tuple(section for section in sections if section.lines)
    text = "\n".join(f"【{s.title}】{words['join'].join(s.lines)}" for s in shown)
    return Handover(shown, words["made"], f"{text}\n{words['made.note'].format(made=words['made'])}")


def clip(text: str) -> str:
    """At most ``QUOTE`` characters on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTE else line[: QUOTE - 1] + "…"


def _wish(said: Sequence[Turn], words: Words) -> tuple[str, ...]:
    texts = [t.masked.text for t in said if t.masked.origin.role is Role.CUSTOMER and t.masked.text.strip()]
    if not texts:
        return (words["wish.none"],)
    questions = [text for text in texts if any(mark in text for mark in _QUESTIONS)]
    first, last = (questions or texts)[0], texts[-1]
    lines = [words["wish.first"].format(text=clip(first))]
    if last != first:
        lines.append(words["wish.last"].format(text=clip(last)))
    return tuple(lines)


def _mood(conversation: Conversation, said: Sequence[Turn], words: Words) -> tuple[str, ...]:
    state = conversation.state
    felt = [turn.outcome.reading.emotion for turn in said if turn.outcome and turn.outcome.reading]
    if not felt:
        return ()
    stages = [named(words, "emotion", emotion.value) for emotion, _ in groupby(felt)]
    if len(stages) > _STAGES:
        stages = [stages[0], "…", *stages[-(_STAGES - 2) :]]
    trend = "better" if state.slope >= _CLEAR_SLOPE else "worse" if state.slope <= -_CLEAR_SLOPE else "same"
    lines = [
        words["mood.course"].format(course=words["arrow"].join(stages)),
        words["mood.counts"].format(turns=state.customer_turns, negative=state.negative_turns),
        words[f"mood.{trend}"],
    ]
    return (*lines, words["mood.waiting"]) if state.waiting_since is not None else tuple(lines)


def _risk(conversation: Conversation, words: Words) -> tuple[str, ...]:
    risk = conversation.risk
    lines = [words["risk.now"].format(risk=percent(risk.probability), tier=tier_of(words, risk.tier))]
    causes = [r.text for r in risk.reasons if r.weight > 0 and r.kind in (ReasonKind.COURSE, ReasonKind.FACT)]
    if causes:
        lines.append(words["risk.why"].format(causes="、".join(causes[:_CAUSES])))
    for alarm in conversation.state.alarms:
        lines.append(words["risk.alarm"].format(time=_clock(alarm.at), tier=tier_of(words, alarm.tier)))
    return tuple(lines)


def _promises(said: Sequence[Turn], cues: CueFinder, words: Words) -> tuple[str, ...]:
    ours = [t.masked for t in said if t.masked.origin.role in (Role.AGENT, Role.BOT)]
    kept = [m for m in ours if any(cue.name == "promise" for cue in cues.find(fold(m.text)))]
    if not kept:
        return (words["promise.none"],) if ours else ()
    return tuple(f"{_clock(m.origin.at)} “{clip(m.text)}”" for m in kept[-_PROMISES:])


def _facts(conversation: Conversation, words: Words) -> tuple[str, ...]:
    facts = [(name, value) for name, value in conversation.state.facts.items() if name != CUSTOMER and value != ""]
    return tuple(f"{named(words, 'fact', name)}{words['colon']}{_told(value, words)}" for name, value in facts[:_FACTS])


def _tried(deliveries: Sequence[Delivery], words: Words) -> tuple[str, ...]:
    done = sorted((d for d in deliveries if d.status is not DeliveryStatus.WITHDRAWN), key=_when)
    if not done:
        return (words["tried.none"],)
    return tuple(
        words["tried.one"].format(
            kind=named(words, "kind", d.action.kind),
            title=d.action.title,
            status=named(words, "status", d.status.value),
        )
        for d in done[-_TRIED:]
    )


def _next(conversation: Conversation, deliveries: Sequence[Delivery], words: Words) -> tuple[str, ...]:
    """What the policy wants done at its newest moment, and what would make a difference that people notice."""
    due = [d for d in deliveries if d.status is not DeliveryStatus.WITHDRAWN and d.action.kind in _ASKS]
    newest = max((d.created_at for d in due), default=0)
    lines = [words["next.do"].format(title=d.action.title) for d in sorted(due, key=_when) if d.created_at == newest]
    risk = conversation.risk
    lines += [
        words["next.relief"].format(what=r.text, risk=percent(r.probability))
        for r in risk.reliefs
        if r.name not in _HOPES and risk.probability - r.probability >= _CLEAR_RELIEF
    ]
    return tuple(dict.fromkeys(lines[:_ADVICE])) or (words["next.calm"],)


def percent(share: float) -> str:
    """A probability as people are told it: never all or nothing."""
    if share > 0.995:
        return ">99%"
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def _told(value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC).astimezone(_BEIJING):%H:%M}"


def _when(delivery: Delivery) -> tuple[int, str]:
    return delivery.created_at, delivery.action.id
