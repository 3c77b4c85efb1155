"""Written: a policy as the YAML that people edit; reading it back gives the same policy."""

from collections.abc import Mapping

import yaml

from zhiyin.domain.policy import ActionSpec, Policy, Rule, Script
from zhiyin.domain.utterance import Scalar

Value = Scalar | list["Value"] | dict[str, "Value"]


def write_policy(policy: Policy) -> str:
    """One document with rules and scripts, ready for ``parse_policy``."""
    t = policy.thresholds
    document: dict[str, Value] = {
        "scene": policy.scene,
        "version": policy.version,
        "title": policy.title,
        "thresholds": {"mild": t.mild, "moderate": t.moderate, "severe": t.severe},
        "rules": [_rule(r) for r in policy.rules],
    }
    if policy.facts:
        document["facts"] = dict(policy.facts)
    if policy.scripts:
        document["scripts"] = [_script(s) for s in policy.scripts]
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def _rule(rule: Rule) -> dict[str, Value]:
    return {
        "id": rule.id,
        "title": rule.title,
        "when": rule.when,
        "tier": rule.tier.value,
        "cooldown": rule.cooldown,
        "limit": rule.limit,
        "actions": [_action(a) for a in rule.actions],
    }


def _action(spec: ActionSpec) -> dict[str, Value]:
    return {"kind": spec.kind, "title": spec.title, **({"params": _params(spec.params)} if spec.params else {})}


def _params(params: Mapping[str, Scalar | tuple[str, ...]]) -> dict[str, Value]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in params.items()}


def _script(script: Script) -> dict[str, Value]:
    found: dict[str, Value] = {"id": script.id, "text": script.text}
    if script.tiers:
        found["tiers"] = [t.value for t in script.tiers]
    if script.emotions:
        found["emotions"] = list(script.emotions)
    if script.when:
        found["when"] = script.when
    return found
