"""Topics: their names as a report writes them."""

from zhiyin.reports.analysis.topics import topic_name
from zhiyin.reports.period.wording import Wording


def topic_label(topic: str, words: Wording) -> str:
    """The shipped topics have an English name; one that is not shipped is shown as it is."""
    try:
        return topic_name(topic, "zh" if words.language == "zh" else "en")
    except KeyError:
        return topic
