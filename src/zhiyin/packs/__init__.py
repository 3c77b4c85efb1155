"""Custom: scenes as data: policies, scripts, word lists, lifelike conversations. Read from here or a user's folder."""

from zhiyin.packs.conversations import load_conversations, parse_conversation
from zhiyin.packs.groups import load_groups
from zhiyin.packs.lexicons import load_lexicon, parse_lexicon
from zhiyin.packs.phrases import load_phrases
from zhiyin.packs.places import scenes
from zhiyin.packs.policies import load_policy, parse_policy, parse_scripts
from zhiyin.packs.written import write_policy

__all__ = [
    "load_conversations",
    "load_groups",
    "load_lexicon",
    "load_phrases",
    "load_policy",
    "parse_conversation",
    "parse_lexicon",
    "parse_policy",
    "parse_scripts",
    "scenes",
    "write_policy",
]
