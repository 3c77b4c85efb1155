"""Aliases: the names that files give to the columns we know, from ``aliases.yaml``."""

from importlib import resources

import yaml

TEXT, AT, ROLE, CONVERSATION, RATING = "text", "created_at", "role", "conversation_id", "rating"
CHANNEL, PRODUCT, CONTEXT = "channel", "product", "context"

_data = yaml.load(resources.files("zhiyin.connectors").joinpath("aliases.yaml").read_text("utf-8"), yaml.CSafeLoader)

ALIASES: dict[str, tuple[str, ...]] = {str(f): tuple(map(str, names)) for f, names in _data["fields"].items()}
"""Field -> names of its column, best first."""
PERSONAL: frozenset[str] = frozenset(map(str, _data["personal"]))
"""Columns whose every cell is personal, whatever it looks like."""
