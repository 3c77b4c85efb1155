"""PresentReviews: corrections, review items and what they say, as the API shows them."""

from collections.abc import Sequence

from zhiyin.domain.correction import Correction
from zhiyin.domain.label import Label
from zhiyin.domain.review_item import ReviewItem, Standing
from zhiyin.domain.share import Share
from zhiyin.reports.agreement import Kappa
from zhiyin.reports.label_view import AccuracyView, AgreementView
from zhiyin.reports.weighted_share import WeightedShare
from zhiyin.web.api.names import Names
from zhiyin.web.api.present import moment, reading_shape
from zhiyin.web.api.review_shapes import (
    AgreementShape,
    BeforeShape,
    CorrectionShape,
    KappaShape,
    LabelShape,
    ModelAccuracyShape,
    NameShape,
    PairShape,
    ReviewShape,
    WeightedShape,
)
from zhiyin.web.api.warning_shapes import IntervalShape


def correction_shape(correction: Correction, me: str, names: Names) -> CorrectionShape:
    return CorrectionShape(
        event_id=correction.event_id,
        by=names.shown(correction.by),
        mine=correction.by == me,
        at=moment(correction.at),
        emotion=correction.emotion,
        polarity=correction.polarity,
        note=correction.note or "",
    )


def review_shape(item: ReviewItem, me: str, names: Names, *, blind: bool) -> ReviewShape:
    """What ``me`` may see of it now: before the own label neither others' labels nor, if ``blind``, the reading."""
    closed = item.standing is not Standing.OPEN
    done = closed or any(label.by == me for label in item.labels)
    shown = item.labels if closed else tuple(label for label in item.labels if label.by == me)
    final = item.final
    # That it was corrected tells that the model is thought to be wrong: so that, too, is hidden from the blind.
    return ReviewShape(
        id=item.id,
        conversation=item.conversation,
        event_id=item.event_id,
        scene=item.scene,
        source=item.source if done or not blind else None,
        chance=item.chance if done or not blind else None,
        standing=item.standing,
        text=item.text,
        before=[BeforeShape(role=turn.role, text=turn.text) for turn in item.before],
        reading=reading_shape(item.reading) if done or not blind else None,
        labels=[label_shape(label, me, names) for label in shown],
        labelled=len(item.labels),
        final=label_shape(final, me, names) if final else None,
        created_at=moment(item.created_at),
    )


def label_shape(label: Label, me: str, names: Names) -> LabelShape:
    return LabelShape(
        by=names.shown(label.by),
        mine=label.by == me,
        at=moment(label.at),
        emotion=label.emotion,
        polarity=label.polarity,
        intensity=label.intensity,
        sarcasm=label.sarcasm,
        note=label.note or "",
    )


def agreement_shape(view: AgreementView, seen: int, names: Names) -> AgreementShape:
    return AgreementShape(
        items=view.items,
        labellers=view.labellers,
        alpha_emotion=view.alpha_emotion,
        alpha_polarity=view.alpha_polarity,
        pairs=[
            PairShape(
                first=names.shown(pair.first),
                second=names.shown(pair.second),
                items=pair.items,
                same=_range(pair.same),
                emotion=_kappa(pair.emotion),
                polarity=_kappa(pair.polarity),
                enough=pair.enough,
            )
            for pair in view.pairs
        ],
        emotions=[
            NameShape(name=each.name, both=each.both, either=each.either, share=_range(each.share), enough=each.enough)
            for each in view.emotions
        ],
        enough=view.enough,
        seen=seen,
    )


def accuracy_shapes(views: Sequence[AccuracyView]) -> list[ModelAccuracyShape]:
    return [
        ModelAccuracyShape(
            model=view.model,
            items=view.items,
            untold=view.untold,
            emotion=_weighted(view.emotion),
            polarity=_weighted(view.polarity),
            sure=_weighted(view.sure),
            unsure=_weighted(view.unsure),
            enough=view.enough,
        )
        for view in views
    ]


def _range(share: Share | None) -> IntervalShape | None:
    return IntervalShape(value=share.value, low=share.low, high=share.high) if share else None


def _kappa(kappa: Kappa) -> KappaShape:
    return KappaShape(value=kappa.value, low=kappa.low, high=kappa.high)


def _weighted(share: WeightedShare | None) -> WeightedShape | None:
    if share is None:
        return None
    return WeightedShape(
        value=share.value, low=share.low, high=share.high, items=share.items, effective=share.effective
    )
