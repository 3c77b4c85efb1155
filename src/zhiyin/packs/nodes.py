"""Nodes: where the values of a YAML text begin and end, so that one can be changed and the rest left as it is."""

from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Cut:
    """``text[start:end]`` is to be replaced by ``put``. Code points."""

    start: int
    end: int
    put: str


def start_of(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def end_of(node: yaml.Node, text: str) -> int:
    """The first code point behind a value. YAML itself counts the blank lines and comments after a block to it."""
    if isinstance(node, yaml.ScalarNode):
        end = int(node.end_mark.index)
        return start_of(node) + len(text[start_of(node) : end].rstrip()) if node.style in ("|", ">") else end
    if isinstance(node, yaml.CollectionNode) and node.flow_style:
        return int(node.end_mark.index)
    values = [v for _, v in node.value] if isinstance(node, yaml.MappingNode) else list(node.value)
    return end_of(values[-1], text) if values else int(node.start_mark.index)


def line_start(text: str, at: int) -> int:
    """Where the line of ``at`` begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Behind the line break that ends the line of ``at``, or the end of the text."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def lead_start(text: str, at: int) -> int:
    """Where the comments and blank lines right above the line of ``at`` begin."""
    start = line_start(text, at)
    while start > 0:
        above = line_start(text, start - 1)
        line = text[above:start].strip()
        if line and not line.startswith("#"):
            break
        start = above
    return start


def spliced(text: str, cuts: list[Cut], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` with the cuts that lie within it made."""
    end = len(text) if end is None else end
    parts: list[str] = []
    at = start
    for cut in sorted(cuts, key=lambda c: (c.start, c.end)):
        if start <= cut.start and cut.end <= end:
            parts += (text[at : cut.start], cut.put)
            at = cut.end
    return "".join((*parts, text[at:end]))


def keys_of(node: yaml.Node) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Key and value of each entry of a mapping, by name."""
    return {str(k.value): (k, v) for k, v in node.value} if isinstance(node, yaml.MappingNode) else {}


def comments_of(text: str) -> list[str]:
    """The comments of a YAML text, in order: what stands behind ``#`` outside of values."""
    found: list[str] = []
    at = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        found += _comments(text[at : token.start_mark.index])
        at = max(at, token.end_mark.index)
    return found + _comments(text[at:])


def _comments(between: str) -> list[str]:
    return [line[line.index("#") :].strip() for line in between.split("\n") if "#" in line]
