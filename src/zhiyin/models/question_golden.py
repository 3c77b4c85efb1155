"""Golden pairs: questions with the answers the artefact gave when it was made. A runner that differs is refused."""

from collections.abc import Sequence

import msgspec

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.golden import TOLERANCE
from zhiyin.seams import QuestionModel


class GoldenPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``a`` and ``b`` are masked and folded already; ``same`` is the probability."""

    a: str
    b: str
    same: float


def golden_pairs(model: QuestionModel, cases: Sequence[tuple[str, str]]) -> bytes:
    """The lines of ``golden.jsonl``."""
    return b"".join(msgspec.json.encode(GoldenPair(a, b, model.same(a, [b])[0])) + b"\n" for a, b in cases)


def check_pairs(model: QuestionModel, content: bytes) -> None:
    """ArtefactError naming the first pair whose answer differs by more than rounding explains, or if there are none."""
    try:
        cases = [msgspec.json.decode(line, type=GoldenPair) for line in content.splitlines() if line.strip()]
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{model.name}: golden.jsonl is malformed ({error}); export the artefact again") from error
    if not cases:
        raise ArtefactError(f"{model.name}: golden.jsonl is empty; export the artefact again")
    for number, case in enumerate(cases, 1):
        if abs(model.same(case.a, [case.b])[0] - case.same) > TOLERANCE:
            raise ArtefactError(
                f"{model.name}: golden case {number} gives another answer than when the artefact was made; "
                "install the artefact that belongs to this program"
            )
