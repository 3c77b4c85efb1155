"""Satisfaction artefact: the folder with the calibration of the satisfaction of a turn, and its golden cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.models.golden import INT8_TOLERANCE, TOLERANCE, PassageReader
from zhiyin.models.manifest import read_files, read_manifest
from zhiyin.models.ngrams import Passage
from zhiyin.models.satisfaction import LABELS, SatisfactionGolden, SatisfactionScales
from zhiyin.models.tokens import Line

KIND = "turn-satisfaction"
SATISFACTION_DEFAULT = "satisfaction-zh-0.1.0"
SCALES, GOLDEN, CARD = "calibration.json", "golden.jsonl", "card.md"


@dataclass(frozen=True, slots=True)
class SatisfactionArtefact:
    name: str
    scales: SatisfactionScales
    golden: tuple[SatisfactionGolden, ...]

    def check_full(self, model: PassageReader) -> None:
        """ArtefactError naming the first golden case that the full model now answers otherwise."""
        self._check(model, [case.full for case in self.golden], INT8_TOLERANCE)

    def check_fast(self, model: PassageReader) -> None:
        """The same of the fast reader."""
        self._check(model, [case.fast for case in self.golden], TOLERANCE)

    def _check(self, model: PassageReader, expected: Sequence[tuple[float, float, float]], tolerance: float) -> None:
        for number, (then, now) in enumerate(zip(expected, answers(model, self.golden), strict=True), 1):
            if now is None or any(abs(a - b) > tolerance for a, b in zip(then, triple(now), strict=True)):
                raise ArtefactError(
                    f"{self.name}: golden case {number} gets another answer from {model.name} than when it was made; "
                    "install the artefact that belongs to this program"
                )


def answers(model: PassageReader, cases: Sequence[SatisfactionGolden]) -> list[Satisfaction | None]:
    """What the model now says of each case."""
    readings = model.read_passages(
        [Passage(case.text, tuple(case.holes)) for case in cases],
        [case.text for case in cases],
        [[Line(Passage(line.text, tuple(line.holes)), line.ours) for line in case.before] for case in cases],
    )
    return [reading.satisfaction for reading in readings]


def triple(found: Satisfaction) -> tuple[float, float, float]:
    """Dissatisfied, neutral, satisfied."""
    return (found.dissatisfied, found.neutral, found.satisfied)


def load_satisfaction(folder: Path, features: str) -> SatisfactionArtefact:
    """ArtefactError if missing, changed, malformed, without golden cases, or made for other inputs or labels."""
    manifest, where = read_manifest(folder, KIND), folder.name
    if manifest.features != features:
        raise ArtefactError(f"{where}: made for inputs {manifest.features}, this program makes {features}")
    if manifest.labels != {"satisfaction": LABELS}:
        raise ArtefactError(f"{where}: has other labels than this program; install the artefact that belongs to it")
    files = read_files(folder, manifest)
    for name in (SCALES, GOLDEN, CARD):
        if name not in files:
            raise ArtefactError(f"{where}: the manifest names no {name}; export the artefact again")
    try:
        scales = msgspec.json.decode(files[SCALES], type=SatisfactionScales)
        golden = [msgspec.json.decode(line, type=SatisfactionGolden) for line in files[GOLDEN].splitlines()]
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{where}: a file is malformed ({error}); export the artefact again") from error
    if not golden:
        raise ArtefactError(f"{where}: golden.jsonl is empty; export the artefact again")
    return SatisfactionArtefact(manifest.full_name, scales, tuple(golden))
