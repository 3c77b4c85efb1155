"""Calibration: from the logits of the heads to probabilities that mean what they say and agree with each other."""

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.reading import Emotion, Polarity

Floats = NDArray[np.float32]


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers fitted on dev (see the card); ``agreement`` and ``strength`` are set by judgement."""

    polarity_scale: float
    """Inverse temperature of the polarity head."""
    emotion_scale: float
    agreement: dict[Emotion, dict[Polarity, float]]
    """P(polarity | emotion): ties the two heads, so that grateful is not negative."""
    sarcasm: tuple[float, float]
    """Slope and offset of the log-odds (Platt)."""
    intensity: tuple[float, float]
    strength: dict[Emotion, float]
    """Usual intensity of an emotion, 0-1."""
    known_least: float
    """Known share of character pairs up to which a text counts as foreign to the model."""
    known_enough: float
    """Known share from which on the model's word is taken in full."""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Arrays over a batch; rows of ``polarity`` and ``emotion`` sum to 1."""

    polarity: Floats
    emotion: Floats
    sarcasm: Floats
    intensity: Floats


def read_calibration(content: bytes, where: str) -> Calibration:
    try:
        return msgspec.json.decode(content, type=Calibration)
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{where}: calibration is malformed ({error}); export the artefact again") from error


def agreement(calibration: Calibration) -> Floats:
    """Table of P(polarity | emotion): polarities x emotions, in the order of the enumerations."""
    return np.array([[calibration.agreement[e][p] for e in Emotion] for p in Polarity], dtype=np.float32)


def fuse(polarity: Floats, emotion: Floats, calibration: Calibration) -> tuple[Floats, Floats]:
    """Both families as the two margins of one joint distribution.

    P(p, e) is proportional to softmax(polarity)[p] * softmax(emotion)[e] * P(p | e): a product of two opinions, kept
    to pairs that go together.
    """
    joint = (
        calibration.polarity_scale * polarity[:, :, None]
        + calibration.emotion_scale * emotion[:, None, :]
        + np.log(agreement(calibration))
    )
    joint = np.exp(joint - joint.max(axis=(1, 2), keepdims=True))
    joint /= joint.sum(axis=(1, 2), keepdims=True)
    return joint.sum(axis=2), joint.sum(axis=1)


def sigmoid(values: Floats) -> Floats:
    result: Floats = np.float32(1) / (np.float32(1) + np.exp(-np.clip(values, -30, 30).astype(np.float32)))
    return result


def shade(found: Calibrated, trust: Floats) -> Calibrated:
    """Mix with what is said of a text the model cannot read: most likely neutral and calm, never sure, never angry."""
    weight = trust[:, None]
    plain = np.array([0.2, 0.6, 0.2], dtype=np.float32)
    calm = np.array([0.6 if e is Emotion.CALM else 0.04 for e in Emotion], dtype=np.float32)
    return Calibrated(
        weight * found.polarity + (1 - weight) * plain,
        weight * found.emotion + (1 - weight) * calm,
        trust * found.sarcasm,
        trust * found.intensity,
    )
