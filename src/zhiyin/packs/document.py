"""Document: a YAML file read strictly, where every value still knows its file and line.

Only plain YAML is taken: no tags that build objects, no aliases (a few lines of them can unfold to gigabytes), and
limits on size, depth and count. Each mistake is one PolicyError: file, line, what is wrong, how to mend it.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import NoReturn, Protocol, TypeVar

import yaml

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.fault import fault
from zhiyin.domain.placed_fault import PlacedFault, Span
from zhiyin.domain.utterance import Scalar

LARGEST = 512 * 1024
"""Bytes of UTF-8 one file may have."""
DEEPEST = 12
MOST_NODES = 50_000
KEPT = 32
"""Documents of one kind whose meaning is remembered: several parts of the program read the same shipped files."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR, _INT, _FLOAT, _BOOL = (f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool"))
_VALUES = yaml.constructor.SafeConstructor()
_AS_WRITTEN = frozenset({_STR, _INT, _FLOAT, "tag:yaml.org,2002:timestamp"})

E = TypeVar("E", bound=StrEnum)


class DocumentError(PolicyError):
    """What a document breaks off at: the first fault in its form."""

    def __init__(self, message: str, placed: PlacedFault) -> None:
        super().__init__(message, placed.fault)
        self.placed = placed


class Item:
    """One value with its place. The readers below return it as the type asked for, or raise PolicyError."""

    def __init__(self, where: str, path: str, node: yaml.Node) -> None:
        self.where, self.path, self._node = where, path, node

    @property
    def node(self) -> yaml.Node:
        """What YAML made of it."""
        return self._node

    @property
    def is_list(self) -> bool:
        return isinstance(self._node, yaml.SequenceNode)

    @property
    def span(self) -> Span:
        """Where it stands in the text."""
        return span_of(self._node)

    def fail(self, what: str, code: str, /, **values: object) -> NoReturn:
        at = f" '{self.path}'" if self.path else ""
        placed = PlacedFault(fault(code, what, **values), self.path, self.span)
        raise DocumentError(f"{self.where}, line {placed.span.line}:{at} {what}", placed)

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, "Item"]:
        """A mapping with all of ``required``, and nothing but these and ``optional``."""
        found = self.entries()
        allowed = (*required, *optional)
        for name, item in found.items():
            if name not in allowed:
                near = get_close_matches(name, allowed, 1, 0.6)
                hint = f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(allowed)}"
                said = near[0] if near else ""
                item.fail(f"unknown key: {hint}", "key.unknown", name=name, near=said, allowed=", ".join(allowed))
        for name in required:
            if name not in found:
                self.fail(f"the key '{name}' is missing", "key.missing", name=name)
        return found

    def entries(self) -> dict[str, "Item"]:
        """A mapping with any keys."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail(f"must be a mapping (key: value), not {_kind(self._node)}", "kind.mapping")
        found: dict[str, Item] = {}
        for key, value in self._node.value:
            name = Item(self.where, self.path, key).text(64)
            item = Item(self.where, f"{self.path}.{name}" if self.path else name, value)
            if name in found:
                item.fail("this key stands twice: remove one", "key.twice", name=name)
            found[name] = item
        return found

    def items(self, most: int, least: int = 0) -> list["Item"]:
        """A list of ``least`` to ``most`` values."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail(f"must be a list, not {_kind(self._node)}", "kind.list")
        count = len(self._node.value)
        if not least <= count <= most:
            what = f"has {count} entries, {least} to {most} are allowed"
            self.fail(what, "list.size", count=count, least=least, most=most)
        return [Item(self.where, f"{self.path}[{i}]", node) for i, node in enumerate(self._node.value)]

    def some(self, most: int) -> list["Item"]:
        """A list, or one value that stands for a list of one."""
        return [self] if isinstance(self._node, yaml.ScalarNode) else self.items(most)

    def text(self, longest: int = 2000) -> str:
        """A non-empty text. A bare number is taken as written; bare true, no, null are not: they need quotes."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail(f"must be a text, not {_kind(self._node)}", "kind.text")
        if self._node.tag not in _AS_WRITTEN:
            what = f"YAML reads {self._node.value!r} not as a text: put quotes around it"
            self.fail(what, "text.quotes", value=self._node.value)
        value = str(self._node.value).strip()
        if not value:
            self.fail("must not be empty", "text.empty")
        if len(value) > longest:
            what = f"has {len(value)} characters, at most {longest} are allowed"
            self.fail(what, "text.long", count=len(value), most=longest)
        return value

    def written(self) -> str:
        """A single value as the text it is written as, whatever it is; may be empty. Outer blanks do not count."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail(f"must be a text, not {_kind(self._node)}", "kind.text")
        return str(self._node.value).strip()

    def plain(self) -> Scalar:
        """As ``scalar``, but a text may be empty or of any length."""
        typed = isinstance(self._node, yaml.ScalarNode) and self._node.tag in (_BOOL, _INT, _FLOAT)
        return self.scalar() if typed else self.written()

    def scalar(self) -> Scalar:
        """A text, number, true or false."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail(f"must be a text, number, true or false, not {_kind(self._node)}", "kind.scalar")
        if self._node.tag == _BOOL:
            return str(self._node.value).lower() in ("true", "yes", "on")
        if self._node.tag in (_INT, _FLOAT):
            return self._number()
        return self.text()

    def _number(self) -> Scalar:
        try:
            value: Scalar = _VALUES.construct_object(self._node)
        except ValueError:  # a tag says it is a number, and it is none
            return self.text()
        return value

    def number(self, least: float, most: float) -> float:
        value = self.scalar()
        if isinstance(value, bool | str) or not least <= value <= most:
            what = f"must be a number from {least:g} to {most:g}, not {value!r}"
            self.fail(what, "number.range", least=f"{least:g}", most=f"{most:g}", value=value)
        return float(value)

    def whole(self, least: int, most: int) -> int:
        value = self.scalar()
        if isinstance(value, bool | str | float) or not least <= value <= most:
            what = f"must be a whole number from {least} to {most}, not {value!r}"
            self.fail(what, "number.whole", least=least, most=most, value=value)
        return value

    def one_of(self, choices: type[E]) -> E:
        value = self.text(64)
        known = [c.value for c in choices]
        if value not in known:
            near = get_close_matches(value, known, 1, 0.6)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            allowed = ", ".join(known)
            what = f"'{value}' is not known{hint}: use one of {allowed}"
            self.fail(what, "choice.unknown", value=value, near=near[0] if near else "", allowed=allowed)
        return choices(value)

    def scalars(self, most: int = 40) -> Mapping[str, Scalar]:
        """A mapping of names to texts, numbers, true or false."""
        found = self.entries()
        if len(found) > most:
            what = f"has {len(found)} entries, at most {most} are allowed"
            self.fail(what, "map.size", count=len(found), most=most)
        for name, item in found.items():
            if not (name.isidentifier() and name.isascii()):
                what = "must be named with ASCII letters, digits and underscores, not starting with a digit"
                item.fail(what, "map.name", name=name)
        return {name: item.scalar() for name, item in found.items()}


def read(text: str, where: str) -> Item:
    """The whole document as one Item. ``where`` names it in messages. DocumentError if it is none."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise _whole(where, f"larger than {LARGEST // 1024} KB: split it", "file.large", most=LARGEST // 1024)
    try:
        text.encode()
        _limit(text, where)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        what = f"not valid YAML: {error.problem}; check indentation and quotes"
        raise _at(where, error.problem_mark, what, "yaml.invalid", why=error.problem) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        what = "holds characters that YAML does not allow: save it as plain UTF-8 text"
        raise _whole(where, what, "yaml.characters") from None
    if node is None:
        raise _whole(where, "is empty", "file.empty")
    return Item(where, "", node)


def _limit(text: str, where: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if isinstance(event, yaml.AliasEvent):
            raise _at(where, event.start_mark, "aliases (*name) may not be used: write it out", "yaml.alias")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > MOST_NODES:
            what = f"nested deeper than {DEEPEST} or more than {MOST_NODES} values: simplify it"
            raise _whole(where, what, "yaml.deep", depth=DEEPEST, most=MOST_NODES)


def span_of(node: yaml.Node) -> Span:
    """Where a node stands in the text."""
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _Mark(Protocol):
    line: int
    column: int


def _at(where: str, mark: _Mark | None, what: str, code: str, /, **values: object) -> DocumentError:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    placed = PlacedFault(fault(code, what, **values), "", Span(line, column, line, column + 1))
    return DocumentError(f"{where}, line {line}: {what}", placed)


def _whole(where: str, what: str, code: str, /, **values: object) -> DocumentError:
    """A fault of the document as such."""
    return DocumentError(f"{where}: {what}", PlacedFault(fault(code, what, **values), "", Span(1, 1, 1, 1)))


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "a mapping" if isinstance(node, yaml.MappingNode) else "a single value"
