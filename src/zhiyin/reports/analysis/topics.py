"""Topics: what a text of a file talks about, by the word lists that count in every scene (``packs/topics.yaml``)."""

import functools

from zhiyin.packs import TopicLists, load_topics, scenes
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.topics import TopicFinder
from zhiyin.reports.analysis.wording import Lang


@functools.cache
def _lists() -> TopicLists:
    return load_topics()


@functools.cache
def _english() -> dict[str, str]:
    return {topic: name for scene in (None, *scenes()) for topic, name in load_topics(scene).english.items()}


@functools.cache
def _finder() -> TopicFinder:
    return TopicFinder(_lists().words)


def topics_in(text: str) -> set[str]:
    return _finder().topics_in(fold(text))


def topic_name(topic: str, lang: Lang) -> str:
    """The shipped topics of all scenes have an English name; one that is not shipped is shown as it is."""
    return topic if lang == "zh" else _english().get(topic, topic)
