"""The registry and text models of two parts: whole, unchanged, made for this program, and answering as they did."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from zhiyin.domain.errors import ArtefactError
from zhiyin.models import registry
from zhiyin.models.golden import Golden
from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import load_encoder, load_linear, load_text_model
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.text_linear import LinearTextModel
from zhiyin.testing.artefact import edit, resign


@pytest.fixture
def copy(tiny_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_folder, tmp_path / "model")


def golden(folder: Path) -> list[Golden]:
    lines = (folder / registry.GOLDEN).read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Golden) for line in lines]


def put(folder: Path, cases: list[Golden]) -> None:
    (folder / registry.GOLDEN).write_bytes(b"\n".join(msgspec.json.encode(case) for case in cases))
    resign(folder)


def test_the_kind_decides_which_model_is_loaded(tiny_folder: Path) -> None:
    model = load_text_model(tiny_folder)
    assert isinstance(model, EncoderTextModel)
    assert model.name == "text-tiny-0.0.1"


def test_the_linear_part_is_read_alone_from_the_same_folder(tiny_folder: Path, copy: Path) -> None:
    model = load_linear(tiny_folder)
    assert isinstance(model, LinearTextModel)
    assert model.sure == 0.4
    assert model.read_passages([Passage("质量太差")], ["质量太差"])[0].model == "text-tiny-0.0.1"
    edit(copy, {"thresholds": {"sure": 0.4, "linear_sure": 0.9}})
    assert load_linear(copy).sure == 0.9
    assert load_encoder(copy).sure == 0.4


def test_without_its_families_the_linear_part_is_silent_in_them(tiny_folder: Path, copy: Path) -> None:
    passage = [Passage("质量太差")]
    (copy / registry.FAMILIES).unlink()
    files = json.loads((copy / "manifest.json").read_text("utf-8"))["files"]
    edit(copy, {"files": {n: h for n, h in files.items() if n != registry.FAMILIES}})
    whole, part = (load_encoder(f).families(passage) for f in (tiny_folder, copy))
    assert whole["review"].tobytes() != part["review"].tobytes()
    assert whole["polarity"].tobytes() == part["polarity"].tobytes()


@pytest.mark.parametrize(
    "name", ["encoder.onnx", "pieces.model", "heads.npz", "heads.json", "weights.npz", "blend.json"]
)
def test_a_changed_or_missing_file_is_refused_by_name(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[-1] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ArtefactError, match=rf"{name} was changed"):
        load_text_model(copy)
    (copy / name).unlink()
    with pytest.raises(ArtefactError, match=name):
        load_text_model(copy)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("encoder.onnx", "the encoder cannot be loaded"),
        ("pieces.model", "piece table"),
        ("heads.npz", r"heads\.npz"),
        ("heads.json", r"heads\.json"),
        ("weights.npz", "weights"),
        ("blend.json", "calibration"),
        ("golden.jsonl", "golden"),
    ],
)
@pytest.mark.parametrize("content", [b"", b"nonsense"])
def test_garbage_is_refused_even_when_signed(copy: Path, name: str, said: str, content: bytes) -> None:
    (copy / name).write_bytes(content)
    resign(copy)
    with pytest.raises(ArtefactError, match=said):
        load_text_model(copy)


def test_a_plan_without_the_products_own_heads_is_refused(copy: Path) -> None:
    plan = json.loads((copy / registry.PLAN).read_text("utf-8"))
    plan["heads"][1]["name"] = "feeling"
    (copy / registry.PLAN).write_text(json.dumps(plan), "utf-8")
    resign(copy)
    with pytest.raises(ArtefactError, match="no head emotion"):
        load_text_model(copy)


def test_limits_that_the_encoder_cannot_hold_or_other_inputs_are_refused(copy: Path) -> None:
    edit(copy, {"features": "char-ngrams-1"})
    with pytest.raises(ArtefactError, match="inputs"):
        load_text_model(copy)


def test_another_blend_fails_the_golden_cases(copy: Path) -> None:
    edit(copy, {"polarity_scale": 3.0}, registry.BLEND)
    resign(copy)
    with pytest.raises(ArtefactError, match="golden case"):
        load_text_model(copy)


def test_golden_cases_hold_the_context_they_were_asked_in(copy: Path) -> None:
    cases = golden(copy)
    assert any(case.before for case in cases)
    put(copy, [msgspec.structs.replace(case, before=[]) for case in cases])
    with pytest.raises(ArtefactError, match="golden case 2"):
        load_text_model(copy)


def test_small_differences_of_another_processor_pass_and_great_ones_do_not(copy: Path) -> None:
    cases = golden(copy)
    for change, passes in ((0.04, True), (0.06, False)):
        put(copy, [msgspec.structs.replace(case, intensity=case.intensity + change) for case in cases])
        if passes:
            load_text_model(copy)
        else:
            with pytest.raises(ArtefactError, match="golden case 1"):
                load_text_model(copy)


def test_doubt_is_compared_only_away_from_the_threshold(copy: Path) -> None:
    """The threshold is moved to what the first case's probability is: then its being unsure is not held against it."""
    case = golden(copy)[0]
    flipped = msgspec.structs.replace(case, unsure=not case.unsure)
    put(copy, [flipped])
    edit(copy, {"thresholds": {"sure": max(case.polarity.values())}})
    load_text_model(copy)
    edit(copy, {"thresholds": {"sure": 0.0}})
    put(copy, [msgspec.structs.replace(case, unsure=True)])
    with pytest.raises(ArtefactError, match="golden case 1"):
        load_text_model(copy)
