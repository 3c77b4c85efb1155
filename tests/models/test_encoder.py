"""The encoder's files: taken only if they fit each other, and exact in what they add up to."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.encoder import Encoder
from zhiyin.models.families import pack_families, unpack_families
from zhiyin.models.heads import EncoderPlan, Head, HeadKind, Heads, pack_heads, read_plan, unpack_heads
from zhiyin.models.ngrams import Passage, hashed, signs
from zhiyin.models.weights import pack, score, unpack

WIDTH = 8
COUNTS = st.integers(1, 12)


def plan(**change: object) -> EncoderPlan:
    head: dict[str, object] = {
        "name": "review",
        "kind": HeadKind.CLASSES,
        "labels": ["bad", "good"],
        "encoder": 0.5,
        "linear": 2.0,
        "offset": [0.25, 0.0],
        "decision": [0.0, 0.0],
        "sure": 0.5,
    }
    return EncoderPlan(30, 20, [Head(**(head | change))])  # type: ignore[arg-type]


End = tuple[str, int, list[int | str | None]]


def nothing(given: End, made: End) -> bytes:
    """A network that hands its input on."""
    node = helper.make_node("Identity", [given[0]], [made[0]])
    graph = helper.make_graph(
        [node], "nothing", [helper.make_tensor_value_info(*given)], [helper.make_tensor_value_info(*made)]
    )
    content: bytes = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString()
    return content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no network",
        nothing(("words", TensorProto.INT64, [1, "n"]), ("states", TensorProto.INT64, [1, "n"])),
        nothing(("ids", TensorProto.FLOAT, ["n", 4]), ("states", TensorProto.FLOAT, ["n", 4])),
        nothing(("ids", TensorProto.INT64, ["n", 4]), ("states", TensorProto.INT64, ["n", 4])),
    ],
)
def test_a_file_that_is_no_such_network_is_refused(content: bytes) -> None:
    with pytest.raises(ArtefactError, match="the encoder"):
        Encoder(content, "made-up")


def test_states_are_one_row_a_piece(tiny_network: Callable[[int], bytes]) -> None:
    encoder = Encoder(tiny_network(50), "made-up")
    assert encoder.states(np.array([0, 7, 8, 2], dtype=np.int64)).shape == (4, encoder.width)
    encoder.check(50, 20, "made-up")


def test_an_encoder_with_fewer_pieces_than_its_table_is_refused(tiny_network: Callable[[int], bytes]) -> None:
    with pytest.raises(ArtefactError, match="does not fit its piece table"):
        Encoder(tiny_network(50), "made-up").check(51, 20, "made-up")


@given(pieces=COUNTS, columns=COUNTS, seed=st.integers(0, 99))
def test_shares_and_bias_add_up_to_the_logits(pieces: int, columns: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    states = chance.normal(0, 1, (pieces, WIDTH)).astype(np.float32)
    heads = Heads(
        chance.normal(0, 1, (columns, WIDTH)).astype(np.float32), chance.normal(0, 1, columns).astype(np.float32)
    )
    logits = heads.logits(states.mean(axis=0))
    shares = heads.shares(states, slice(0, columns))
    assert shares.shape == (pieces, columns)
    np.testing.assert_allclose(shares.sum(axis=0) + heads.bias, logits, atol=1e-4)


def test_a_blend_is_the_sum_of_both_parts_and_the_offset() -> None:
    (head,) = plan().heads
    z = head.blended(np.array([[1.0, 2.0]], dtype=np.float32), np.array([[3.0, -1.0]], dtype=np.float32))
    np.testing.assert_allclose(z, [[6.75, -1.0]])
    np.testing.assert_allclose(head.blended(np.array([[1.0, 2.0]], dtype=np.float32), None), [[0.75, 1.0]])
    np.testing.assert_allclose(head.probabilities(z).sum(axis=1), 1, atol=1e-6)


def test_shares_stand_each_for_itself() -> None:
    (head,) = plan(kind=HeadKind.SHARES).heads
    np.testing.assert_allclose(head.probabilities(np.array([[0.0, 0.0]], dtype=np.float32)), [[0.5, 0.5]])


def test_the_label_said_follows_the_decision() -> None:
    probabilities = np.array([[0.6, 0.4]], dtype=np.float32)
    assert plan().heads[0].said(probabilities).tolist() == [0]
    assert plan(decision=[0.0, 1.0]).heads[0].said(probabilities).tolist() == [1]


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b'{"longest": 30, "context": 20, "heads": []}',
        b'{"longest": 30, "context": 20, "heads": [{"name": "a", "kind": "many"}]}',
        b'{"longest": 0, "context": 20, "heads": [{"name": "a", "kind": "shares", "labels": ["x"], "encoder": 1,'
        b' "linear": 0, "offset": [0], "decision": [0], "sure": 0}]}',
        b'{"longest": 30, "context": 20, "heads": [{"name": "a", "kind": "shares", "labels": ["x"], "encoder": 1,'
        b' "linear": 0, "offset": [0, 1], "decision": [0], "sure": 0}]}',
    ],
)
def test_a_malformed_plan_is_refused(content: bytes) -> None:
    with pytest.raises(ArtefactError, match="made-up"):
        read_plan(content, "made-up")


def test_heads_come_back_as_they_were_packed_and_only_where_they_fit() -> None:
    weights, bias = np.ones((2, WIDTH), dtype=np.float32), np.array([1.0, 2.0], dtype=np.float32)
    content = pack_heads(weights, bias)
    assert content == pack_heads(weights, bias)
    heads = unpack_heads(content, plan(), WIDTH, "made-up")
    assert (heads.weights == weights).all()
    assert (heads.bias == bias).all()
    for wrong in (content[:-30], b"", pack_heads(weights[:1], bias[:1])):
        with pytest.raises(ArtefactError, match=r"heads\.npz"):
            unpack_heads(wrong, plan(), WIDTH, "made-up")
    with pytest.raises(ArtefactError, match="shape"):
        unpack_heads(content, plan(), WIDTH + 1, "made-up")


TEXTS = ["等了三天", "太好了", "", "质量很差"]


def table() -> tuple[bytes, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """A linear table of two columns over the n-grams of the texts, as bytes, and its rows as they are read back."""
    chance = np.random.default_rng(1)
    values, whole = hashed(signs([Passage(t) for t in TEXTS]))
    hashes = np.unique(values[whole])
    weights = (chance.normal(0, 1, (len(hashes), 2)) ** 3).astype(np.float32)
    content = pack(hashes, weights, np.ones(len(hashes), dtype=np.float32), np.array([0.5, -0.5], dtype=np.float32))
    return content, unpack(content, 2, "made-up").rows[:-1]


def test_families_give_the_logits_of_the_rows_they_kept() -> None:
    content, rows = table()
    whole = unpack(content, 2, "made-up")
    packed = pack_families({"review": (np.arange(len(rows)), rows, whole.bias)})
    families = unpack_families(packed, {"review": 2}, len(rows), "made-up")
    scores = score(whole, [Passage(t) for t in TEXTS])
    found = families.logits("review", scores)
    assert found is not None
    np.testing.assert_allclose(found, scores.logits, atol=0.05 * np.abs(rows).max())
    assert families.logits("other", scores) is None


def test_rows_that_were_not_kept_say_nothing() -> None:
    content, rows = table()
    whole = unpack(content, 2, "made-up")
    none = np.zeros(0, dtype=np.int64)
    families = unpack_families(
        pack_families({"review": (none, rows[:0], whole.bias)}), {"review": 2}, len(rows), "made-up"
    )
    found = families.logits("review", score(whole, [Passage(t) for t in TEXTS]))
    assert found is not None
    np.testing.assert_allclose(found, np.broadcast_to(whole.bias, found.shape))


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
def test_family_logits_do_not_depend_on_neighbours(texts: list[str]) -> None:
    content, rows = table()
    whole = unpack(content, 2, "made-up")
    half = np.arange(0, len(rows), 2)
    families = unpack_families(
        pack_families({"review": (half, rows[half], whole.bias)}), {"review": 2}, len(rows), "made-up"
    )
    together = families.logits("review", score(whole, [Passage(t) for t in texts]))
    assert together is not None
    for text, row in zip(texts, together, strict=True):
        alone = families.logits("review", score(whole, [Passage(text)]))
        assert alone is not None
        assert alone.tobytes() == row.tobytes()


def test_families_that_do_not_fit_are_refused() -> None:
    _, rows = table()
    packed = pack_families({"review": (np.arange(len(rows)), rows, rows[0])})
    assert packed == pack_families({"review": (np.arange(len(rows)), rows, rows[0])})
    for labels, size in (({"review": 3}, len(rows)), ({}, len(rows)), ({"review": 2}, len(rows) - 1)):
        with pytest.raises(ArtefactError, match=r"families\.npz"):
            unpack_families(packed, labels, size, "made-up")
    with pytest.raises(ArtefactError, match="cannot be read"):
        unpack_families(packed[:40], {"review": 2}, len(rows), "made-up")
    with pytest.raises(ValueError, match="ascend"):
        pack_families({"review": (np.array([2, 1]), rows[:2], rows[0])})
