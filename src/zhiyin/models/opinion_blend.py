"""Blend: a first reading and an opinion on the same turn become one reading, by Bayes' rule."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.text import SafeText
from zhiyin.models.opinion import EMOTION_WORDS, POLARITY_WORDS, Opinion, fits

_UNFIT = 0.02
"""Share of an emotion's weight that it keeps under a polarity that it does not fit."""

_Label = TypeVar("_Label", Polarity, Emotion)


@dataclass(frozen=True, slots=True)
class Blend:
    """How an opinion counts. ``trust`` is the share of its polarities that are right, above 1/3 and below 1.

    ``sure``: the probability of the label from which on a blended reading is no longer unsure.
    """

    model: str
    trust: float
    sure: float = 0.85

    @property
    def odds(self) -> float:
        """How many times likelier the model says a polarity when it is the true one than when another one is."""
        return _odds(self.trust, len(Polarity))

    @property
    def emotion_odds(self) -> float:
        """The same of an emotion. By judgement: of the answers with the right polarity, ``trust`` name the emotion."""
        return _odds(self.trust**2, len(Emotion))

    def reading(self, first: Reading, opinion: Opinion, text: SafeText) -> Reading:
        """The reading after hearing the opinion; ``first`` itself where the opinion says that it cannot tell.

        The opinion is not asked how satisfied the turn sounds: that stays as first heard.
        """
        said = opinion.polarity
        if said is None:
            return first
        polarities = _weighed(first.polarity_probs, said, self.odds)
        emotions = self._emotions(first, polarities, opinion.emotion)
        label = max(polarities, key=lambda p: polarities[p])
        confidence = polarities[label]
        return Reading(
            polarity=label,
            polarity_probs=polarities,
            emotion=max(emotions, key=lambda e: emotions[e]),
            emotions=emotions,
            intensity=(1 - self.trust) * first.intensity + self.trust * opinion.intensity,
            confidence=confidence,
            unsure=confidence < self.sure,
            sarcasm=self._sarcasm(first.sarcasm, opinion.sarcastic),
            reasons=(*self._reasons(opinion, said, label, text), *_kept(first, label)),
            model=f"{first.model}+opinion:{self.model}",
            satisfaction=first.satisfaction,
        )

    def _emotions(self, first: Reading, found: Mapping[Polarity, float], said: Emotion) -> dict[Emotion, float]:
        """P(e) = sum over p of P(p) P(e | p), so that the emotions follow the polarity that was found."""
        heard = _weighed(first.emotions, said, self.emotion_odds)
        emotions = dict.fromkeys(heard, 0.0)
        for polarity, share in found.items():
            given = {e: p * (1.0 if fits(e, polarity) else _UNFIT) for e, p in heard.items()}
            total = sum(given.values())
            for emotion, value in given.items():
                emotions[emotion] += share * value / total
        return emotions

    def _sarcasm(self, first: float, sarcastic: bool) -> float:
        for_it, against = (self.trust, 1 - self.trust) if sarcastic else (1 - self.trust, self.trust)
        return first * for_it / (first * for_it + (1 - first) * against)

    def _reasons(self, opinion: Opinion, said: Polarity, label: Polarity, text: SafeText) -> list[Reason]:
        """Where the reading comes from, in words, and the quotes; their weights add up to what the opinion added."""
        sign = 1 if said is label else -1
        weight = round(sign * math.log(self.odds) / (1 + len(opinion.quotes)), 4)
        told = f"第二意见（{self.model}）：{POLARITY_WORDS[said]}，{EMOTION_WORDS[opinion.emotion]}"
        source = Reason(ReasonKind.OPINION, said.value, weight, told + ("，反讽" if opinion.sarcastic else ""))
        quoted = [Reason(ReasonKind.WORDS, label.value, weight, text[slice(*span)], span) for span in opinion.quotes]
        return [source, *quoted]


def _kept(first: Reading, label: Polarity) -> tuple[Reason, ...]:
    """The first reading's reasons as they bear on the label. Their weights are log-odds of its label over the next."""
    if label is first.polarity:
        return first.reasons
    rest = {p: share for p, share in first.polarity_probs.items() if p is not first.polarity}
    if label is not max(rest, key=lambda p: rest[p]):
        return ()
    return tuple(replace(r, name=label.value, weight=-r.weight) for r in first.reasons)


def _odds(right: float, labels: int) -> float:
    return right / ((1 - right) / (labels - 1))


def _weighed(before: Mapping[_Label, float], said: _Label, odds: float) -> dict[_Label, float]:
    raised = {label: share * (odds if label is said else 1.0) for label, share in before.items()}
    total = sum(raised.values())
    return {label: share / total for label, share in raised.items()}
