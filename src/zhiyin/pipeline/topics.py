"""Topics: what a text talks about, by plain words. A text belongs to each topic of which it holds a word."""

import re
from collections.abc import Mapping, Sequence


class TopicFinder:
    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """``words``: topic -> its words, in simplified characters and lower case. Longer words win over shorter."""
        self._topic_of = {word: topic for topic, listed in words.items() for word in listed}
        ordered = sorted(self._topic_of, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def topics_in(self, folded: str) -> set[str]:
        """``folded``: safe text through ``pipeline.folding.fold``."""
        if self._pattern is None:
            return set()
        return {self._topic_of[word] for word in self._pattern.findall(folded)}
