"""Topic lists: what people talk about, by words. ``topics.yaml`` is shared; a scene may add more in its folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from zhiyin.packs.document import KEPT, Item, read
from zhiyin.packs.places import Place, name_of, pack, scenes, shipped, text_of

FILE = "topics.yaml"
MOST_TOPICS = 60
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class TopicLists:
    """``words``: topic -> its words; ``english``: topic -> its name in English, where one is given."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    english: Mapping[str, str] = field(default_factory=dict)


def load_topics(scene: str | None = None, folder: Path | None = None) -> TopicLists:
    """The shared topics, with those of the scene and of the user's ``folder``; a topic told again adds its words."""
    places: list[Place] = [shipped() / FILE, *([pack(scene) / FILE] if scene in scenes() and scene else [])]
    if folder:
        places += [folder / FILE, *([folder / scene / FILE] if scene else [])]
    words: dict[str, dict[str, None]] = {}
    english: dict[str, str] = {}
    for place in places:
        if place.is_file():
            found = parse_topics(text_of(place), name_of(place))
            english |= found.english
            for topic, listed in found.words.items():
                words.setdefault(topic, {}).update(dict.fromkeys(listed))
    return TopicLists({topic: tuple(listed) for topic, listed in words.items()}, english)


@lru_cache(KEPT)
def parse_topics(text: str, where: str) -> TopicLists:
    """``zh``: a mapping of topic to a list of words; ``en`` (may be left out): of topic to its English name."""
    parts = read(text, where).fields(("zh",), ("en",))
    listed = parts["zh"].entries()
    if len(listed) > MOST_TOPICS:
        parts["zh"].fail(
            f"has {len(listed)} topics, at most {MOST_TOPICS} are allowed",
            "map.size",
            count=len(listed),
            most=MOST_TOPICS,
        )
    named = parts["en"].entries() if "en" in parts else {}
    for topic, item in named.items():
        if topic not in listed:
            item.fail("names a topic that is not listed under 'zh'", "topic.unknown", name=topic)
    return TopicLists(
        {topic: _words(item) for topic, item in listed.items()}, {topic: item.text(60) for topic, item in named.items()}
    )


def _words(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i.text(20).lower() for i in item.items(MOST_WORDS, 1)))
