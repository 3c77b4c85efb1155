"""Topics: their names as a report writes them."""

from zhiyin.reports.analysis.topics import topic_name
from zhiyin.reports.period.wording import Wording


def topic_label(topic: str, words: Wording) -> str:
    return topic_name(topic, "zh" if words.language == "zh" else "en")
