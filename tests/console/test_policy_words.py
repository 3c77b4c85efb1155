"""The console has words for every fact that conditions may name, and for every fault that a policy can have."""

import re
from pathlib import Path

import pytest

from zhiyin.pipeline.facts import FACTS

ROOT = Path(__file__).parents[2]
CHECKERS = ("pipeline/policy_check.py", "pipeline/condition_check.py", "pipeline/conditions.py", "packs/document.py")


def words(language: str, name: str) -> set[str]:
    text = (ROOT / "console" / "src" / "i18n" / language / f"{name}.ts").read_text(encoding="utf-8")
    return set(re.findall(r'^  "([^"]+)": "', text, re.MULTILINE))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fact_is_explained(language: str) -> None:
    found = {key.removeprefix("meaning.") for key in words(language, "meanings") if key.startswith("meaning.")}
    assert found == {fact.name for fact in FACTS}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_has_a_sentence(language: str) -> None:
    sources = "".join((ROOT / "src" / "zhiyin" / name).read_text(encoding="utf-8") for name in CHECKERS)
    codes = set(
        re.findall(
            r'"((?:key|kind|list|map|text|number|choice|file|yaml|policy|thresholds|rules?|scripts?|action|'
            r'variable|condition|fact|function|value|cue|business|part|run)\.[a-z]+)"',
            sources,
        )
    )
    codes |= {"rules.many", "scripts.many"}
    assert len(codes) > 40
    assert {f"flaw.{code}" for code in codes} - words(language, "flaws") == set()
