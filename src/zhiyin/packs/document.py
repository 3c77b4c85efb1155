"""Document: a YAML file read strictly, where every value still knows its file and line.

Only plain YAML is taken: no tags that build objects, no aliases (a few lines of them can unfold to gigabytes), and
limits on size, depth and count. Each mistake is one PolicyError: file, line, what is wrong, how to mend it.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import NoReturn, TypeVar

import yaml

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.utterance import Scalar

LARGEST = 512 * 1024
"""Bytes of UTF-8 one file may have."""
DEEPEST = 12
MOST_NODES = 50_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR, _INT, _FLOAT, _BOOL = (f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool"))
_AS_WRITTEN = frozenset({_STR, _INT, _FLOAT, "tag:yaml.org,2002:timestamp"})

E = TypeVar("E", bound=StrEnum)


class Item:
    """One value with its place. The readers below return it as the type asked for, or raise PolicyError."""

    def __init__(self, where: str, path: str, node: yaml.Node) -> None:
        self.where, self.path, self._node = where, path, node

    @property
    def is_list(self) -> bool:
        return isinstance(self._node, yaml.SequenceNode)

    def fail(self, what: str) -> NoReturn:
        at = f" '{self.path}'" if self.path else ""
        raise PolicyError(f"{self.where}, line {self._node.start_mark.line + 1}:{at} {what}")

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, "Item"]:
        """A mapping with all of ``required``, and nothing but these and ``optional``."""
        found = self.entries()
        allowed = (*required, *optional)
        for name, item in found.items():
            if name not in allowed:
                near = get_close_matches(name, allowed, 1, 0.6)
                hint = f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(allowed)}"
                item.fail(f"unknown key: {hint}")
        for name in required:
            if name not in found:
                self.fail(f"the key '{name}' is missing")
        return found

    def entries(self) -> dict[str, "Item"]:
        """A mapping with any keys."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail(f"must be a mapping (key: value), not {_kind(self._node)}")
        found: dict[str, Item] = {}
        for key, value in self._node.value:
            name = Item(self.where, self.path, key).text(64)
            item = Item(self.where, f"{self.path}.{name}" if self.path else name, value)
            if name in found:
                item.fail("this key stands twice: remove one")
            found[name] = item
        return found

    def items(self, most: int, least: int = 0) -> list["Item"]:
        """A list of ``least`` to ``most`` values."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail(f"must be a list, not {_kind(self._node)}")
        if not least <= len(self._node.value) <= most:
            self.fail(f"has {len(self._node.value)} entries, {least} to {most} are allowed")
        return [Item(self.where, f"{self.path}[{i}]", node) for i, node in enumerate(self._node.value)]

    def some(self, most: int) -> list["Item"]:
        """A list, or one value that stands for a list of one."""
        return [self] if isinstance(self._node, yaml.ScalarNode) else self.items(most)

    def text(self, longest: int = 2000) -> str:
        """A non-empty text. A bare number is taken as written; bare true, no, null are not: they need quotes."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail(f"must be a text, not {_kind(self._node)}")
        if self._node.tag not in _AS_WRITTEN:
            self.fail(f"YAML reads {self._node.value!r} not as a text: put quotes around it")
        value = str(self._node.value).strip()
        if not value:
            self.fail("must not be empty")
        if len(value) > longest:
            self.fail(f"has {len(value)} characters, at most {longest} are allowed")
        return value

    def scalar(self) -> Scalar:
        """A text, number, true or false."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail(f"must be a text, number, true or false, not {_kind(self._node)}")
        if self._node.tag == _BOOL:
            return str(self._node.value).lower() in ("true", "yes", "on")
        if self._node.tag in (_INT, _FLOAT):
            value = yaml.safe_load(self._node.value)
            return value if isinstance(value, int | float) else self.text()
        return self.text()

    def number(self, least: float, most: float) -> float:
        value = self.scalar()
        if isinstance(value, bool | str) or not least <= value <= most:
            self.fail(f"must be a number from {least:g} to {most:g}, not {value!r}")
        return float(value)

    def whole(self, least: int, most: int) -> int:
        value = self.scalar()
        if isinstance(value, bool | str | float) or not least <= value <= most:
            self.fail(f"must be a whole number from {least} to {most}, not {value!r}")
        return value

    def one_of(self, choices: type[E]) -> E:
        value = self.text(64)
        known = [c.value for c in choices]
        if value not in known:
            near = get_close_matches(value, known, 1, 0.6)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            self.fail(f"'{value}' is not known{hint}: use one of {', '.join(known)}")
        return choices(value)

    def scalars(self, most: int = 40) -> Mapping[str, Scalar]:
        """A mapping of names to texts, numbers, true or false."""
        found = self.entries()
        if len(found) > most:
            self.fail(f"has {len(found)} entries, at most {most} are allowed")
        for name, item in found.items():
            if not (name.isidentifier() and name.isascii()):
                item.fail("must be named with ASCII letters, digits and underscores, not starting with a digit")
        return {name: item.scalar() for name, item in found.items()}


def read(text: str, where: str) -> Item:
    """The whole document as one Item. ``where`` names it in messages."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise PolicyError(f"{where}: larger than {LARGEST // 1024} KB: split it")
    try:
        text.encode()
        _limit(text, where)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(
            f"{where}, line {line}: not valid YAML: {error.problem}; check indentation and quotes"
        ) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise PolicyError(f"{where}: holds characters that YAML does not allow: save it as plain UTF-8 text") from None
    if node is None:
        raise PolicyError(f"{where}: is empty")
    return Item(where, "", node)


def _limit(text: str, where: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise PolicyError(f"{where}, line {line}: aliases (*name) may not be used: write it out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > MOST_NODES:
            raise PolicyError(f"{where}: nested deeper than {DEEPEST} or more than {MOST_NODES} values: simplify it")


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "a mapping" if isinstance(node, yaml.MappingNode) else "a single value"
