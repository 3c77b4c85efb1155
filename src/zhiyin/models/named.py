"""Named: a text model under a name of its own, so that each reading tells who read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.seams import TextModel


@dataclass(frozen=True, slots=True)
class NamedTextModel:
    """Behind ``seams.TextModel``: the readings of ``model``, signed ``name``."""

    model: TextModel
    name: str

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        return [replace(reading, model=self.name) for reading in self.model.read(batch)]
