"""Learning of the question model with torch, on a tiny network: it learns, repeats, and runs the same in NumPy."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest

from zhiyin.models.manifest import Manifest
from zhiyin.models.question import AlignedQuestionModel
from zhiyin.models.question_weights import PairCalibration, pack_question, unpack_question
from zhiyin.models.registry import ARTEFACTS, TEXT_DEFAULT
from zhiyin.models.tokens import Tokenizer
from zhiyin.training.same_question.config import QuestionConfig, Size, load_question_config
from zhiyin.training.same_question.made import Maker
from zhiyin.training.same_question.pairs import Pair

torch = pytest.importorskip(
    "torch", reason="torch is not installed: learning of the question model is NOT tested (pip install torch==2.13.0)"
)

from zhiyin.training.same_question.learn import Reader, learn, logits_of, worth_of  # noqa: E402 - needs torch
from zhiyin.training.same_question.make import calibrated  # noqa: E402
from zhiyin.training.same_question.network import PairNetwork  # noqa: E402
from zhiyin.training.same_question.start import reduced  # noqa: E402

MANIFEST = Manifest("question", "1", "question-pair", "", "", {}, {}, {"same": 0.5, "sure": 0.5}, [])
WORDS = ["怎么退款", "退款怎么弄", "发票怎么开", "怎么开发票", "快递到哪了", "包裹走到哪里了"]
PAIRS = [Pair(a, b, i // 2 == j // 2, "t") for i, a in enumerate(WORDS) for j, b in enumerate(WORDS) if i < j]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer((ARTEFACTS / TEXT_DEFAULT / "pieces.model").read_bytes(), 48, 0)


@pytest.fixture
def config() -> QuestionConfig:
    full = load_question_config()
    how = msgspec.structs.replace(full.learning, epochs=30, batch=8, dropout=0.0, hidden_pieces=0.0, warm_up=2)
    none = msgspec.structs.replace(
        full.made, own_same=0, own_different=0, strangers=0, wrapped=0, renumbered=0, turned=0
    )
    return msgspec.structs.replace(full, learning=how, made=none, size=Size(8, 8, 8))


def taught_network(config: QuestionConfig, tokenizer: Tokenizer) -> tuple[PairNetwork, Reader]:
    reader = Reader(tokenizer)
    start = np.random.default_rng(1).normal(size=(len(tokenizer), 8)).astype(np.float32)
    network = PairNetwork(config.size, start, worth_of(WORDS, reader, len(tokenizer)), 0.0, config.seed)
    learn(network, config, PAIRS, Maker(config.made, PAIRS, WORDS), reader, lambda _: None)
    return network, reader


def test_it_learns_repeats_and_runs_in_numpy_as_in_torch(config: QuestionConfig, tokenizer: Tokenizer) -> None:
    network, reader = taught_network(config, tokenizer)
    logits = logits_of(network, PAIRS, reader)
    same = np.array([p.same for p in PAIRS])
    assert logits[same].min() > logits[~same].max()
    again, _ = taught_network(config, tokenizer)
    assert pack_question(again.weights()) == pack_question(network.weights())
    weights = unpack_question(pack_question(network.weights()), len(tokenizer), "tiny")
    live = AlignedQuestionModel(MANIFEST, weights, tokenizer, PairCalibration(1.0, 0.0))
    assert [live.logit(p.a, p.b) for p in PAIRS] == pytest.approx(logits, abs=0.1)
    assert calibrated(live, PAIRS).slope > 0


def test_main_directions_are_kept_in_order() -> None:
    draw = np.random.default_rng(2)
    vectors = (draw.normal(size=(200, 6)) * np.array([9, 5, 3, 1, 0.1, 0.1])).astype(np.float32)
    found = reduced(vectors, 3)
    spread = found.std(axis=0)
    assert all(a > b for a, b in pairwise(spread))
    assert found.std() == pytest.approx(1, abs=1e-4)
    assert np.array_equal(found, reduced(vectors, 3))
