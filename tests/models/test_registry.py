"""The registry: a folder is taken only if it is whole, unchanged, made for this program, and answers as it did."""

import json
import shutil
from pathlib import Path

import pytest

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.registry import ARTEFACTS, RISK_DEFAULT, TEXT_DEFAULT, load_risk_weights, load_text_model
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.wording import phrase
from zhiyin.testing.artefact import edit, resign

SHIPPED = ARTEFACTS / TEXT_DEFAULT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "model")


def test_the_shipped_model_loads_and_is_small() -> None:
    assert load_text_model().name == TEXT_DEFAULT
    assert sum(f.stat().st_size for f in SHIPPED.iterdir()) <= 60_000_000


def test_golden_cases_are_enough_and_cover_the_hard_ones() -> None:
    cases = [json.loads(line) for line in (SHIPPED / "golden.jsonl").read_text("utf-8").splitlines()]
    assert len(cases) >= 30
    assert any(c["unsure"] for c in cases)
    assert any(c["holes"] for c in cases)


@pytest.mark.parametrize(
    "name", ["encoder.onnx", "heads.npz", "pieces.model", "weights.npz", "blend.json", "golden.jsonl", "card.md"]
)
def test_a_changed_file_is_refused_by_name(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[-1] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ArtefactError, match=rf"{name} was changed"):
        load_text_model(copy)


@pytest.mark.parametrize("name", ["encoder.onnx", "weights.npz", "manifest.json"])
def test_a_missing_file_is_refused_by_name(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ArtefactError, match=name):
        load_text_model(copy)


def test_another_calibration_fails_the_golden_cases(copy: Path) -> None:
    path = copy / "blend.json"
    changed = json.loads(path.read_text("utf-8"))
    changed["polarity_scale"] *= 1.5
    path.write_text(json.dumps(changed), "utf-8")
    resign(copy)
    with pytest.raises(ArtefactError, match="golden case"):
        load_text_model(copy)


def test_an_artefact_without_golden_cases_is_refused(copy: Path) -> None:
    (copy / "golden.jsonl").write_bytes(b"")
    resign(copy)
    with pytest.raises(ArtefactError, match="empty"):
        load_text_model(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"features": "char-ngrams-0"}, "inputs"),
        ({"kind": "risk-additive"}, "kind"),
        ({"labels": {"polarity": ["bad", "good"], "emotion": []}}, "labels"),
        ({"thresholds": {}}, "threshold"),
        ({"files": {}}, "names no"),
        ({"files": {"../card.md": "0"}}, "plain file name"),
        ({"unknown": 1}, "malformed"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(copy: Path, change: dict[str, object], said: str) -> None:
    edit(copy, change)
    with pytest.raises(ArtefactError, match=said):
        load_text_model(copy)


def test_garbage_weights_are_refused_even_when_signed(copy: Path) -> None:
    (copy / "weights.npz").write_bytes(b"PK\x05\x06" + bytes(18))
    resign(copy)
    with pytest.raises(ArtefactError, match="weights"):
        load_text_model(copy)


def test_every_source_is_named_with_its_terms() -> None:
    data = json.loads((SHIPPED / "manifest.json").read_text("utf-8"))["data"]
    assert len(data) >= 20
    assert all(d["licence"] and d["licence"] != "not known" for d in data)


def test_risk_weights_speak_of_known_facts_and_read_in_chinese() -> None:
    weights = load_risk_weights()
    numbers = {f.name for f in FACTS if isinstance(f.sample, int | float)}
    assert weights.name == RISK_DEFAULT
    assert {t.fact for t in weights.terms} <= numbers
    for term in weights.terms:
        assert any("\u4e00" <= c <= "\u9fff" for c in phrase(term.phrase, 1))
        assert term.start != term.full
    assert {c.fact for c in weights.curves} <= numbers
    for curve in weights.curves:
        sides = [(curve.worse, max(y for _, y in curve.points)), (curve.better, -min(y for _, y in curve.points))]
        for said, height in sides:
            # A side that counts must say so in words, or a warning would show a number without a reason.
            assert height < 0.05 or any("\u4e00" <= c <= "\u9fff" for c in phrase(said, 1)), curve.fact


def test_changed_risk_weights_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(ARTEFACTS / RISK_DEFAULT, tmp_path / "risk")
    (folder / "weights.json").write_text("{}", "utf-8")
    with pytest.raises(ArtefactError, match=r"weights\.json was changed"):
        load_risk_weights(folder)
    resign(folder)
    with pytest.raises(ArtefactError, match="malformed"):
        load_risk_weights(folder)
