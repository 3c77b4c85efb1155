"""Training on tiny data: an artefact that loads, the same one twice, and figures about it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhiyin.domain.errors import SetupError
from zhiyin.domain.reading import Polarity
from zhiyin.models.manifest import read_manifest
from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import TEXT_KIND, load_linear
from zhiyin.training.__main__ import main
from zhiyin.training.config import DATA_VARIABLE, TrainConfig, data_folder, load_config
from zhiyin.training.evaluate import evaluate
from zhiyin.training.train import train


def silent(_: str) -> None:
    pass


def test_training_gives_a_sound_artefact_and_the_same_one_twice(
    config: TrainConfig, data: Path, tmp_path: Path
) -> None:
    first = train(config, data, tmp_path / "a", silent)
    second = train(config, data, tmp_path / "b", silent)
    assert {f.name: f.read_bytes() for f in first.iterdir()} == {f.name: f.read_bytes() for f in second.iterdir()}

    model = load_linear(first)
    passages = [Passage("质量太差要退货"), Passage("质量很好很满意"), Passage("请问几点发货")]
    readings = model.read_passages(passages, [p.folded for p in passages])
    assert [r.polarity for r in readings] == [Polarity.NEGATIVE, Polarity.POSITIVE, Polarity.NEUTRAL]

    uses = {u.name: u for u in read_manifest(first, TEXT_KIND).data}
    assert uses["waimai"].used_for == ["emotion", "polarity"]
    assert "distant" in uses
    assert "waimai" in (first / "card.md").read_text("utf-8")

    results = evaluate(model, config, data / "text", silent)
    by_set = {(r["set"], r["head"]): r for r in json.loads(json.dumps(results)) if isinstance(r, dict)}
    waimai = by_set["waimai", "polarity"]
    assert waimai["accuracy"]["value"] > 0.9
    assert waimai["accuracy"]["low"] <= waimai["accuracy"]["value"] <= waimai["accuracy"]["high"]
    assert waimai["floor"] == [90.4, 88.7]
    assert ("own", "emotion") in by_set


def test_without_data_the_command_says_what_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    result = CliRunner().invoke(main, ["train", "--out", str(tmp_path)])
    assert isinstance(result.exception, SetupError)
    assert DATA_VARIABLE in str(result.exception)


def test_a_folder_without_text_is_named_as_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    with pytest.raises(SetupError, match="text/"):
        data_folder()


@pytest.mark.parametrize("change", ["nonsense: 1\n", "seed: word\n"])
def test_a_wrong_configuration_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "train.yaml"
    path.write_text(change, "utf-8")
    with pytest.raises(SetupError, match=r"train\.yaml"):
        load_config(path)


def test_every_source_of_the_shipped_configuration_names_known_maps() -> None:
    config = load_config()
    for source in config.sources:
        assert not source.polarity or source.polarity in config.polarity_maps
        assert not source.emotion or source.emotion in config.emotion_maps
        assert not source.sarcasm or source.sarcasm in config.sarcasm_maps
