"""Topics: what a text of a file talks about, by the word lists that count in every scene (``packs/topics.yaml``)."""

import functools

from zhiyin.packs import TopicLists, load_topics
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.topics import TopicFinder
from zhiyin.reports.analysis.wording import Lang


@functools.cache
def _lists() -> TopicLists:
    return load_topics()


@functools.cache
def _finder() -> TopicFinder:
    return TopicFinder(_lists().words)


def topics_in(text: str) -> set[str]:
    return _finder().topics_in(fold(text))


def topic_name(topic: str, lang: Lang) -> str:
    return topic if lang == "zh" else _lists().english.get(topic, topic)
