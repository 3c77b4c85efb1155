"""LabelView: what the labels so far say of the labellers and of the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from zhiyin.domain.label import Label
from zhiyin.domain.review_item import ReviewItem, Source
from zhiyin.domain.share import Share, wilson
from zhiyin.reports.agreement import FEWEST, Kappa, alike, by_name, cohen, krippendorff
from zhiyin.reports.weighted_share import WeightedShare, weighted

UNTOLD = "unknown"
"""Name of "cannot be told", which is an answer like others when labellers are compared."""


@dataclass(frozen=True, slots=True)
class PairView:
    """Two labellers over the items that both labelled; ``enough`` false: too few items to conclude anything."""

    first: str
    second: str
    items: int
    same: Share | None
    emotion: Kappa
    polarity: Kappa
    enough: bool


@dataclass(frozen=True, slots=True)
class NameView:
    """Of the items that one of two labellers called so: how many the other called so too."""

    name: str
    both: int
    either: int
    share: Share | None
    enough: bool


@dataclass(frozen=True, slots=True)
class AgreementView:
    """``items`` have two labels or more. Alphas are over all labellers."""

    items: int
    labellers: int
    alpha_emotion: float | None
    alpha_polarity: float | None
    pairs: tuple[PairView, ...]
    emotions: tuple[NameView, ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class AccuracyView:
    """One model against what people agreed on, over all its readings; sure and unsure ones also by themselves."""

    model: str
    items: int
    untold: int
    """Items of which people said that it cannot be told; they count for nothing."""
    emotion: WeightedShare | None
    polarity: WeightedShare | None
    sure: WeightedShare | None
    """Emotion, where the model was sure."""
    unsure: WeightedShare | None
    enough: bool


def agreement(items: Sequence[ReviewItem]) -> AgreementView:
    shared = [item for item in items if len(item.labels) > 1]
    pairs: dict[tuple[str, str], list[tuple[Label, Label]]] = {}
    for item in shared:
        for one, other in combinations(sorted(item.labels, key=lambda label: label.by), 2):
            pairs.setdefault((one.by, other.by), []).append((one, other))
    everyone = [(_emotion(a), _emotion(b)) for found in pairs.values() for a, b in found]
    return AgreementView(
        items=len(shared),
        labellers=len({label.by for item in shared for label in item.labels}),
        alpha_emotion=krippendorff([_emotion(label) for label in item.labels] for item in shared),
        alpha_polarity=krippendorff([_polarity(label) for label in item.labels] for item in shared),
        pairs=tuple(_pair(who, found) for who, found in sorted(pairs.items())),
        emotions=tuple(
            NameView(name, both, either, wilson(both, either), either >= FEWEST)
            for name, (both, either) in sorted(by_name(everyone).items(), key=lambda e: (-e[1][1], e[0]))
        ),
        enough=len(shared) >= FEWEST,
    )


def accuracy(items: Sequence[ReviewItem]) -> tuple[AccuracyView, ...]:
    """Per model, the one with the newest items first. Corrections are no sample of the readings and are left out."""
    drawn = [i for i in items if i.source is not Source.CORRECTION and i.chance > 0 and i.final is not None]
    newest: dict[str, int] = {}
    for item in drawn:
        newest[item.reading.model] = max(newest.get(item.reading.model, 0), item.created_at)
    models = sorted(newest, key=lambda model: -newest[model])
    return tuple(_accuracy(model, [i for i in drawn if i.reading.model == model]) for model in models)


def _accuracy(model: str, drawn: Sequence[ReviewItem]) -> AccuracyView:
    told = [item for item in drawn if item.final and item.final.emotion is not None]

    def right(some: Sequence[ReviewItem], check: Callable[[ReviewItem, Label], bool]) -> WeightedShare | None:
        return weighted([(check(item, item.final), 1 / item.chance) for item in some if item.final])

    return AccuracyView(
        model=model,
        items=len(told),
        untold=len(drawn) - len(told),
        emotion=right(told, _emotion_right),
        polarity=right(told, lambda item, label: item.reading.polarity is label.polarity),
        sure=right([i for i in told if i.source is Source.SURE], _emotion_right),
        unsure=right([i for i in told if i.source is Source.UNSURE], _emotion_right),
        enough=len(told) >= FEWEST,
    )


def _emotion_right(item: ReviewItem, label: Label) -> bool:
    return item.reading.emotion is label.emotion


def _pair(who: tuple[str, str], found: Sequence[tuple[Label, Label]]) -> PairView:
    emotions = [(_emotion(a), _emotion(b)) for a, b in found]
    polarities = [(_polarity(a), _polarity(b)) for a, b in found]
    return PairView(*who, len(found), alike(emotions), cohen(emotions), cohen(polarities), len(found) >= FEWEST)


def _emotion(label: Label) -> str:
    return label.emotion.value if label.emotion else UNTOLD


def _polarity(label: Label) -> str:
    return label.polarity.value if label.polarity else UNTOLD
