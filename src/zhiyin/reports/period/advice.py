"""Advice: suggestions by rules over the figures. The rules are data (``templates/advice.yaml``): no language model."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import yaml

from zhiyin.domain.errors import PolicyError
from zhiyin.reports.period.content import Block, Para, Point, Points, Section
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.measures import Measures, measures
from zhiyin.reports.period.wording import LANGUAGES, Wording

MOST = 6
"""Suggestions in a report: more would not be read."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Met when the measure lies strictly ``above`` and strictly ``below``, where given. Unknown measures meet none."""

    measure: str
    above: float | None = None
    below: float | None = None

    def met(self, found: Measures) -> bool:
        value = found.numbers.get(self.measure)
        if value is None:
            return False
        return (self.above is None or value > self.above) and (self.below is None or value < self.below)


@dataclass(frozen=True, slots=True)
class Rule:
    """``text`` and ``why`` by language, with places for what ``measures`` tells."""

    id: str
    when: tuple[Limit, ...]
    text: Mapping[str, str]
    why: Mapping[str, str]


@functools.cache
def rules() -> tuple[Rule, ...]:
    """In order of urgency, as the file has them."""
    text = resources.files("zhiyin.reports.period").joinpath("templates", "advice.yaml").read_text("utf-8")
    return tuple(_rule(entry) for entry in yaml.load(text, yaml.CSafeLoader))


def _rule(entry: Mapping[str, object]) -> Rule:
    when, told = entry["when"], {name: entry[name] for name in ("text", "why")}
    if not isinstance(when, list) or not all(isinstance(t, dict) and set(t) == {*LANGUAGES} for t in told.values()):
        raise PolicyError(f"advice rule {entry.get('id')}: 'when' must be a list, 'text' and 'why' hold zh and en")
    limits = tuple(Limit(**limit) for limit in when)
    said = {name: {lang: str(text) for lang, text in t.items()} for name, t in told.items() if isinstance(t, dict)}
    return Rule(str(entry["id"]), limits, said["text"], said["why"])


def advice_section(given: ReportInput, words: Wording) -> Section:
    points = advise(given, words)
    blocks: tuple[Block, ...] = (Points(points),) if points else (Para(words.say("advice_none")),)
    return Section("advice", words.say("advice"), blocks, words.say("advice_note"))


def advise(given: ReportInput, words: Wording) -> tuple[Point, ...]:
    """What the rules suggest, the most urgent first, each with the figure that called for it."""
    found = measures(given, words)
    met = [rule for rule in rules() if all(limit.met(found) for limit in rule.when)]
    return tuple(
        Point(rule.text[words.language].format(**found.told), rule.why[words.language].format(**found.told))
        for rule in met[:MOST]
    )
