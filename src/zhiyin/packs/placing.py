"""Placing: where in a policy's text the value stands that a problem is about."""

import re

import yaml

from zhiyin.domain.fault import Fault
from zhiyin.domain.placed_fault import PlacedFault, Span
from zhiyin.packs.nodes import end_of, keys_of, start_of

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_NAMING = ("part", "name", "value", "script", "kind")
"""Values of a fault that may be quoted from the text: then the very words are marked."""


def placed(text: str, root: yaml.Node, path: str, fault: Fault) -> PlacedFault:
    """The fault at the value that ``path`` (``rules[3].when``) names, or at the nearest one around it."""
    node = _node(root, path)
    start, end = (start_of(node), end_of(node, text)) if node is not root else (0, 0)
    for name in _NAMING:
        words = fault.values.get(name, "")
        at = _found(text, words, start, end)
        if at is not None:
            start, end = at, at + len(words)
            break
    return PlacedFault(fault, path, Span(*_line_column(text, start), *_line_column(text, end)))


def _found(text: str, words: str, start: int, end: int) -> int | None:
    if not words:
        return None
    found = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(text, start, end)
    return found.start() if found else None


def _node(root: yaml.Node, path: str) -> yaml.Node:
    node = root
    for key, place in _STEP.findall(path):
        if key:
            entry = keys_of(node).get(key)
            if entry is None:
                return node
            node = entry[1]
        elif isinstance(node, yaml.SequenceNode) and int(place) < len(node.value):
            node = node.value[int(place)]
        else:
            return node
    return node


def _line_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
