"""Export: the artefact folder with manifest, weights, calibration, golden cases and card."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from zhiyin.models import ngrams
from zhiyin.models.calibration import Calibration
from zhiyin.models.golden import golden_of
from zhiyin.models.manifest import FILE, DataUse, Manifest, digest
from zhiyin.models.registry import CALIBRATION, CARD, GOLDEN, TEXT_KIND, WEIGHTS
from zhiyin.models.text_linear import EMOTIONS, POLARITIES, LinearTextModel
from zhiyin.models.weights import LinearWeights
from zhiyin.training.card import text_card
from zhiyin.training.config import OWN, TrainConfig
from zhiyin.training.datasets import passage
from zhiyin.training.examples import Example

LICENCE = "Apache-2.0 for the program; the terms of the data sources are named one by one in `data`"


@dataclass(frozen=True, slots=True)
class Trained:
    packed: bytes
    weights: LinearWeights
    calibration: Calibration
    sure: float


def export(config: TrainConfig, trained: Trained, examples: Sequence[Example], out: Path) -> Path:
    """Writes ``out/NAME-VERSION``; files of an earlier export are overwritten."""
    draft = Manifest(
        name=config.name,
        version=config.version,
        kind=TEXT_KIND,
        features=ngrams.VERSION,
        licence=LICENCE,
        files={},
        labels={"polarity": [p.value for p in POLARITIES], "emotion": [e.value for e in EMOTIONS]},
        thresholds={"sure": trained.sure},
        data=data_uses(examples),
    )
    files = {
        WEIGHTS: trained.packed,
        CALIBRATION: msgspec.json.format(msgspec.json.encode(trained.calibration), indent=1) + b"\n",
        GOLDEN: _golden(LinearTextModel(draft, trained.weights, trained.calibration)),
        CARD: text_card(draft, trained.calibration).encode(),
    }
    return write_folder(out, draft, files)


def write_folder(out: Path, draft: Manifest, files: Mapping[str, bytes]) -> Path:
    """The files, and the manifest with their hashes, under ``out/NAME-VERSION``."""
    folder = out / draft.full_name
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest = msgspec.structs.replace(draft, files={name: digest(content) for name, content in files.items()})
    (folder / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    return folder


def data_uses(examples: Sequence[Example]) -> list[DataUse]:
    """Per source: texts, what they taught, and the licence the source states."""
    terms = licences()
    counts = Counter(e.source for e in examples)
    uses: defaultdict[str, set[str]] = defaultdict(set)
    for e in examples:
        for family in ("polarity", "emotion", "sarcasm", "intensity"):
            if getattr(e, family) is not None:
                uses[e.source].add(family)
    return [DataUse(n, counts[n], sorted(uses[n]), terms.get(n, "not known")) for n in sorted(counts)]


def licences() -> dict[str, str]:
    """Source -> licence as the source states it."""
    terms: dict[str, str] = yaml.safe_load((OWN / "terms.yaml").read_text(encoding="utf-8"))
    return terms


def _golden(model: LinearTextModel) -> bytes:
    texts: list[str] = yaml.safe_load((OWN / "golden.yaml").read_text(encoding="utf-8"))
    passages = [passage(text) for text in texts]
    readings = model.read_passages(passages, [p.folded for p in passages])
    return b"".join(msgspec.json.encode(golden_of(p, r)) + b"\n" for p, r in zip(passages, readings, strict=True))
