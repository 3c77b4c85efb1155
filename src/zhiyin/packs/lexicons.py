"""Lexicons: word lists by cue. ``lexicon.yaml`` is shared; a scene may add its own words in its own folder."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from zhiyin.domain.policy import Lexicon
from zhiyin.packs.document import KEPT, Item, read
from zhiyin.packs.places import Place, name_of, pack, scenes, shipped, text_of

MOST_WORDS = 5000
FILE = "lexicon.yaml"


def load_lexicon(scene: str | None = None, folder: Path | None = None) -> Lexicon:
    """The shared word lists, with those of the scene (None: of every scene) and of the user's ``folder`` added."""
    chosen = scenes() if scene is None else (scene,)
    places: list[Place] = [shipped() / FILE, *(pack(s) / FILE for s in chosen)]
    if folder:
        places += [folder / FILE, *(folder / s / FILE for s in chosen)]
    cues: dict[str, dict[str, None]] = {}
    for place in places:
        if place.is_file():
            for name, words in parse_lexicon(text_of(place), name_of(place)).cues.items():
                cues.setdefault(name, {}).update(dict.fromkeys(words))
    return Lexicon({name: tuple(words) for name, words in cues.items()})


@lru_cache(KEPT)
def parse_lexicon(text: str, where: str) -> Lexicon:
    """A YAML mapping of cue name to a list of expressions, each at most 40 characters, double ones dropped."""
    found = read(text, where).entries()
    return Lexicon({name: tuple(dict.fromkeys(_words(item))) for name, item in found.items()})


def _words(item: Item) -> list[str]:
    return [_written(i.text(40)) for i in item.items(MOST_WORDS, 1)]


def _written(word: str) -> str:
    # Lists are written in simplified characters (a test holds them to ``pipeline.folding``); case and width may vary.
    return unicodedata.normalize("NFKC", word).lower()
