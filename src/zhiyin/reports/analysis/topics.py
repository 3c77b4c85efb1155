"""Topics: what a text talks about, by plain words from ``templates/topics.yaml``."""

import functools
import re
from collections.abc import Mapping
from importlib import resources

import yaml

from zhiyin.reports.analysis.wording import Lang


@functools.cache
def _data() -> Mapping[str, Mapping[str, object]]:
    text = resources.files("zhiyin.reports.analysis").joinpath("templates", "topics.yaml").read_text("utf-8")
    data: Mapping[str, Mapping[str, object]] = yaml.safe_load(text)
    return data


@functools.cache
def _finder() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """One pattern of all words, longest first, and the topic of each word."""
    topic_of: dict[str, str] = {}
    for topic, words in _data()["zh"].items():
        if isinstance(words, list):
            topic_of.update(dict.fromkeys(map(str, words), topic))
    return re.compile("|".join(map(re.escape, sorted(topic_of, key=len, reverse=True)))), topic_of


def topics_in(text: str) -> set[str]:
    pattern, topic_of = _finder()
    return {topic_of[word] for word in pattern.findall(text)}


def topic_name(topic: str, lang: Lang) -> str:
    return topic if lang == "zh" else str(_data()["en"][topic])
