"""Groups: a mix and the words of complaint per product, channel, day or rating; bounded and mergeable."""

from dataclasses import dataclass, field

from zhiyin.reports.analysis.frequent import Frequent
from zhiyin.reports.analysis.mix import Mix

CAPACITY = 400
_WORDS = 60


@dataclass(slots=True)
class Group:
    mix: Mix = field(default_factory=Mix)
    words: Frequent = field(default_factory=lambda: Frequent(_WORDS))

    def merge(self, other: "Group") -> None:
        self.mix.merge(other.mix)
        self.words.merge(other.words)


@dataclass(slots=True)
class Groups:
    """Past twice the capacity the smallest groups are folded into ``rest``."""

    capacity: int = CAPACITY
    groups: dict[str, Group] = field(default_factory=dict)
    rest: Group = field(default_factory=Group)

    def __getitem__(self, key: str) -> Group:
        group = self.groups.get(key)
        if group is None:
            if len(self.groups) >= 2 * self.capacity:
                self._fold()
            group = self.groups[key] = Group()
        return group

    def merge(self, other: "Groups") -> None:
        for key, group in other.groups.items():
            self[key].merge(group)
        self.rest.merge(other.rest)

    def _fold(self) -> None:
        ranked = sorted(self.groups.items(), key=lambda g: (-g[1].mix.total, g[0]))
        self.groups = dict(ranked[: self.capacity])
        for _, group in ranked[self.capacity :]:
            self.rest.merge(group)
