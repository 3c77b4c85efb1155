"""Golden cases: sentences with the answers the artefact gave when it was made. A runner that differs is refused."""

from collections.abc import Sequence

import msgspec

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.models.ngrams import Passage
from zhiyin.models.text_linear import LinearTextModel

TOLERANCE = 0.01
"""Largest difference of a probability: well above rounding on other processors, well below a changed label."""


class Golden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``text`` is masked and folded already, as the model reads it; ``holes`` are the spans of placeholders."""

    text: str
    holes: list[tuple[int, int]]
    polarity: dict[Polarity, float]
    emotion: dict[Emotion, float]
    intensity: float
    sarcasm: float
    unsure: bool


def golden_of(passage: Passage, reading: Reading) -> Golden:
    return Golden(
        passage.folded,
        list(passage.holes),
        {p: round(v, 5) for p, v in reading.polarity_probs.items()},
        {e: round(v, 5) for e, v in reading.emotions.items()},
        round(reading.intensity, 5),
        round(reading.sarcasm, 5),
        reading.unsure,
    )


def check_golden(model: LinearTextModel, content: bytes) -> None:
    """ArtefactError naming the first sentence whose answer differs, or if there are none."""
    try:
        cases = [msgspec.json.decode(line, type=Golden) for line in content.splitlines() if line.strip()]
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{model.name}: golden.jsonl is malformed ({error}); export the artefact again") from error
    if not cases:
        raise ArtefactError(f"{model.name}: golden.jsonl is empty; export the artefact again")
    readings = model.read_passages([Passage(c.text, tuple(c.holes)) for c in cases], [c.text for c in cases])
    for number, (case, reading) in enumerate(zip(cases, readings, strict=True), 1):
        if _differs(case, reading):
            raise ArtefactError(
                f"{model.name}: golden case {number} gives another answer than when the artefact was made; "
                "install the artefact that belongs to this program"
            )


def _differs(case: Golden, reading: Reading) -> bool:
    pairs: Sequence[tuple[float, float]] = [
        *((v, reading.polarity_probs[p]) for p, v in case.polarity.items()),
        *((v, reading.emotions[e]) for e, v in case.emotion.items()),
        (case.intensity, reading.intensity),
        (case.sarcasm, reading.sarcasm),
    ]
    return case.unsure != reading.unsure or any(abs(a - b) > TOLERANCE for a, b in pairs)
