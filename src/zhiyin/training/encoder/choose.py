"""Choose: from dev logits, the blend of every head and the calibration of the product's own reading."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.models.calibration import Calibration
from zhiyin.models.heads import EncoderPlan, Head, HeadKind
from zhiyin.training.calibrate import calibrate, sure_threshold
from zhiyin.training.encoder.blend import balanced, fit_blend, fit_share_blend
from zhiyin.training.encoder.config import EncoderConfig, HeadPlan, Measure
from zhiyin.training.encoder.lessons import Lesson
from zhiyin.training.examples import Example

Floats = NDArray[np.float64]
PRODUCT_HEADS = ("polarity", "emotion", "sarcasm", "intensity")
"""The product's own heads, in the order in which the linear model has their columns (``text_linear.COLUMNS``)."""


OWN_SOURCES = ("own", "sentences")
"""What customers say to a service: hard sayings, and ordinary sentences."""


@dataclass(frozen=True, slots=True)
class DevLogits:
    """Of the artefact's own runner, texts x all columns of the plan: the encoder's logits, and those of the linear side
    (zeros where a head has none)."""

    encoder: NDArray[np.float32]
    linear: NDArray[np.float32]


def draft_plan(config: EncoderConfig) -> EncoderPlan:
    """The heads in the order of the network's columns, not blended yet: the encoder alone."""
    heads = [_head(name, plan, 1.0, 0.0, [0.0] * len(plan.labels)) for name, plan in config.heads.items()]
    return EncoderPlan(config.input.longest, config.input.context, heads)


def chosen_plan(config: EncoderConfig, lessons: Sequence[Lesson], dev: DevLogits) -> EncoderPlan:
    """The same heads, each blended as its dev texts say; heads without dev texts stay as they are."""
    draft = draft_plan(config)
    heads = [_chosen(config, head, columns, lessons, dev) for head, columns in draft.placed()]
    return EncoderPlan(draft.longest, draft.context, heads)


def _chosen(config: EncoderConfig, head: Head, columns: slice, lessons: Sequence[Lesson], dev: DevLogits) -> Head:
    # The product's heads are chosen on what customers say to a service: on reviews the n-grams would win too much.
    own = head.name in PRODUCT_HEADS
    asked = [(i, lesson) for i, lesson in enumerate(lessons) if not own or lesson.source in OWN_SOURCES]
    found = [(i, t.target) for i, lesson in asked for t in lesson.teaches if t.head == head.name]
    if not found:
        return head
    plan = config.heads[head.name]
    rows = [i for i, _ in found]
    e = dev.encoder[rows][:, columns].astype(np.float64)
    linear = dev.linear[rows][:, columns].astype(np.float64)
    weight = balanced([lessons[i].source for i in rows])
    if head.kind is HeadKind.SHARES:
        target = np.array([t for _, t in found], dtype=np.float64)
        share = fit_share_blend(e.ravel(), linear.ravel(), target.ravel(), np.repeat(weight, e.shape[1]))
        return _head(head.name, plan, share.encoder, share.linear, [share.offset] * e.shape[1])
    truth = np.array([t for _, t in found], dtype=np.int64)
    fair = plan.measure is Measure.MACRO_F1
    blend = fit_blend(e, linear, truth, weight, fair, config.calibration.target if own else config.sure)
    offset, decision = list(blend.offset), list(blend.decision)
    return _head(head.name, plan, blend.encoder, blend.linear, offset, decision, blend.sure)


def _head(
    name: str,
    plan: HeadPlan,
    encoder: float,
    linear: float,
    offset: list[float],
    decision: list[float] | None = None,
    sure: float = 0.5,
) -> Head:
    return Head(
        name=name,
        kind=HeadKind(plan.kind.value),
        labels=plan.labels,
        encoder=round(float(encoder), 5),
        linear=round(float(linear), 5),
        offset=[round(float(v), 5) for v in offset],
        decision=[round(float(v), 5) for v in decision or [0.0] * len(plan.labels)],
        sure=round(float(sure), 5),
    )


def product_choice(
    config: EncoderConfig, plan: EncoderPlan, lessons: Sequence[Lesson], dev: DevLogits
) -> tuple[Calibration, float]:
    """Calibration of the blended product heads, and the threshold of ``unsure``."""
    parts = []
    placed = {head.name: (head, columns) for head, columns in plan.placed()}
    for name in PRODUCT_HEADS:
        head, columns = placed[name]
        parts.append(head.blended(dev.encoder[:, columns], dev.linear[:, columns]))
    z = np.concatenate(parts, axis=1)
    examples = [as_example(config, lesson) for lesson in lessons]
    calibration = calibrate(z, examples, config.calibration)
    return calibration, sure_threshold(z, examples, calibration, config.calibration)


def as_example(config: EncoderConfig, lesson: Lesson) -> Example:
    """What a lesson teaches the product's own heads, in the linear model's terms."""
    taught = {t.head: t.target for t in lesson.teaches}
    polarity, emotion = taught.get("polarity"), taught.get("emotion")
    sarcasm, intensity = taught.get("sarcasm"), taught.get("intensity")
    heads = config.heads
    return Example(
        lesson.passage,
        lesson.source,
        Polarity(heads["polarity"].labels[polarity]) if isinstance(polarity, int) else None,
        Emotion(heads["emotion"].labels[emotion]) if isinstance(emotion, int) else None,
        sarcasm[0] > 0.5 if isinstance(sarcasm, tuple) else None,
        intensity[0] if isinstance(intensity, tuple) else None,
    )
