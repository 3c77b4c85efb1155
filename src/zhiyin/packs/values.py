"""Values: how the bench writes YAML: short values on one line, texts in the plainest quotes that will do."""

import yaml

from zhiyin.domain.policy_form import ActionForm, PolicyForm, RuleForm
from zhiyin.packs.forms import COOLDOWN, LIMIT

Value = str | int | float | bool | list["Value"] | tuple[str, ...] | dict[str, "Value"]


def flow(value: object) -> str:
    """On one line, fit for any place in a document."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    written = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=1_000_000)
    plain = written.rstrip("\n")[1:-1]
    if plain.startswith("'") and isinstance(value, str) and '"' not in value and "\\" not in value:
        # Conditions are full of single quotes: doubled ones are hard to read.
        return f'"{value}"'
    return plain


def action_line(action: ActionForm) -> str:
    """``{kind: alert, title: ..., params: {...}}``"""
    params = {"params": dict(action.params)} if action.params else {}
    return flow({"kind": action.kind, "title": action.title, **params})


def rule_lines(rule: RuleForm) -> list[str]:
    """A rule as a block that begins with ``- id:``, without indentation."""
    lines = [
        f"- id: {flow(rule.id)}",
        f"  title: {flow(rule.title)}",
        f"  when: {flow(rule.when)}",
        f"  tier: {flow(rule.tier)}",
    ]
    if rule.cooldown != COOLDOWN:
        lines.append(f"  cooldown: {rule.cooldown}")
    if rule.limit != LIMIT:
        lines.append(f"  limit: {rule.limit}")
    if not rule.actions:
        return [*lines, "  actions: []"]
    return [*lines, "  actions:", *(f"    - {action_line(action)}" for action in rule.actions)]


def written_form(form: PolicyForm) -> str:
    """All that a form says, as a document without scripts."""
    lines = [f"{name}: {flow(getattr(form, name))}" for name in ("scene", "version", "title")]
    lines.append(f"thresholds: {flow(dict(form.thresholds))}")
    if form.facts:
        lines += ["", "facts:", *(f"  {flow(name)}: {flow(value)}" for name, value in form.facts.items())]
    lines += ["", "rules:" if form.rules else "rules: []"]
    for place, rule in enumerate(form.rules):
        lines += [*([""] if place else []), *(f"  {line}" for line in rule_lines(rule))]
    return "\n".join(lines) + "\n"
