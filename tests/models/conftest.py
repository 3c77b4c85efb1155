from collections.abc import Callable
from pathlib import Path

import pytest

from zhiyin.models import registry
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.tokens import Tokenizer
from zhiyin.testing.tiny_model import CONTEXT, LONGEST, network, pieces, write_artefact


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_artefact(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> EncoderTextModel:
    return registry.load_encoder(tiny_folder)


@pytest.fixture(scope="session")
def tiny_network() -> Callable[[int], bytes]:
    """Makes the network for so many pieces."""
    return network


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer(pieces(), LONGEST, CONTEXT)
