"""Lifelike conversations as files: what is said, when, and what the product should make of it."""

from pathlib import Path

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.example import Course, End, ExampleConversation, ExampleTurn, Expectation, ExpectedReading
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.risk import Tier
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import Role
from zhiyin.packs.document import Item, read
from zhiyin.packs.places import Place, name_of, pack, scenes, text_of, yaml_files

MOST_TURNS = 500
LONGEST_PAUSE = 7 * 24 * 3600.0
"""Seconds between two turns."""


def load_conversations(scene: str | None = None, folder: Path | None = None) -> list[ExampleConversation]:
    """Shipped conversations of a scene (None: of all), or all ``*.yaml`` of the user's ``folder``; by file name.

    PolicyError for a file that is wrong, or for two conversations with one id.
    """
    if folder is not None:
        files = yaml_files(folder)
        if not files:
            raise PolicyError(f"{folder}: no conversation there: give a folder with *.yaml files")
    else:
        files = [f for s in (scenes() if scene is None else (scene,)) for f in _files(s)]
    found = [parse_conversation(text_of(f), name_of(f)) for f in files]
    seen: set[str] = set()
    for conversation, file in zip(found, files, strict=True):
        if conversation.id in seen:
            raise PolicyError(f"{name_of(file)}: the id {conversation.id} is used by another file too: change one")
        seen.add(conversation.id)
    return [c for c in found if scene is None or c.scene == scene]


def parse_conversation(text: str, where: str) -> ExampleConversation:
    """One conversation from the text of one YAML document; ``where`` names it in messages."""
    f = read(text, where).fields(("id", "scene", "channel", "course", "title", "turns"), ("facts", "expect"))
    return ExampleConversation(
        id=f["id"].text(100),
        scene=f["scene"].text(64),
        channel=f["channel"].text(32),
        course=f["course"].one_of(Course),
        title=f["title"].text(100),
        turns=tuple(_turn(t) for t in f["turns"].items(MOST_TURNS, 1)),
        facts=f["facts"].scalars() if "facts" in f else {},
        expect=_expectation(f["expect"]) if "expect" in f else Expectation(),
    )


def _files(scene: str) -> list[Place]:
    return yaml_files(pack(scene) / "conversations")


def _turn(item: Item) -> ExampleTurn:
    f = item.fields(("role", "after", "say"), ("expect",))
    return ExampleTurn(
        role=f["role"].one_of(Role),
        after=f["after"].number(0, LONGEST_PAUSE),
        say=RawText(f["say"].text()),
        expect=_reading(f["expect"]) if "expect" in f else ExpectedReading(),
    )


def _reading(item: Item) -> ExpectedReading:
    f = item.fields((), ("polarity", "emotion"))
    return ExpectedReading(
        polarity=tuple(p.one_of(Polarity) for p in f["polarity"].some(3)) if "polarity" in f else (),
        emotion=tuple(e.one_of(Emotion) for e in f["emotion"].some(11)) if "emotion" in f else (),
    )


def _expectation(item: Item) -> Expectation:
    f = item.fields((), ("peak_tier", "end", "masked", "never"))
    return Expectation(
        peak_tier=tuple(t.one_of(Tier) for t in f["peak_tier"].some(4)) if "peak_tier" in f else (),
        end=f["end"].one_of(End) if "end" in f else None,
        masked=tuple(i.text(32) for i in f["masked"].some(20)) if "masked" in f else (),
        never=tuple(i.text(200) for i in f["never"].some(50)) if "never" in f else (),
    )
