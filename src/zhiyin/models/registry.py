"""Registry: from an artefact folder to a model that is known to be the one that was made."""

from pathlib import Path

import msgspec

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.models import ngrams
from zhiyin.models.calibration import read_calibration
from zhiyin.models.golden import check_golden
from zhiyin.models.manifest import Manifest, read_files, read_manifest
from zhiyin.models.text_linear import COLUMNS, EMOTIONS, POLARITIES, LinearTextModel
from zhiyin.models.weights import unpack
from zhiyin.seams import TextModel

ARTEFACTS = Path(__file__).parent / "artefacts"
TEXT_DEFAULT = "text-emotion-zh-0.1.0"
RISK_DEFAULT = "risk-0.1.0"
TEXT_KIND = "text-linear"
RISK_KIND = "risk-linear"
WEIGHTS, CALIBRATION, GOLDEN, CARD, RISK = "weights.npz", "calibration.json", "golden.jsonl", "card.md", "weights.json"


def load_text_model(folder: Path | None = None) -> TextModel:
    """The model of ``folder``, or the shipped one. Takes about half a second.

    ArtefactError if a file is missing or changed, if it was made for other inputs or labels than this program's, or if
    it does not give the answers of its golden cases.
    """
    return load_linear(folder or ARTEFACTS / TEXT_DEFAULT)


def load_linear(folder: Path) -> LinearTextModel:
    """As ``load_text_model``, with the runner's own type: training measures through it."""
    manifest = read_manifest(folder, TEXT_KIND)
    _check_fit(manifest, folder.name)
    files = read_files(folder, manifest)
    _require(files, (WEIGHTS, CALIBRATION, GOLDEN, CARD), folder.name)
    weights = unpack(files[WEIGHTS], len(COLUMNS), folder.name)
    model = LinearTextModel(manifest, weights, read_calibration(files[CALIBRATION], folder.name))
    check_golden(model, files[GOLDEN])
    return model


def load_risk_weights(folder: Path | None = None) -> RiskWeights:
    """The risk weights of ``folder``, or the shipped ones. ArtefactError if missing, changed or malformed."""
    folder = folder or ARTEFACTS / RISK_DEFAULT
    manifest = read_manifest(folder, RISK_KIND)
    files = read_files(folder, manifest)
    _require(files, (RISK, CARD), folder.name)
    try:
        return msgspec.json.decode(files[RISK], type=RiskWeights)
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{folder.name}: {RISK} is malformed ({error}); export it again") from error


def _check_fit(manifest: Manifest, where: str) -> None:
    if manifest.features != ngrams.VERSION:
        raise ArtefactError(f"{where}: made for inputs {manifest.features}, this program makes {ngrams.VERSION}")
    expected = {"polarity": [p.value for p in POLARITIES], "emotion": [e.value for e in EMOTIONS]}
    if manifest.labels != expected:
        raise ArtefactError(f"{where}: has other labels than this program; install the artefact that belongs to it")
    if "sure" not in manifest.thresholds:
        raise ArtefactError(f"{where}: the manifest names no threshold 'sure'; export the artefact again")


def _require(files: dict[str, bytes], names: tuple[str, ...], where: str) -> None:
    for name in names:
        if name not in files:
            raise ArtefactError(f"{where}: the manifest names no {name}; export the artefact again")
