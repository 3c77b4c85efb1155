"""Does the second opinion help? Polarity of hard dev sayings that the first model is unsure of, before and after.

    python -m benchmarks.second_opinion WHERE --model NAME [--limit 60] [--key KEY] [--artefact FOLDER]

WHERE is the base URL of an OpenAI-compatible server, or a GGUF file, which xllamacpp serves (pip install xllamacpp).
The sayings are the dev half of training/sayings.py, masked like live turns, with their context; those that the first
model is unsure of are drawn by a fixed seed and asked about one at a time. ``trust`` is what docs/configuration.md
calls so: the rows show what the same answers do at each. Intervals are 95 % (Wilson). Set ``trust`` no higher than the
lower end of the interval for the opinion alone.
"""

import argparse
import json
import math
import platform
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.models.opinion import question_of
from zhiyin.models.opinion_blend import Blend
from zhiyin.models.opinion_client import OpinionClient, OpinionServer
from zhiyin.models.opinion_desk import Heard, OpinionDesk
from zhiyin.models.opinion_gate import OpinionGate, OpinionGateSettings
from zhiyin.models.registry import load_text_model
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.mask import mask
from zhiyin.testing.local_llm import local_llm
from zhiyin.training.sayings import Saying, sayings

RESULTS = Path(__file__).parent / "results"
TRUSTS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
PATIENCE_S = 3_600.0
_CUES = CueFinder(Lexicon({}))


@dataclass(frozen=True, slots=True)
class Case:
    features: Features
    truth: Polarity
    first: Reading


@dataclass(frozen=True, slots=True)
class Share:
    right: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return (0.0, 1.0)
        z, n, p = 1.96, self.of, self.right / self.of
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return ((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n))

    def __str__(self) -> str:
        if not self.of:
            return "-"
        low, high = self.interval
        return f"{self.right}/{self.of} = {self.right / self.of:.1%} ({low:.0%} to {high:.0%})"


def safe(text: str, role: Role) -> SafeText:
    return mask(Utterance(Origin(ConversationRef("t", "c"), "e", role, 0), RawText(text))).text


def seen(saying: Saying) -> Features:
    said = [(Role.AGENT if ours else Role.CUSTOMER, text) for ours, text in saying.before]
    context = [ContextTurn(role, safe(text, role)) for role, text in said]
    origin = Origin(ConversationRef("t", "c"), "e", Role.CUSTOMER, 0)
    return features(mask(Utterance(origin, RawText(saying.text))), context, _CUES)


def unsure_cases(artefact: Path | None, limit: int) -> tuple[list[Case], int, str]:
    """The drawn cases, how many unsure ones there are in all, and the first model's name."""
    model, found = load_text_model(artefact), list(sayings(dev=True))
    shown = [seen(s) for s in found]
    read = zip(shown, found, model.read(shown), strict=True)
    cases = [Case(f, s.polarity, r) for f, s, r in read if r.unsure and question_of(f)]
    return random.Random(7).sample(cases, min(limit, len(cases))), len(cases), model.name


def ask(cases: Sequence[Case], server: OpinionServer) -> list[tuple[Heard, float]]:
    """Each outcome with the seconds it took."""
    gate = OpinionGate(OpinionGateSettings(per_hour=100_000, trip_after=100_000), time.monotonic)
    desk = OpinionDesk(OpinionClient(server, PATIENCE_S), gate, deadline=PATIENCE_S, parallel=1)
    heard = []
    for case in cases:
        question = question_of(case.features)
        assert question is not None
        started = time.perf_counter()
        heard.append((desk.ask([question])[0], time.perf_counter() - started))
        print(f"\r{len(heard)} of {len(cases)}", end="", file=sys.stderr, flush=True)
    desk.close()
    return heard


def after(cases: Sequence[Case], heard: Sequence[Heard], blend: Blend) -> dict[str, Share]:
    readings = [
        blend.reading(c.first, h.opinion, c.features.masked.text) if h.opinion else c.first
        for c, h in zip(cases, heard, strict=True)
    ]
    right = [r.polarity is c.truth for r, c in zip(readings, cases, strict=True)]
    sure = [ok for ok, r in zip(right, readings, strict=True) if not r.unsure]
    return {"all": Share(sum(right), len(right)), "now sure": Share(sum(sure), len(sure))}


def table(model: str, cases: Sequence[Case], heard: Sequence[Heard]) -> tuple[list[str], dict[str, object]]:
    said = [(c, h.opinion.polarity) for c, h in zip(cases, heard, strict=True) if h.opinion and h.opinion.polarity]
    before = Share(sum(c.first.polarity is c.truth for c in cases), len(cases))
    beside = Share(sum(c.first.polarity is c.truth for c, _ in said), len(said))
    alone = Share(sum(p is c.truth for c, p in said), len(said))
    lines = ["| reading | polarity right | of these no longer unsure |", "|---|---|---|"]
    lines += [f"| first model, unsure turns | {before} | none |"]
    lines += [f"| first model, where an opinion was given | {beside} | none |", f"| opinion alone, there | {alone} | |"]
    rows: dict[str, object] = {"before": asdict(before), "before_there": asdict(beside), "opinion": asdict(alone)}
    for trust in TRUSTS:
        found = after(cases, heard, Blend(model, trust=trust))
        lines.append(f"| blended, trust {trust:g} | {found['all']} | {found['now sure']} |")
        rows[f"trust {trust:g}"] = {name: asdict(share) for name, share in found.items()}
    return lines, rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("where", help="base URL of an OpenAI-compatible server, or a GGUF file")
    parser.add_argument("--model", required=True, help="the model's name")
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--key", default="")
    parser.add_argument("--artefact", type=Path, help="folder of the first model; the shipped one unless given")
    given = parser.parse_args()
    cases, unsure, first = unsure_cases(given.artefact, given.limit)
    with local_llm(given.where) as base:
        asked = ask(cases, OpinionServer(base, given.model, given.key))
    outcomes, seconds = Counter(h.outcome.value for h, _ in asked), sorted(s for _, s in asked)
    lines, rows = table(given.model, cases, [h for h, _ in asked])
    middle, slow = statistics.median(seconds), seconds[int(0.9 * (len(seconds) - 1))]
    print(f"{given.model} after {first}: {len(cases)} of {unsure} unsure dev sayings, {dict(outcomes)}")
    print(f"seconds an opinion: median {middle:.1f}, 90th percentile {slow:.1f}\n")
    print("\n".join(lines))
    about = {"machine": platform.machine(), "python": platform.python_version(), "first": first, "model": given.model}
    result = {"about": about, "unsure": unsure, "asked": len(cases), "outcomes": outcomes, "results": rows}
    result |= {"seconds_median": round(middle, 2), "seconds_p90": round(slow, 2)}
    name = re.sub(r"[^\w.-]+", "_", given.model)
    (RESULTS / f"second_opinion_{name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
