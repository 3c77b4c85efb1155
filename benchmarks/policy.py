"""How long a decision takes, and what CEL costs beside the same conditions written in Python.

    python -m benchmarks.policy [--rounds 3000]

Times are the best of five runs, in microseconds a call, on one core.
"""

import argparse
import timeit
from collections.abc import Callable, Mapping
from functools import partial

from zhiyin.domain.policy import ActionSpec, Policy, Rule
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import ConversationRef, Scalar
from zhiyin.packs import load_policy, scenes
from zhiyin.pipeline.conditions import Known
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.policy import CompiledPolicy, compile_policy, decide, tier_of

CALM: dict[str, Scalar | tuple[str, ...] | Mapping[str, Scalar]] = {f.name: f.sample for f in FACTS}
CALM |= {"cues": (), "facts": {}}
NEGATIVE: Known = {**CALM, "emotion": "angry", "polarity": "negative", "valence": -0.8, "negative_run": 2}
MOMENTS: tuple[tuple[str, float, Known], ...] = (
    ("calm turn", 0.05, CALM),
    ("mild", 0.30, NEGATIVE),
    ("severe with threat", 0.90, {**NEGATIVE, "cues": ("threat",), "threats": 2}),
)
CONDITION = "role == 'customer' && 'threat' in cues"


def condition(known: Known) -> bool:
    """The same in Python."""
    cues = known["cues"]
    return known["role"] == "customer" and isinstance(cues, tuple) and "threat" in cues


def ask(count: int) -> list[bool]:
    return [condition(CALM) for _ in range(count)]


def microseconds(call: Callable[[], object], rounds: int) -> float:
    return min(timeit.repeat(call, number=rounds, repeat=5)) / rounds * 1e6


def decision(compiled: CompiledPolicy, known: Known, probability: float) -> Callable[[], object]:
    risk = Risk(probability, tier_of(probability, compiled.policy.thresholds), ())
    return lambda: decide(compiled, EmotionState(turns=5), known, risk, ConversationRef("t", "c"), "e")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3000)
    rounds = parser.parse_args().rounds
    for scene in scenes():
        compiled = compile_policy(load_policy(scene))
        times = [f"{name} {microseconds(decision(compiled, k, p), rounds):.0f}" for name, p, k in MOMENTS]
        print(f"{scene:11} {len(compiled.rules)} rules, us a decision: {', '.join(times)}")
    rule = Rule("r", "r", CONDITION, Tier.MILD, (ActionSpec("alert", "a"),))
    for count in (1, 12, 48):
        rules = tuple(Rule(f"r{i}", rule.title, rule.when, rule.tier, rule.actions) for i in range(count))
        cel = decision(compile_policy(Policy("s", "1", "t", rules)), CALM, 0.0)
        python = partial(ask, count)
        ours, bare = microseconds(cel, rounds), microseconds(python, rounds)
        print(f"{count:3} equal rules, us: decide with CEL {ours:.1f}, bare Python functions {bare:.1f}")


if __name__ == "__main__":
    main()
