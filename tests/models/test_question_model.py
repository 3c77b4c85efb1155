"""The shipped question model: what it must know, that its answers repeat to the bit, that a changed one is refused."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.question import AlignedQuestionModel
from zhiyin.models.question_text import COMPARED, compared, question
from zhiyin.models.question_weights import QuestionWeights, pack_question, quantised, unpack_question
from zhiyin.models.registry import ARTEFACTS, QUESTION_DEFAULT, load_question_model
from zhiyin.models.tokens import Tokenizer
from zhiyin.seams import QuestionModel
from zhiyin.testing.artefact import edit, resign
from zhiyin.testing.question_contract import QUESTIONS, QuestionModelContract

SHIPPED = ARTEFACTS / QUESTION_DEFAULT
MODEL = load_question_model()
WIDTH, VIEWS, JUDGES, PIECES = 4, 3, 2, 10


class TestShippedQuestionModel(QuestionModelContract):
    @pytest.fixture
    def model(self) -> QuestionModel:
        return MODEL


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "question")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("快递到哪了", "我的包裹怎么还没送来"),
        ("退款什么时候到账", "退的钱怎么还没到"),
        ("发票怎么开", "可以开票吗"),
        ("退票手续费扣多少", "机票想退,手续费多少"),
        ("怎么退款", "退款怎么操作"),
    ],
)
def test_it_knows_other_words_for_the_same(a: str, b: str) -> None:
    assert MODEL.same(a, [b])[0] >= MODEL.sure


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("快递到哪了", "怎么申请退款"),
        ("怎么开通网银", "怎么关闭网银"),
        ("苹果15有货吗", "苹果14有货吗"),
        ("借500要还多少", "借5000要还多少"),
        ("发票怎么开", "发票什么时候寄"),
    ],
)
def test_what_looks_alike_and_asks_something_else_is_not_the_same(a: str, b: str) -> None:
    assert MODEL.same(a, [b])[0] < MODEL.threshold


def test_it_is_small_and_names_its_data() -> None:
    assert sum(f.stat().st_size for f in SHIPPED.iterdir()) <= 4_000_000
    data = json.loads((SHIPPED / "manifest.json").read_text("utf-8"))["data"]
    assert {d["name"] for d in data} >= {"same_question_finance", "own"}
    assert all(d["licence"] and d["licence"] != "not known" for d in data)
    assert 0 < MODEL.threshold < MODEL.sure < 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_gets_a_probability_the_same_in_both_orders(a: str, b: str) -> None:
    (found,) = MODEL.same(a, [b])
    assert 0 <= found <= 1
    assert found == round(found, 4)
    assert MODEL.same(b, [a, a]) == [found, found]


def test_threads_and_a_fresh_model_give_the_same_bits() -> None:
    fresh = load_question_model()
    with ThreadPoolExecutor(4) as pool:
        many = list(pool.map(lambda q: MODEL.same(q, QUESTIONS), QUESTIONS * 5))
    assert many == [fresh.same(q, QUESTIONS) for q in QUESTIONS] * 5


def test_what_two_questions_share_is_counted_the_same_in_both_orders() -> None:
    cut = Tokenizer((SHIPPED / "pieces.model").read_bytes(), 48, 0)
    a, b = (question(text, cut) for text in ("借500块不要还吗?", "借五百块,要还吗"))
    found = compared(a, b)
    assert found == compared(b, a)
    assert len(found) == COMPARED
    assert all(0 <= value <= 1 for value in found)
    assert a.amounts == b.amounts == {"500"}
    assert (a.denials, b.denials) == (1, 0)


@pytest.mark.parametrize("name", ["weights.npz", "pieces.model", "calibration.json", "golden.jsonl", "card.md"])
def test_a_changed_file_is_refused_by_name(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[-1] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ArtefactError, match=f"{name} was changed"):
        load_question_model(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"features": "question-0"}, "inputs"),
        ({"kind": "text-encoder"}, "kind"),
        ({"thresholds": {"same": 0.5}}, "thresholds"),
        ({"files": {}}, "names no"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(copy: Path, change: dict[str, object], said: str) -> None:
    edit(copy, change)
    with pytest.raises(ArtefactError, match=said):
        load_question_model(copy)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("calibration.json", b'{"slope": 0.1, "shift": 2.0}', "golden case"),
        ("calibration.json", b"{}", "calibration is malformed"),
        ("golden.jsonl", b"", "empty"),
        ("golden.jsonl", b"{}", "malformed"),
        ("weights.npz", b"PK\x05\x06" + bytes(18), "weights"),
    ],
)
def test_files_that_do_not_belong_are_refused_even_when_signed(
    copy: Path, name: str, content: bytes, said: str
) -> None:
    (copy / name).write_bytes(content)
    resign(copy)
    with pytest.raises(ArtefactError, match=said):
        load_question_model(copy)


def tiny(judges: int = JUDGES) -> QuestionWeights:
    draw = np.random.default_rng(1)

    def some(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return draw.normal(size=shape).astype(np.float32)

    pieces, scale = quantised(some(PIECES, WIDTH))
    return QuestionWeights(
        pieces,
        scale,
        np.abs(some(PIECES)),
        some(3 * WIDTH, WIDTH),
        some(WIDTH),
        some(1),
        some(4 * WIDTH, VIEWS),
        some(VIEWS),
        some(4 * VIEWS + COMPARED, judges),
        some(JUDGES),
        some(JUDGES, 1),
        some(1),
    )


def test_packing_loses_little_and_is_the_same_twice() -> None:
    weights = tiny()
    packed = pack_question(weights)
    assert packed == pack_question(weights)
    back = unpack_question(packed, PIECES, "tiny")
    assert np.array_equal(back.pieces, weights.pieces)
    assert np.allclose(back.judge, weights.judge, atol=2e-3)


def test_tables_that_do_not_fit_each_other_are_refused() -> None:
    with pytest.raises(ArtefactError, match="table judge has shape"):
        unpack_question(pack_question(tiny(judges=JUDGES + 1)), PIECES, "tiny")
    with pytest.raises(ArtefactError, match="table pieces"):
        unpack_question(pack_question(tiny()), PIECES + 1, "tiny")


def test_the_runner_is_what_the_registry_gives() -> None:
    assert isinstance(MODEL, AlignedQuestionModel)
    assert MODEL.name == QUESTION_DEFAULT
