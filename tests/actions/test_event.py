import json
from pathlib import Path

import jsonschema_rs
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.actions.event import MARK, MOST_BYTES, encode, envelope
from zhiyin.domain.utterance import Scalar
from zhiyin.pipeline.policy_check import KINDS
from zhiyin.testing.delivery import make_delivery

DOCS = Path(__file__).parents[2] / "docs"

texts = st.text(st.characters(exclude_categories=["Cs"]))
SCHEMA = jsonschema_rs.validator_for(json.loads((DOCS / "schemas" / "action.json").read_text(encoding="utf-8")))
values = st.one_of(texts, st.integers(), st.booleans(), st.lists(texts).map(tuple))


@given(st.dictionaries(texts, values))
def test_what_fits_is_not_touched(body: dict[str, str | int | bool | tuple[str, ...]]) -> None:
    encoded = encode(envelope(make_delivery(body=body), "urn:zhiyin"))
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in body.items()}
    assert json.loads(encoded)["data"]["body"] == shown
    assert SCHEMA.is_valid(json.loads(encoded))


def test_long_texts_are_cut_with_a_mark_and_short_ones_stay() -> None:
    body: dict[str, Scalar | tuple[str, ...]] = {"long": "长" * 100_000, "short": "好", "list": ("话" * 9_000,) * 9}
    encoded = encode(envelope(make_delivery(body=body), "urn:zhiyin"))
    data = json.loads(encoded)["data"]
    assert len(encoded) < MOST_BYTES
    assert data["body"]["short"] == "好"
    assert data["body"]["long"].endswith(MARK)
    assert data["body"]["list"][0].endswith(MARK)
    assert data["action"]["title"] == "请主管介入"


def test_a_body_of_very_many_fields_is_left_out_and_says_so() -> None:
    body = {f"field{n}": n for n in range(10_000)}
    encoded = encode(envelope(make_delivery(body=body), "urn:zhiyin"))
    assert len(encoded) < MOST_BYTES
    assert json.loads(encoded)["data"]["body"] == {"truncated": True}


def test_the_schema_refuses_what_is_no_action() -> None:
    event = dict(envelope(make_delivery(), "urn:zhiyin", "https://zhiyin.example.com/#/live/c"))
    assert SCHEMA.is_valid(event)
    for name in event:
        assert not SCHEMA.is_valid({key: value for key, value in event.items() if key != name})


def test_every_kind_of_action_is_documented() -> None:
    page = (DOCS / "actions.md").read_text(encoding="utf-8")
    assert [kind for kind in sorted(KINDS) if f"| `{kind}` |" not in page] == []
