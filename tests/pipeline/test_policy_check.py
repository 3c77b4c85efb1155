"""Bad policies get a message that says where, what, and how to mend it; good ones get none."""

from dataclasses import replace

import pytest

from zhiyin.domain.policy import ActionSpec, Policy, Rule, Script, Thresholds
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar
from zhiyin.pipeline.condition_check import parts
from zhiyin.pipeline.policy import check

GOOD = Rule("r", "规则", "risk > 0.5", Tier.MILD, (ActionSpec("alert", "提醒"),))
BUSINESS: dict[str, Scalar] = {"order_late": True, "late_days": 2, "product": "耳机"}
POLICY = Policy("ecommerce", "1.0", "试", (GOOD,), facts=BUSINESS)
CUES = ("threat", "waiting", "safety")


def problems(policy: Policy) -> str:
    return "\n".join(str(p) for p in check(policy, CUES))


@pytest.mark.parametrize(
    "when",
    [
        "risk >= 0.5 && role == 'customer'",
        "tier_level >= 2 || (kind == 'silence' && wait_s >= 60.0)",
        "'threat' in cues && emotion in ['angry', \"dissatisfied\"]",
        "has(facts.order_late) && facts.order_late && has(facts.late_days) && facts.late_days > 1",
        "has(facts.product) && facts.product.contains('耳机')",
        "customer_turns > 0 && negative_turns / customer_turns > 0",
        "cues.exists(c, c in ['threat', 'safety'])",
        "mood >= lowest + 0.3 && !unsure",
        "risk > 0.5 ? negative_run > 1 : negative_run > 3",
        "double(turns) * 0.5 > 3.0 && size(cues) > 0",
        "channel == 'a && b || (c' && risk > 0.1",
    ],
)
def test_sound_conditions_have_no_problem(when: str) -> None:
    assert problems(replace(POLICY, rules=(replace(GOOD, when=when),))) == ""


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("", "cannot be read"),
        ("risk >", "cannot be read at line 1, column"),
        ("tier = 'mild'", "write == to compare"),
        ("risk > 0.5 and turns > 1", "write && for and"),
        ("role == “customer”", "half-width quotes"),
        ("风险 > 0.5", "names of facts are ASCII"),
        ("rissk > 0.5", "unknown fact 'rissk' (did you mean 'risk'?)"),
        ("false && rissk > 0.5", "did you mean 'risk'"),
        ("emotion == 'angri'", "emotion is never 'angri' (did you mean 'angry'?)"),
        ("emotion in ['angry', 'furious']", "emotion is never 'furious'"),
        ("role != 'client'", "role is never 'client'"),
        ("tier == 'high'", "it is one of mild, moderate, none, severe"),
        ("'treat' in cues", "no word list 'treat' (did you mean 'threat'?)"),
        ("risk", "gives a number"),
        ("role", "gives a text"),
        ("risk > 0.5 && (turns > 2 || repeats)", "'repeats' gives a number, it must give true or false"),
        ("risk > 0.2 && role > 1", "types do not fit"),
        ("turns > 99 && role > 1", "types do not fit"),
        ("mood + turns > 1.0", "double(x)"),
        ("negative_turns / customer_turns > 0", "division by zero"),
        ("turns > 5 && negative_turns / customer_turns > 0", "division by zero with only the agent has spoken"),
        ("facts.order_late", "facts.order_late may be missing: write has(facts.order_late) &&"),
        ("has(facts.order_lat)", "'order_lat' is not declared (did you mean 'order_late'?)"),
        ("has(facts.late_days) && facts.late_days > 'x'", "types do not fit"),
        ("facts['order_late'] == true", "write facts.name"),
        ("now() > 1", "function now() may not be used"),
        ("cues[3] == 'threat'", "something is missing"),
        ("role.matches('[')", "cannot be worked out"),
        (" || ".join(["risk > 0.5"] * 60), "at most 600"),
        ("cues.all(a, cues.all(b, cues.all(c, c == b)))", "more than 2 comprehensions"),
        ("(" * 250 + "true" + ")" * 250, "cannot be read"),
    ],
)
def test_faulty_conditions_say_what_is_wrong(when: str, said: str) -> None:
    found = problems(replace(POLICY, rules=(replace(GOOD, when=when),)))
    assert said in found
    assert found.startswith("rule r: ")


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (replace(POLICY, rules=(GOOD, GOOD)), "rule r: this id is used twice"),
        (replace(POLICY, rules=()), "policy: there is no rule"),
        (replace(POLICY, rules=tuple(replace(GOOD, id=f"r{i}") for i in range(65))), "at most 64"),
        (replace(POLICY, scene="a/b"), "policy: scene 'a/b' must be"),
        (replace(POLICY, version=""), "policy: version"),
        (replace(POLICY, thresholds=Thresholds(0.5, 0.4, 0.8)), "thresholds must rise"),
        (replace(POLICY, thresholds=Thresholds(0.0, 0.4, 0.8)), "thresholds must rise"),
        (replace(POLICY, rules=(replace(GOOD, id="r 1"),)), "the id must be"),
        (replace(POLICY, rules=(replace(GOOD, cooldown=-1),)), "cooldown is -1"),
        (replace(POLICY, rules=(replace(GOOD, limit=0),)), "limit is 0"),
        (replace(POLICY, rules=(replace(GOOD, actions=()),)), "there is no action"),
        (replace(POLICY, rules=(replace(GOOD, actions=(ActionSpec("alrt", "x"),)),)), "did you mean 'alert'?"),
        (replace(POLICY, rules=(replace(GOOD, actions=(ActionSpec("Alert!", "x"),)),)), "lower-case letters"),
        (
            replace(POLICY, rules=(replace(GOOD, actions=(ActionSpec("script", "x", {"use": ("sooth",)}),)),)),
            "script 'sooth' does not exist",
        ),
        (replace(POLICY, scripts=(Script("s", "a"), Script("s", "b"))), "script s: this id is used twice"),
        (
            replace(POLICY, scripts=(Script("s", "您的{produkt}"),)),
            "{produkt} is not a declared business fact (did you",
        ),
        (replace(POLICY, scripts=(Script("s", "{product.x}"),)), "not a plain name"),
        (replace(POLICY, scripts=(Script("s", "a", when="rissk > 1"),)), "script s: unknown fact 'rissk'"),
        (replace(POLICY, scripts=(Script("s", "{0}"),)), "not a plain name"),
        (replace(POLICY, scripts=(Script("s", "{product!r}"),)), "not a plain name"),
        (replace(POLICY, scripts=(Script("s", "{product"),)), "variables are written {name}"),
    ],
)
def test_faulty_policies_say_what_is_wrong(policy: Policy, said: str) -> None:
    assert said in problems(policy)


def test_all_problems_are_found_at_once() -> None:
    bad = replace(POLICY, version="", rules=(replace(GOOD, when="rissk > 1"), replace(GOOD, id="b", when="risk")))
    assert [p.where for p in check(bad)] == ["policy", "rule r", "rule b"]


def test_a_hand_of_a_third_party_may_have_its_own_kind() -> None:
    assert problems(replace(POLICY, rules=(replace(GOOD, actions=(ActionSpec("crm_ticket", "x"),)),))) == ""


@pytest.mark.parametrize(
    ("when", "operands"),
    [
        ("a && b", ["a", "b"]),
        ("a && (b || !(c && d))", ["a", "b", "c", "d"]),
        ("(a) && x in ['&&', '(']", ["a", "x in ['&&', '(']"]),
        ("a ? b : c || d", ["a ? b : c || d"]),
        ("cues.exists(c, c == 'a' && true) || b", ["cues.exists(c, c == 'a' && true)", "b"]),
    ],
)
def test_conditions_are_taken_apart_at_and_and_or(when: str, operands: list[str]) -> None:
    assert parts(when) == operands
