"""Policy: which rules match at this moment, and what follows. Pure: the same facts give the same decision.

A rule whose condition cannot be worked out on the facts at hand (a business fact of an unforeseen type, say) counts as
not matched, and the decision says so in its reasons: one odd fact must not silence the other rules.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zhiyin.domain.decision import Action, Decision
from zhiyin.domain.errors import PolicyError
from zhiyin.domain.policy import ActionSpec, Policy, Rule, Script
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk
from zhiyin.domain.state import EmotionState, changed
from zhiyin.domain.utterance import ConversationRef, Scalar
from zhiyin.pipeline.conditions import FAILURES, Condition, Known, condition_of, context_of
from zhiyin.pipeline.policy_check import Problem, check
from zhiyin.pipeline.report import report
from zhiyin.pipeline.scripts import SCRIPT, USE, Moment, suit
from zhiyin.pipeline.tiers import tier_of

__all__ = ["CompiledPolicy", "Problem", "action_id", "check", "compile_policy", "decide", "tier_of", "with_scripts"]

_NAMESPACE = uuid.UUID("6f1b7a52-3f0e-5d0c-9a57-7a68696e6779")
"""Fixed for ever: another one would give every action a new id."""


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A checked policy ready to decide; ``names`` are the facts that the conditions of its scripts ask for."""

    policy: Policy
    rules: tuple[tuple[Rule, Condition], ...]
    scripts: tuple[tuple[Script, Condition | None], ...]
    names: frozenset[str]


def compile_policy(policy: Policy) -> CompiledPolicy:
    """PolicyError that lists every problem found by ``check``."""
    problems = check(policy)
    if problems:
        lines = "\n".join(f"  {p}" for p in problems)
        raise PolicyError(f"policy {policy.name} has {len(problems)} problem(s):\n{lines}")
    rules = tuple((rule, condition_of(rule.when)) for rule in policy.rules)
    scripts = tuple((script, condition_of(script.when) if script.when else None) for script in policy.scripts)
    names = frozenset[str]().union(*(asked.names for _, asked in scripts if asked))
    return CompiledPolicy(policy, rules, scripts, names)


def with_scripts(compiled: CompiledPolicy, scripts: Sequence[Script]) -> CompiledPolicy:
    """The same rules with other scripts on offer; one whose condition cannot be compiled is left out.

    ``policy`` stays what was published: so a rule may name a script that is not on offer now, and finds none.
    """
    pairs = [(script, _condition(script)) for script in scripts]
    usable = tuple((script, asked) for script, asked in pairs if asked or not script.when)
    names = frozenset[str]().union(*(asked.names for _, asked in usable if asked))
    return replace(compiled, scripts=usable, names=names)


def _condition(script: Script) -> Condition | None:
    try:
        return condition_of(script.when) if script.when else None
    except PolicyError:
        return None


def action_id(conversation: ConversationRef, rule: str, nth: int, index: int) -> str:
    """32 hex digits that name the ``index``-th action of a rule's ``nth`` firing in a conversation.

    Made from neither event id nor policy version: no late event, crash or new policy can give one action two ids.
    """
    # The lengths keep ("a", "bc") and ("ab", "c") apart.
    parts = (conversation.tenant, conversation.id, rule)
    name = "".join(f"{len(p)}:{p}" for p in parts) + f"#{nth}#{index}"
    return uuid.uuid5(_NAMESPACE, name.encode("utf-8", "backslashreplace").decode()).hex


def decide(
    compiled: CompiledPolicy,
    state: EmotionState,
    known: Known,
    risk: Risk,
    conversation: ConversationRef,
    event_id: str,
) -> tuple[Decision, EmotionState]:
    """The decision for this moment, and ``state`` with ``fired`` and ``tier`` brought up to date.

    ``decision.rules`` holds the rules that fire now (matched, not cooling down, below their limit), in policy order.
    """
    everything: Known = {**known, "risk": risk.probability, "tier": risk.tier.value, "tier_level": risk.tier.level}
    fired = state.fired
    near = [
        (rule, condition)
        for rule, condition in compiled.rules
        if (rule.id not in fired or _ready(rule, state)) and condition.may_hold(everything)
    ]
    due, reasons = _matching(near, state, everything, event_id) if near else ([], [])
    actions = _actions(compiled, due, Moment(everything, compiled.names), risk, conversation) if due else ()
    decision = Decision(compiled.policy.name, tuple(rule.id for rule, _ in due), actions, tuple(reasons))
    if not due and state.tier is risk.tier:
        return decision, state
    again = {rule.id: (nth, state.turns) for rule, nth in due}
    return decision, changed(state, {"fired": {**fired, **again}, "tier": risk.tier})


def _matching(
    near: Sequence[tuple[Rule, Condition]], state: EmotionState, known: Known, event_id: str
) -> tuple[list[tuple[Rule, int]], list[Reason]]:
    """The rules that match, each with the number of this firing, and why; also why a rule could not be judged."""
    # Only what these conditions ask for: handing the facts to CEL costs more than asking it.
    context = context_of(known, frozenset[str]().union(*(condition.names for _, condition in near)))
    due: list[tuple[Rule, int]] = []
    reasons: list[Reason] = []
    for rule, condition in near:
        try:
            matched = condition.value(context) is True
        except FAILURES as error:
            reasons.append(_failed(rule, error, event_id))
            continue
        if matched:
            due.append((rule, state.fired.get(rule.id, (0, 0))[0] + 1))
            reasons.append(Reason(ReasonKind.RULE, rule.id, 0.0, rule.title, event_id=event_id))
    return due, reasons


def _ready(rule: Rule, state: EmotionState) -> bool:
    before = state.fired.get(rule.id)
    return before is None or (before[0] < rule.limit and state.turns - before[1] > rule.cooldown)


def _failed(rule: Rule, error: Exception, event_id: str) -> Reason:
    # The library's message may quote values; the kind of error is enough to find the rule's flaw.
    text = f"规则“{rule.title}”无法判断（{type(error).__name__}），按未命中处理，请检查业务数据的类型"
    return Reason(ReasonKind.RULE, rule.id, 0.0, text, event_id=event_id)


def _actions(
    compiled: CompiledPolicy, due: Sequence[tuple[Rule, int]], moment: Moment, risk: Risk, conversation: ConversationRef
) -> tuple[Action, ...]:
    lines = report(moment.known, risk)
    return tuple(
        Action(
            id=action_id(conversation, rule.id, nth, index),
            kind=spec.kind,
            rule=rule.id,
            tier=rule.tier,
            title=spec.title,
            body=_scripted(compiled, rule, spec, nth, moment)
            if spec.kind == SCRIPT
            else {**spec.params, "report": lines},
        )
        for rule, nth in due
        for index, spec in enumerate(rule.actions)
    )


def _scripted(
    compiled: CompiledPolicy, rule: Rule, spec: ActionSpec, nth: int, moment: Moment
) -> Mapping[str, Scalar | tuple[str, ...]]:
    params = {name: value for name, value in spec.params.items() if name != USE}
    return {**params, "scripts": suit(compiled.scripts, rule.tier, moment, nth, spec.params.get(USE, ()))}
