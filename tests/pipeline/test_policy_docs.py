"""docs/policy.md lists every fact as it is. To renew the table: python tests/pipeline/test_policy_docs.py"""

from pathlib import Path

from zhiyin.pipeline.condition_check import KNOWN
from zhiyin.pipeline.conditions import FUNCTIONS, LONGEST
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.policy_check import KINDS, MOST_RULES, MOST_SCRIPTS

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"
BEGIN, END = "says how to renew it -->\n", "<!-- /facts -->"


def table() -> str:
    rows = [f"| `{f.name}` | {f.range.replace('|', ', ')} | {f.unit} | {f.meaning} | {f.source} |" for f in FACTS]
    told = "business facts sent along, e.g. `facts.order_late`; declared under `facts:`"
    rows.append(f"| `facts` | map | | {told} | business |")
    return "\n".join(["| fact | range | unit | meaning | made from |", "|---|---|---|---|---|", *rows]) + "\n"


def renewed(page: str) -> str:
    head, rest = page.split(BEGIN)
    return head + BEGIN + table() + END + rest.split(END)[1]


def test_the_table_of_facts_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert page == renewed(page)


def test_every_name_that_rules_may_use_is_in_the_table() -> None:
    assert {line.split("`")[1] for line in table().splitlines()[2:]} == KNOWN


def test_kinds_functions_and_limits_are_named() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in (*KINDS, *FUNCTIONS) if f"`{name}`" not in page] == []
    assert f"At most {LONGEST} characters" in page
    assert f"{MOST_RULES} rules and {MOST_SCRIPTS} scripts" in page


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
