"""Policies of the bench as the API answers them, and forms as they come in."""

from dataclasses import asdict

from zhiyin.domain.placed_fault import PlacedFault
from zhiyin.domain.policy_form import ActionForm, PolicyForm, RuleForm
from zhiyin.domain.utterance import Scalar
from zhiyin.engine.policy_desk import Checked, Sheet
from zhiyin.reports.policy_difference import EntryChange, FieldChange, PolicyDifference
from zhiyin.web.api.policy_shapes import (
    ActionFormShape,
    CheckShape,
    DifferenceShape,
    EntryChangeShape,
    FieldChangeShape,
    PolicyFormShape,
    PolicyProblemShape,
    PolicySheetShape,
    RuleFormShape,
    ThresholdsShape,
)
from zhiyin.web.api.present import moment


def sheet_shape(sheet: Sheet) -> PolicySheetShape:
    return PolicySheetShape(
        scene=sheet.policy.scene,
        version=sheet.policy.version,
        active=sheet.active,
        by=sheet.by,
        at=None if sheet.at is None else moment(sheet.at),
        text=sheet.text,
        form=form_shape(sheet.form),
        scripts=len(sheet.policy.scripts),
        facts=dict(sheet.policy.facts),
    )


def check_shape(checked: Checked) -> CheckShape:
    policy = checked.policy
    return CheckShape(
        text=checked.text,
        form=form_shape(checked.form) if checked.form else None,
        problems=[_problem(p) for p in checked.problems],
        lost=list(checked.lost),
        scripts=len(policy.scripts) if policy else 0,
        facts=dict(policy.facts) if policy else {},
    )


def form_shape(form: PolicyForm) -> PolicyFormShape:
    t = form.thresholds
    return PolicyFormShape(
        scene=form.scene,
        version=form.version,
        title=form.title,
        thresholds=ThresholdsShape(mild=t["mild"], moderate=t["moderate"], severe=t["severe"]),
        facts=dict(form.facts),
        rules=[_rule_shape(rule) for rule in form.rules],
    )


def _rule_shape(rule: RuleForm) -> RuleFormShape:
    return RuleFormShape(
        id=rule.id,
        title=rule.title,
        when=rule.when,
        tier=rule.tier,
        cooldown=rule.cooldown,
        limit=rule.limit,
        actions=[ActionFormShape(kind=a.kind, title=a.title, params=_params(a)) for a in rule.actions],
        origin=rule.origin,
    )


def _params(action: ActionForm) -> dict[str, Scalar | list[str]]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in action.params.items()}


def to_form(shape: PolicyFormShape) -> PolicyForm:
    t = shape.thresholds
    return PolicyForm(
        scene=shape.scene.strip(),
        version=shape.version.strip(),
        title=shape.title.strip(),
        thresholds={"mild": t.mild, "moderate": t.moderate, "severe": t.severe},
        facts={name: _stripped(value) for name, value in shape.facts.items()},
        rules=tuple(_to_rule(rule) for rule in shape.rules),
    )


def _to_rule(shape: RuleFormShape) -> RuleForm:
    return RuleForm(
        id=shape.id.strip(),
        title=shape.title.strip(),
        when=shape.when.strip(),
        tier=shape.tier.strip(),
        cooldown=shape.cooldown,
        limit=shape.limit,
        actions=tuple(_to_action(a) for a in shape.actions),
        origin=shape.origin,
    )


def _to_action(shape: ActionFormShape) -> ActionForm:
    params = {
        name: tuple(v.strip() for v in value) if isinstance(value, list) else _stripped(value)
        for name, value in shape.params.items()
    }
    return ActionForm(shape.kind.strip(), shape.title.strip(), params)


def _stripped(value: Scalar) -> Scalar:
    """Blanks around a text do not count when a policy is read."""
    return value.strip() if isinstance(value, str) else value


def _problem(found: PlacedFault) -> PolicyProblemShape:
    fault = found.fault
    span = asdict(found.span)
    return PolicyProblemShape(path=found.path, code=fault.code, values=dict(fault.values), what=fault.what, **span)


def difference_shape(found: PolicyDifference) -> DifferenceShape:
    return DifferenceShape(
        head=[_field(f) for f in found.head],
        rules=[_entry(e) for e in found.rules],
        scripts=[_entry(e) for e in found.scripts],
    )


def _field(change: FieldChange) -> FieldChangeShape:
    return FieldChangeShape(field=change.field, before=change.before, after=change.after)


def _entry(change: EntryChange) -> EntryChangeShape:
    fields = [_field(f) for f in change.fields]
    return EntryChangeShape(deed=change.deed, id=change.id, title=change.title, fields=fields)
