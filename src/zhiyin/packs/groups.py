"""Customer groups as a file: ``groups.yaml``."""

from functools import cache

from zhiyin.domain.library_script import CustomerGroup
from zhiyin.packs.document import read
from zhiyin.packs.places import name_of, shipped, text_of

MOST_GROUPS = 64


@cache
def load_groups() -> tuple[CustomerGroup, ...]:
    """The shipped groups. PolicyError names file, line and mend."""
    file = shipped() / "groups.yaml"
    return parse_groups(text_of(file), name_of(file))


def parse_groups(text: str, where: str) -> tuple[CustomerGroup, ...]:
    """From a YAML document with the key ``groups``; ``where`` names it in messages."""
    found = []
    for item in read(text, where).fields(("groups",))["groups"].items(MOST_GROUPS):
        f = item.fields(("id", "title", "when"))
        when = {scene: condition.text(300) for scene, condition in f["when"].entries().items()}
        found.append(CustomerGroup(f["id"].text(32), f["title"].text(40), when))
    return tuple(found)
