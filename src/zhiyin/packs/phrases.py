"""Banned phrases as files: ``banned.yaml`` for every trade, and one beside the policy of each scene."""

from functools import cache

from zhiyin.domain.phrase import BannedPhrase
from zhiyin.packs.document import Item, read
from zhiyin.packs.places import name_of, pack, scenes, shipped, text_of

LONGEST = 60
"""Characters of one phrase or exception."""
MOST_PHRASES = 2_000


@cache
def load_phrases(scene: str | None = None) -> tuple[BannedPhrase, ...]:
    """Those for every trade and, for a shipped scene, those of its trade. PolicyError names file, line and mend."""
    files = [shipped() / "banned.yaml"]
    if scene in scenes():
        files.append(pack(str(scene)) / "banned.yaml")
    found = [phrase for file in files if file.is_file() for phrase in parse_phrases(text_of(file), name_of(file))]
    return tuple(found)


def parse_phrases(text: str, where: str) -> tuple[BannedPhrase, ...]:
    """From a YAML document with the key ``groups``; ``where`` names it in messages."""
    groups = read(text, where).fields(("groups",))["groups"].items(64)
    return tuple(phrase for group in groups for phrase in _group(group))


def _group(item: Item) -> list[BannedPhrase]:
    f = item.fields(("kind", "reason", "mend", "phrases"), ("except",))
    kind, reason, mend = f["kind"].text(32), f["reason"].text(200), f["mend"].text(200)
    spared = tuple(e.text(LONGEST) for e in f["except"].items(MOST_PHRASES)) if "except" in f else ()
    return [BannedPhrase(p.text(LONGEST), kind, reason, mend, spared) for p in f["phrases"].items(MOST_PHRASES, 1)]
