import json

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.actions.event import MARK, MOST_BYTES, encode, envelope
from zhiyin.domain.utterance import Scalar
from zhiyin.testing.delivery import make_delivery

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.one_of(texts, st.integers(), st.booleans(), st.lists(texts).map(tuple))


@given(st.dictionaries(texts, values))
def test_what_fits_is_not_touched(body: dict[str, str | int | bool | tuple[str, ...]]) -> None:
    encoded = encode(envelope(make_delivery(body=body), "urn:zhiyin"))
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in body.items()}
    assert json.loads(encoded)["data"]["body"] == shown


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
