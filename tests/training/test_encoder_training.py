"""Training the encoder with torch, on a tiny network: it learns, resumes, and exports what it learned."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from zhiyin.models.encoder import Encoder
from zhiyin.models.heads import Heads
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Tokens
from zhiyin.training.encoder.config import EncoderConfig, load_encoder_config

torch = pytest.importorskip(
    "torch", reason="torch is not installed: the training of the encoder is NOT tested (pip install torch==2.13.0)"
)

from zhiyin.training.encoder.base import Shape  # noqa: E402 - needs torch
from zhiyin.training.encoder.learn import batch, columns, learn, schedule  # noqa: E402
from zhiyin.training.encoder.lessons import Lesson, Taught  # noqa: E402
from zhiyin.training.encoder.network import Network  # noqa: E402
from zhiyin.training.encoder.onnx_export import encoder_onnx  # noqa: E402

SHAPE = Shape(hidden=24, layers=2, heads=2, inner=48, pieces=60, positions=64, epsilon=1e-12)
GOOD, BAD = 20, 30


def silent(_: str) -> None:
    pass


@pytest.fixture
def config() -> EncoderConfig:
    full = load_encoder_config()
    how = msgspec.structs.replace(full.learning, frozen_layers=0, batch=8, word_dropout=0.0)
    run = msgspec.structs.replace(full.runs[0], rate=3e-3, head_rate=1e-2)
    return msgspec.structs.replace(full, learning=how, runs=[run])


def network(config: EncoderConfig) -> Network:
    torch.manual_seed(1)
    return Network(SHAPE, SHAPE.pieces, max(c.stop for c in columns(config).values()), 0.0)


def lessons(count: int) -> list[Lesson]:
    """A good piece among others means satisfied, a bad one dissatisfied; the context says nothing."""
    chance = np.random.default_rng(3)
    found = []
    for number in range(count):
        label = number % 2
        turn = [*chance.integers(40, 60, chance.integers(1, 6)), GOOD if label else BAD]
        ids = np.array([0, *turn, 2, *chance.integers(40, 60, 3), 2], dtype=np.int64)
        tokens = Tokens(ids, len(turn) + 1, ((0, 0),) * (len(turn) + 1), 0)
        found.append(Lesson(Passage(""), (), tokens, "made", (Taught("review", label, 1.0),)))
    return found


def right(trained: Network, config: EncoderConfig, held: list[Lesson]) -> float:
    given = batch(held)
    with torch.inference_mode():
        said = trained(given.ids, given.mask, given.turn)[:, columns(config)["review"]].argmax(1)
    return float(np.mean([int(s) == t.teaches[0].target for s, t in zip(said, held, strict=True)]))


def test_it_learns_and_a_stopped_run_ends_with_the_same_weights(config: EncoderConfig, tmp_path: Path) -> None:
    taught = lessons(640)
    whole = network(config)
    learn(whole, config, config.runs[0], taught, tmp_path / "whole.ckpt", silent)
    assert right(whole, config, lessons(100)) > 0.95

    class StopError(Exception):
        pass

    def stop(text: str) -> None:
        if text.startswith("step 50"):
            raise StopError

    short = msgspec.structs.replace(config.learning, save_every=25)
    again = msgspec.structs.replace(config, learning=short)
    with pytest.raises(StopError):
        learn(network(config), again, again.runs[0], taught, tmp_path / "cut.ckpt", stop)
    resumed = network(config)
    learn(resumed, again, again.runs[0], taught, tmp_path / "cut.ckpt", silent)
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(one, other)


def test_padding_and_neighbours_do_not_change_what_a_text_is_worth(config: EncoderConfig) -> None:
    trained = network(config).eval()
    held = sorted(lessons(9), key=lambda lesson: len(lesson.tokens.ids))
    with torch.inference_mode():
        together = batch(held)
        alone = batch(held[:1])
        many = trained(together.ids, together.mask, together.turn)[0]
        one = trained(alone.ids, alone.mask, alone.turn)[0]
    assert torch.allclose(many, one, atol=1e-5)


def test_the_export_says_what_torch_says(config: EncoderConfig) -> None:
    trained = network(config).eval()
    full, small = encoder_onnx(trained, [lesson.tokens.ids for lesson in lessons(20)])
    heads = Heads(trained.heads.weight.detach().numpy(), trained.heads.bias.detach().numpy())
    for lesson in lessons(10):
        given = batch([lesson])
        with torch.inference_mode():
            expected = trained(given.ids, given.mask, given.turn)[0].numpy()
        for content, room in ((full, 1e-4), (small, 0.15)):
            states = Encoder(content, "tiny").states(lesson.tokens.ids)
            assert np.abs(heads.logits(states[: lesson.tokens.turn].mean(0)) - expected).max() < room


def test_every_lesson_is_read_once_a_pass() -> None:
    plan = schedule(lessons(100), 8, seed=1)
    assert sorted(i for b in plan for i in b) == list(range(100))
    assert plan == schedule(lessons(100), 8, seed=1)
    assert plan != schedule(lessons(100), 8, seed=2)
