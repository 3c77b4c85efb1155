"""Rule blocks: the rules of a policy's text, each a block of lines that can be changed, moved and left out."""

import yaml

from zhiyin.domain.policy_form import ActionForm, PolicyForm, RuleForm
from zhiyin.packs.forms import COOLDOWN, LIMIT
from zhiyin.packs.nodes import Cut, end_of, keys_of, lead_start, line_end, line_start, spliced, start_of
from zhiyin.packs.values import action_line, flow, rule_lines

_TEXTS = ("id", "title", "when", "tier")
_COUNTS = (("cooldown", COOLDOWN), ("limit", LIMIT))


class Unsplicable(Exception):  # noqa: N818 - no error: the text is then written anew
    """The text is written in a way that does not allow to change a part of it."""


def block_of(text: str, rule: yaml.Node) -> tuple[int, int]:
    """Where a rule begins and ends, whole lines with the comments above it."""
    return lead_start(text, start_of(rule)), line_end(text, end_of(rule, text))


def blocks(text: str, node: yaml.Node, now: PolicyForm, form: PolicyForm) -> tuple[int, int, str]:
    """Where the rules begin and end in the text, and what is to stand there. Unsplicable if they are no plain list."""
    nodes = list(node.value)
    if not nodes or not form.rules or any(not _dashed(text, each) for each in nodes):
        raise Unsplicable
    begins = [lead_start(text, start_of(each)) for each in nodes]
    last = line_end(text, end_of(nodes[-1], text))
    ends = [*begins[1:], last]
    changed = [
        None if r.origin is None else _changes(text, nodes[r.origin], now.rules[r.origin], r) for r in form.rules
    ]
    if [r.origin for r in form.rules] == list(range(len(nodes))):
        return begins[0], last, spliced(text, [cut for cuts in changed for cut in cuts or ()], begins[0], last)
    indent = " " * (start_of(nodes[0]) - line_start(text, start_of(nodes[0])) - 2)
    found = []
    for rule, cuts in zip(form.rules, changed, strict=True):
        if rule.origin is None or cuts is None:
            found.append("\n".join(indent + line for line in rule_lines(rule)))
        else:
            found.append(spliced(text, cuts, begins[rule.origin], ends[rule.origin]).strip("\n"))
    spaced = len(nodes) == 1 or any(text[begin:].startswith("\n") for begin in begins[1:])
    return begins[0], last, ("\n\n" if spaced else "\n").join(found) + "\n"


def _dashed(text: str, rule: yaml.Node) -> bool:
    """Whether it stands on lines of its own, behind ``- ``."""
    return text[line_start(text, start_of(rule)) : start_of(rule)].strip() == "-"


def _changes(text: str, node: yaml.Node, old: RuleForm, new: RuleForm) -> list[Cut]:
    keys = keys_of(node)
    cuts = [_value(text, keys[n][1], getattr(new, n)) for n in _TEXTS if getattr(old, n) != getattr(new, n)]
    for name, _ in _COUNTS:
        wanted = getattr(new, name)
        if wanted == getattr(old, name):
            continue
        if name in keys:
            cuts.append(_value(text, keys[name][1], wanted))
        else:
            cuts.append(_line_below(text, node, keys["tier"], f"{name}: {wanted}"))
    if old.actions != new.actions:
        cuts += _actions(text, keys["actions"][1], old.actions, new.actions)
    return cuts


def _value(text: str, node: yaml.Node, value: object) -> Cut:
    return Cut(start_of(node), end_of(node, text), flow(value))


def _line_below(text: str, rule: yaml.Node, entry: tuple[yaml.Node, yaml.Node], line: str) -> Cut:
    if isinstance(rule, yaml.MappingNode) and rule.flow_style:
        raise Unsplicable
    key, value = entry
    at = line_end(text, end_of(value, text))
    before = "" if text[:at].endswith("\n") else "\n"
    return Cut(at, at, f"{before}{' ' * int(key.start_mark.column)}{line}\n")


def _actions(text: str, node: yaml.Node, old: tuple[ActionForm, ...], new: tuple[ActionForm, ...]) -> list[Cut]:
    nodes = list(node.value)
    if len(old) == len(new):
        pairs = zip(nodes, old, new, strict=True)
        return [cut for each, before, after in pairs if before != after for cut in _action(text, each, before, after)]
    lines = []
    for action in new:
        same = next((n for n, before in zip(nodes, old, strict=True) if before == action), None)
        source = text[start_of(same) : end_of(same, text)] if same is not None else ""
        lines.append(source if source and "\n" not in source else action_line(action))
    if not new or (isinstance(node, yaml.SequenceNode) and node.flow_style):
        return [Cut(start_of(node), end_of(node, text), f"[{', '.join(lines)}]")]
    between = "\n" + " " * int(node.start_mark.column) + "- "
    return [Cut(start_of(node), end_of(node, text), "- " + between.join(lines))]


def _action(text: str, node: yaml.Node, old: ActionForm, new: ActionForm) -> list[Cut]:
    keys = keys_of(node)
    cuts = [_value(text, keys[n][1], getattr(new, n)) for n in ("kind", "title") if getattr(old, n) != getattr(new, n)]
    if dict(old.params) == dict(new.params):
        return cuts
    if "params" in keys and new.params:
        return [*cuts, _value(text, keys["params"][1], dict(new.params))]
    return [Cut(start_of(node), end_of(node, text), action_line(new))]
