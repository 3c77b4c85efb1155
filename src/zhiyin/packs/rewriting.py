"""Rewriting: a policy's text after its form was edited. What was not touched stays as it was written, comments too.

Only the values that differ are replaced; rules are moved with the comments above them. The result is read again: where
it does not say exactly what the form says (an unusual way of writing), the whole is written anew, without comments.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from zhiyin.domain.errors import InputError, PolicyError
from zhiyin.domain.policy_form import PolicyForm
from zhiyin.domain.utterance import Scalar
from zhiyin.packs.document import read
from zhiyin.packs.forms import form_of
from zhiyin.packs.nodes import Cut, comments_of, end_of, keys_of, line_end, line_start, spliced, start_of
from zhiyin.packs.rule_blocks import Unsplicable, block_of, blocks
from zhiyin.packs.values import flow, written_form

_TOP = ("scene", "version", "title")
_BESIDE = ("description", "scripts")
"""Keys of a policy that no form shows."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """``lost``: comments that stood in the text and do not any more, but for those of rules that were removed."""

    text: str
    lost: tuple[str, ...] = ()


def rewritten(text: str, form: PolicyForm, where: str = "policy") -> Rewritten:
    """The text that says what ``form`` says. PolicyError if ``text`` is none that a form can be read from; InputError
    if the form was read from another text."""
    now = form_of(text, where)
    if any(r.origin is not None and not 0 <= r.origin < len(now.rules) for r in form.rules):
        raise InputError(f"the form speaks of a rule beyond the {len(now.rules)} of the text: read the form anew")
    if says(now, form):
        return Rewritten(text)
    try:
        found = _spliced(text, now, form)
        done = says(form_of(found, where), form)
    except (Unsplicable, PolicyError):
        done = False
    if not done:
        found = written_form(form) + _beside(text)
    return Rewritten(found, _lost(text, found, form))


def says(one: PolicyForm, other: PolicyForm) -> bool:
    """Whether both say the same; true is not 1, and the order of a mapping's keys is no difference."""
    return _told(one) == _told(other)


def _told(form: PolicyForm) -> str:
    rules = [
        (
            r.id,
            r.title,
            r.when,
            r.tier,
            r.cooldown,
            r.limit,
            [(a.kind, a.title, sorted(a.params.items())) for a in r.actions],
        )
        for r in form.rules
    ]
    head = (form.scene, form.version, form.title, sorted(form.thresholds.items()), sorted(form.facts.items()))
    return repr((head, rules))


def _spliced(text: str, now: PolicyForm, form: PolicyForm) -> str:
    keys = keys_of(read(text, "policy").node)
    cuts = [_value(text, keys[n][1], getattr(form, n)) for n in _TOP if getattr(now, n) != getattr(form, n)]
    before = line_start(text, start_of(keys["rules"][0]))
    cuts += _scalars(text, keys.get("thresholds"), now.thresholds, form.thresholds, Cut(before, before, "thresholds"))
    cuts += _scalars(text, keys.get("facts"), now.facts, form.facts, Cut(before, before, "facts"))
    first, last, rules = blocks(text, keys["rules"][1], now, form)
    return spliced(text, cuts, 0, first) + rules + spliced(text, cuts, last, len(text))


def _value(text: str, node: yaml.Node, value: object) -> Cut:
    return Cut(start_of(node), end_of(node, text), flow(value))


def _scalars(
    text: str,
    entry: tuple[yaml.Node, yaml.Node] | None,
    now: Mapping[str, Scalar],
    wanted: Mapping[str, Scalar],
    fresh: Cut,
) -> list[Cut]:
    """Cuts that make a mapping of single values say ``wanted``; ``fresh``: name and place, should there be none yet."""
    if all(name in now and not _differs(now[name], value) for name, value in wanted.items()) and len(now) == len(
        wanted
    ):
        return []
    if entry is None:
        return [Cut(fresh.start, fresh.end, f"{fresh.put}: {flow(dict(wanted))}\n\n")]
    node = entry[1]
    known = keys_of(node)
    kept = [name for name in now if name in wanted]
    if set(now) != set(wanted) and (not kept or (isinstance(node, yaml.MappingNode) and node.flow_style)):
        return [_value(text, node, dict(wanted))]
    cuts = [_value(text, known[name][1], wanted[name]) for name in kept if _differs(now[name], wanted[name])]
    for name in now:
        if name not in wanted:
            key, value = known[name]
            cuts.append(Cut(line_start(text, start_of(key)), line_end(text, end_of(value, text)), ""))
    indent = " " * int(node.start_mark.column)
    lines = "".join(f"{indent}{flow(name)}: {flow(value)}\n" for name, value in wanted.items() if name not in now)
    end = line_end(text, end_of(node, text))
    return [*cuts, Cut(end, end, lines)] if lines else cuts


def _differs(old: Scalar, new: Scalar) -> bool:
    return repr(old) != repr(new)


def _beside(text: str) -> str:
    """What no form shows, in plain YAML."""
    given = yaml.safe_load(text)
    beside = {name: given[name] for name in _BESIDE if name in given}
    return "\n" + yaml.safe_dump(beside, allow_unicode=True, sort_keys=False, width=120) if beside else ""


def _lost(text: str, found: str, form: PolicyForm) -> tuple[str, ...]:
    kept = {rule.origin for rule in form.rules}
    rules = keys_of(read(text, "policy").node)["rules"][1].value
    gone: Counter[str] = Counter()
    for place, rule in enumerate(rules):
        if place not in kept:
            start, end = block_of(text, rule)
            gone.update(line[line.index("#") :].strip() for line in text[start:end].split("\n") if "#" in line)
    missing = Counter(comments_of(text)) - Counter(comments_of(found)) - gone
    return tuple(missing.elements())
