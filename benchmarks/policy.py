"""How long a decision takes, what CEL costs beside Python, and how fast stored turns are replayed by a trial.

    python -m benchmarks.policy [--rounds 3000] [--turns 20000]

Decisions are the best of five runs, in microseconds a call, on one core; for the replay see ``policy_replay``. Writes
``results/policy.json``.
"""

import argparse
import asyncio
import json
import os
import platform
import tempfile
import time
import timeit
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks.policy_history import make
from benchmarks.policy_replay import replayed, step

from zhiyin.domain.policy import ActionSpec, Policy, Rule
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import ConversationRef, Scalar
from zhiyin.packs import load_policy, scenes
from zhiyin.pipeline.conditions import Known
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.policy import CompiledPolicy, compile_policy, decide, tier_of

RESULT = Path(__file__).parent / "results" / "policy.json"

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
    return min(timeit.repeat(call, timer=time.process_time, number=rounds, repeat=5)) / rounds * 1e6


def decision(compiled: CompiledPolicy, known: Known, probability: float) -> Callable[[], object]:
    risk = Risk(probability, tier_of(probability, compiled.policy.thresholds), ())
    return lambda: decide(compiled, EmotionState(turns=5), known, risk, ConversationRef("t", "c"), "e")


def decisions(rounds: int) -> dict[str, dict[str, float]]:
    """Microseconds a decision, by scene and moment."""
    found: dict[str, dict[str, float]] = {}
    for scene in scenes():
        compiled = compile_policy(load_policy(scene))
        found[scene] = {name: round(microseconds(decision(compiled, k, p), rounds), 1) for name, p, k in MOMENTS}
        times = [f"{name} {us:.0f}" for name, us in found[scene].items()]
        print(f"{scene:11} {len(compiled.rules)} rules, us a decision: {', '.join(times)}")
    rule = Rule("r", "r", CONDITION, Tier.MILD, (ActionSpec("alert", "a"),))
    for count in (1, 12, 48):
        rules = tuple(Rule(f"r{i}", rule.title, rule.when, rule.tier, rule.actions) for i in range(count))
        rulebook = decision(compile_policy(Policy("s", "1", "t", rules)), CALM, 0.0)
        ours, bare = microseconds(rulebook, rounds), microseconds(partial(ask, count), rounds)
        print(f"{count:3} equal rules, us: decide {ours:.1f}, bare Python functions {bare:.1f}")
    return found


async def replay(turns: int, rounds: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        made = await make(Path(folder), turns)
        rates, one = await replayed(made, rounds), await step(made)
    for name, rate in rates.items():
        print(f"{rate:10,.0f} turns/s/core  {name}")
    print(f"signals and risk of a turn: p50 {one.p50:.0f} us, p99 {one.p99:.0f} us (limit 1,000)")
    return {
        "conversations": made.conversations,
        "turns": made.turns,
        "turns_per_s_per_core": {name: round(rate) for name, rate in rates.items()},
        "signals_and_risk_us": {"p50": round(one.p50, 1), "p99": round(one.p99, 1)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3000, help="decisions a run")
    parser.add_argument("--turns", type=int, default=20_000, help="stored turns")
    parser.add_argument("--replays", type=int, default=5, help="rounds of the replay; the best counts")
    given = parser.parse_args()
    found = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "load": round(os.getloadavg()[0], 1),
        "decision_us": decisions(given.rounds),
        **asyncio.run(replay(given.turns, given.replays)),
    }
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
