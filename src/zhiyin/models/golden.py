"""Golden cases: sentences with the answers the artefact gave when it was made. A runner that differs is refused."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line

TOLERANCE = 0.01
"""Largest difference of a probability: well above rounding on other processors, well below a changed label."""
INT8_TOLERANCE = 0.05
"""The same for networks of 8-bit numbers. Processors without VNNI add products of such numbers in 16 bits, which may
overflow and is then cut off, so the same file gives slightly other logits there than where it was made."""


class GoldenLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A turn before: masked and folded like the text itself."""

    text: str
    holes: list[tuple[int, int]]
    ours: bool


class Golden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``text`` is masked and folded already, as the model reads it; ``holes`` are the spans of placeholders."""

    text: str
    holes: list[tuple[int, int]]
    polarity: dict[Polarity, float]
    emotion: dict[Emotion, float]
    intensity: float
    sarcasm: float
    unsure: bool
    before: list[GoldenLine] = []
    """Oldest first."""


class PassageReader(Protocol):
    """A text model that reads bare passages."""

    @property
    def name(self) -> str: ...

    @property
    def sure(self) -> float: ...

    def read_passages(
        self, passages: Sequence[Passage], shown: Sequence[str], before: Sequence[Sequence[Line]] | None = None
    ) -> list[Reading]: ...


def golden_of(passage: Passage, reading: Reading, before: Sequence[Line] = ()) -> Golden:
    return Golden(
        passage.folded,
        list(passage.holes),
        {p: round(v, 5) for p, v in reading.polarity_probs.items()},
        {e: round(v, 5) for e, v in reading.emotions.items()},
        round(reading.intensity, 5),
        round(reading.sarcasm, 5),
        reading.unsure,
        [GoldenLine(line.passage.folded, list(line.passage.holes), line.ours) for line in before],
    )


def check_golden(model: PassageReader, content: bytes, tolerance: float = TOLERANCE) -> None:
    """ArtefactError naming the first sentence whose answer differs by more than ``tolerance``, or if there are none."""
    try:
        cases = [msgspec.json.decode(line, type=Golden) for line in content.splitlines() if line.strip()]
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{model.name}: golden.jsonl is malformed ({error}); export the artefact again") from error
    if not cases:
        raise ArtefactError(f"{model.name}: golden.jsonl is empty; export the artefact again")
    for number, (case, reading) in enumerate(zip(cases, _readings(model, cases), strict=True), 1):
        if _differs(case, reading, tolerance) or _other_doubt(case, reading, model.sure, tolerance):
            raise ArtefactError(
                f"{model.name}: golden case {number} gives another answer than when the artefact was made; "
                "install the artefact that belongs to this program"
            )


def _readings(model: PassageReader, cases: Sequence[Golden]) -> list[Reading]:
    return model.read_passages(
        [Passage(case.text, tuple(case.holes)) for case in cases],
        [case.text for case in cases],
        [[Line(Passage(line.text, tuple(line.holes)), line.ours) for line in case.before] for case in cases],
    )


def _differs(case: Golden, reading: Reading, tolerance: float) -> bool:
    pairs: Sequence[tuple[float, float]] = [
        *((v, reading.polarity_probs[p]) for p, v in case.polarity.items()),
        *((v, reading.emotions[e]) for e, v in case.emotion.items()),
        (case.intensity, reading.intensity),
        (case.sarcasm, reading.sarcasm),
    ]
    return any(abs(a - b) > tolerance for a, b in pairs)


def _other_doubt(case: Golden, reading: Reading, sure: float, tolerance: float) -> bool:
    """Whether one of the two is unsure and the other is not, though the probability is not close to the threshold."""
    return case.unsure != reading.unsure and abs(reading.confidence - sure) > tolerance
