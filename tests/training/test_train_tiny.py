"""The linear side on tiny data: weights that read, the same bytes twice, and figures that calibrate."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from zhiyin.domain.errors import SetupError
from zhiyin.domain.reading import Polarity
from zhiyin.models.calibration import Calibrator
from zhiyin.models.text_linear import COLUMNS, EMOTION, INTENSITY, POLARITY, SARCASM
from zhiyin.models.weights import unpack
from zhiyin.training.__main__ import main
from zhiyin.training.calibrate import calibrate, logits, sure_threshold
from zhiyin.training.config import DATA_VARIABLE, NgramConfig, data_folder
from zhiyin.training.datasets import from_own, from_sources
from zhiyin.training.encoder.config import load_encoder_config
from zhiyin.training.examples import POLARITIES
from zhiyin.training.linear import fit_linear


def silent(_: str) -> None:
    pass


def test_training_gives_weights_that_read_and_the_same_ones_twice(config: NgramConfig, data: Path) -> None:
    packed = fit_linear(config, data, silent)
    assert packed == fit_linear(config, data, silent)

    weights = unpack(packed, len(COLUMNS), "tiny")
    dev = [*from_sources(config, data, "dev"), *from_own(config, dev=True)]
    z = logits(weights, dev)
    calibration = calibrate(z, dev, config.calibration)
    reviews = [i for i, e in enumerate(dev) if e.source == "waimai"]
    columns = z[reviews]
    found = Calibrator(calibration).calibrated(
        columns[:, POLARITY], columns[:, EMOTION], columns[:, SARCASM][:, 0], columns[:, INTENSITY][:, 0]
    )
    said = [POLARITIES[k] for k in found.polarity.argmax(axis=1)]
    sided = [
        (s, dev[i].polarity) for s, i in zip(said, reviews, strict=True) if dev[i].polarity is not Polarity.NEUTRAL
    ]
    assert sum(s is t for s, t in sided) / len(sided) > 0.9
    assert calibration.polarity_scale > 0
    assert config.calibration.floor <= sure_threshold(z, dev, calibration, config.calibration) <= 1


def test_without_data_the_command_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    with pytest.raises(SetupError, match=DATA_VARIABLE):
        data_folder()


def test_training_asks_for_the_folder_it_works_in() -> None:
    result = CliRunner().invoke(main, ["train"])
    assert result.exit_code == 2
    assert "--work" in result.output


def test_a_folder_without_text_is_named_as_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    with pytest.raises(SetupError, match="text/"):
        data_folder()


@pytest.mark.parametrize("change", ["nonsense: 1\n", "seed: word\n"])
def test_a_wrong_configuration_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "train.yaml"
    path.write_text(change, "utf-8")
    with pytest.raises(SetupError, match=r"train\.yaml"):
        load_encoder_config(path)


def test_every_source_of_the_shipped_configuration_names_known_maps_heads_and_labels() -> None:
    config = load_encoder_config()
    for source in config.sources:
        for teaching in source.teaches:
            assert teaching.head in config.heads
            numbers = teaching.head in ("intensity", "valence")
            if teaching.map and not numbers:
                assert set(config.maps[teaching.map].values()) <= set(config.heads[teaching.head].labels)
    for known in config.ngrams.sources:
        assert not known.polarity or known.polarity in config.ngrams.polarity_maps
        assert not known.emotion or known.emotion in config.ngrams.emotion_maps
        assert not known.sarcasm or known.sarcasm in config.ngrams.sarcasm_maps
