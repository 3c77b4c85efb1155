"""Calibration: from the logits of the heads to probabilities that mean what they say and agree with each other."""

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.reading import Emotion, Polarity

Floats = NDArray[np.float32]

_PLAIN = np.array([0.2, 0.6, 0.2], dtype=np.float32)
_CALM = np.array([0.6 if e is Emotion.CALM else 0.04 for e in Emotion], dtype=np.float32)
"""What is said of a text that cannot be read."""


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers fitted on dev (see the card); ``agreement`` and ``strength`` are set by judgement."""

    polarity_scale: float
    """Inverse temperature of the polarity head."""
    hint_scale: float
    """How much the emotion head has a say in the polarity; 0: none."""
    emotion_scale: float
    """Inverse temperature of the emotion head."""
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


class Calibrator:
    """One calibration, ready to be applied. An item's result does not depend on its neighbours, to the last bit."""

    def __init__(self, calibration: Calibration) -> None:
        self._calibration = calibration
        self._scales = (calibration.polarity_scale, calibration.hint_scale, calibration.emotion_scale)
        self._agreed = agreement(calibration)
        self._usual = np.array([calibration.strength[e] for e in Emotion], dtype=np.float32)

    def calibrated(self, polarity: Floats, emotion: Floats, sarcasm: Floats, intensity: Floats) -> Calibrated:
        """From logits: texts x polarities, texts x emotions, texts, texts.

        Intensity is the mean of the trained strength and of the usual strength of the emotions found.
        """
        of_polarity, of_emotion = fuse(polarity, emotion, self._scales, self._agreed)
        usual = total(of_emotion * self._usual, 1)
        trained = _line(self._calibration.intensity, intensity)
        half = np.float32(0.5)
        return Calibrated(
            of_polarity, of_emotion, _line(self._calibration.sarcasm, sarcasm), half * trained + half * usual
        )


def _line(slope_and_offset: tuple[float, float], logit: Floats) -> Floats:
    slope, offset = slope_and_offset
    return sigmoid(slope * logit + offset)


def agreement(calibration: Calibration) -> Floats:
    """Table of ln P(polarity | emotion): polarities x emotions, in the order of the enumerations."""
    table = np.array([[calibration.agreement[e][p] for e in Emotion] for p in Polarity], dtype=np.float32)
    logs: Floats = np.log(table)
    return logs


def fuse(
    polarity: Floats, emotion: Floats, scales: tuple[float, float, float], agreed: Floats
) -> tuple[Floats, Floats]:
    """Both families, tied by ``agreed`` = ln P(p | e). ``scales``: of polarity, of the hint, of emotion.

    P(p) is proportional to softmax(polarity)[p] * sum over e of softmax(emotion, hint)[e] * P(p | e); then
    P(e) = sum over p of P(p) * P(e | p), with P(e | p) proportional to softmax(emotion)[e] * P(p | e). So the polarity
    head leads, the emotion head gives a hint, and the emotions follow the polarity that was found.
    """
    of, hint, to = (np.float32(scale) for scale in scales)
    # No matrix product: its sums may depend on the size of the batch.
    hinted = total(_soft(hint * emotion, 1)[:, None, :] * np.exp(agreed), 2)
    found = _soft(of * polarity + np.log(hinted + np.float32(1e-9)), 1)
    given = _soft(to * emotion[:, None, :] + agreed, 2)
    return found, total(found[:, :, None] * given, 1)


def _soft(logits: Floats, axis: int) -> Floats:
    raised = np.exp(logits - logits.max(axis=axis, keepdims=True))
    shares: Floats = raised / np.expand_dims(total(raised, axis), axis)
    return shares


def total(values: Floats, axis: int) -> Floats:
    """The sum along a short axis, one addition after another.

    NumPy's own sums take an order that depends on the shape of the whole batch; a reading must not depend on its
    neighbours, not even in the last bit.
    """
    first, *rest = np.moveaxis(values, axis, 0)
    result: Floats = np.array(first)
    for part in rest:
        result = result + part
    return result


def sigmoid(values: Floats) -> Floats:
    result: Floats = np.float32(1) / (np.float32(1) + np.exp(-np.clip(values, -30, 30).astype(np.float32)))
    return result


def shade(found: Calibrated, trust: Floats) -> Calibrated:
    """Mix with what is said of a text the model cannot read: most likely neutral and calm, never sure, never angry."""
    weight = trust[:, None]
    return Calibrated(
        weight * found.polarity + (1 - weight) * _PLAIN,
        weight * found.emotion + (1 - weight) * _CALM,
        np.where(trust > 0, found.sarcasm, 0),
        trust * found.intensity,
    )
