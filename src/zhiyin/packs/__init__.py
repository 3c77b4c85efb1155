"""Custom: scenes as data: policies, scripts, word lists, lifelike conversations. Read from here or a user's folder."""

from zhiyin.packs.conversations import load_conversations, parse_conversation
from zhiyin.packs.lexicons import load_lexicon, parse_lexicon
from zhiyin.packs.places import scenes
from zhiyin.packs.policies import load_policy, parse_policy, parse_scripts
from zhiyin.packs.topics import TopicLists, load_topics, parse_topics
from zhiyin.packs.written import write_policy

__all__ = [
    "TopicLists",
    "load_conversations",
    "load_lexicon",
    "load_policy",
    "load_topics",
    "parse_conversation",
    "parse_lexicon",
    "parse_policy",
    "parse_scripts",
    "parse_topics",
    "scenes",
    "write_policy",
]
