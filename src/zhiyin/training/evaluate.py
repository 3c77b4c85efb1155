"""Evaluate: the artefact as it stands on every set of a folder, against the majority and the floor of its notes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec
import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.stats import spearmanr

from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.models.text_linear import LinearTextModel
from zhiyin.training.config import HERE, OWN, TrainConfig
from zhiyin.training.datasets import Row, passage, read_rows, strength
from zhiyin.training.metrics import Figure, accuracy, calibration_error, macro_f1
from zhiyin.training.own import sentences

EVALUATION = HERE / "evaluate.yaml"
_PART = re.compile(r"(?P<set>.+)\.(?P<part>test|dev)\.jsonl\.gz")


class SetPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    set: str
    head: str
    map: str
    floor: list[float]
    drop: list[str] = []


class EvaluationPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seed: int
    groups: dict[str, dict[str, list[Emotion]]]
    sets: list[SetPlan]


@dataclass(frozen=True, slots=True)
class Result:
    """One set. ``sure_*``: among the answers that were not ``unsure``. ``floor`` is in percent, of the test part."""

    set: str
    part: str
    head: str
    texts: int
    accuracy: Figure
    macro_f1: Figure
    majority: float
    calibration_error: float
    sure_share: float
    sure_accuracy: Figure
    floor: Sequence[float]


def evaluate(model: LinearTextModel, config: TrainConfig, folder: Path, say: Callable[[str], None]) -> list[object]:
    """Scores every NAME.test or NAME.dev file of ``folder`` that the plan knows, and our own dev sentences."""
    plan = msgspec.convert(yaml.safe_load(EVALUATION.read_text(encoding="utf-8")), EvaluationPlan)
    known = {p.set: p for p in plan.sets}
    results: list[object] = [asdict(r) for r in _own(model, config, plan.seed)]
    for path in sorted(folder.glob("*.jsonl.gz")):
        named = _PART.fullmatch(path.name)
        if not named or named["set"] not in known:
            continue
        task, rows = known[named["set"]], read_rows(path)
        if task.head == "intensity":
            results.append(_strength(model, task, named["part"], rows))
        else:
            results.append(asdict(_scored(model, config, plan, task, named["part"], rows)))
        say(msgspec.json.encode(results[-1]).decode())
    return results


def read_all(model: LinearTextModel, texts: Sequence[str]) -> list[Reading]:
    passages = [passage(t) for t in texts]
    return model.read_passages(passages, [p.folded for p in passages])


def _scored(
    model: LinearTextModel, config: TrainConfig, plan: EvaluationPlan, task: SetPlan, part: str, rows: Sequence[Row]
) -> Result:
    labels = _labels(config, plan, task)
    chosen = [r for r in rows if str(r["label"]) in labels]
    truth = [labels[str(r["label"])] for r in chosen]
    classes = sorted(set(truth))
    readings = read_all(model, [str(r["text"]) for r in chosen])
    table = np.array([[_share(plan, task, r, c) for c in classes] for r in readings])
    table /= np.maximum(table.sum(axis=1, keepdims=True), 1e-12)
    return _result(task, part, table, np.array([classes.index(t) for t in truth]), readings, plan.seed)


def _labels(config: TrainConfig, plan: EvaluationPlan, task: SetPlan) -> Mapping[str, str]:
    """Label of the set -> class that is scored."""
    if task.head == "polarity":
        return config.polarity_maps[task.map]
    if task.head == "sarcasm":
        return {name: str(value) for name, value in config.sarcasm_maps[task.map].items()}
    return {name: name for name in plan.groups[task.map] if name not in task.drop}


def _share(plan: EvaluationPlan, task: SetPlan, reading: Reading, name: str) -> float:
    if task.head == "polarity":
        return reading.polarity_probs[Polarity(name)]
    if task.head == "sarcasm":
        return reading.sarcasm if name == "1" else 1 - reading.sarcasm
    return sum(reading.emotions[e] for e in plan.groups[task.map][name])


def _result(
    task: SetPlan,
    part: str,
    table: NDArray[np.float64],
    truth: NDArray[np.int64],
    readings: Sequence[Reading],
    seed: int,
) -> Result:
    said = table.argmax(axis=1)
    right = said == truth
    sure = np.array([not r.unsure for r in readings])
    return Result(
        set=task.set,
        part=part,
        head=task.head,
        texts=len(truth),
        accuracy=accuracy(right),
        macro_f1=macro_f1(truth, said, seed),
        majority=float(np.bincount(truth).max() / len(truth)),
        calibration_error=calibration_error(table.max(axis=1), right),
        sure_share=float(sure.mean()),
        sure_accuracy=accuracy(right[sure]),
        floor=task.floor,
    )


def _strength(model: LinearTextModel, task: SetPlan, part: str, rows: Sequence[Row]) -> dict[str, object]:
    """Rank correlation of intensity with the strength that people marked."""
    truth = [strength(task.map, r) or 0.0 for r in rows]
    readings = read_all(model, [str(r["text"]) for r in rows])
    rho = spearmanr(truth, [r.intensity for r in readings]).statistic
    return {"set": task.set, "part": part, "head": task.head, "texts": len(truth), "spearman": float(rho)}


def _own(model: LinearTextModel, config: TrainConfig, seed: int) -> list[Result]:
    """Our own written sentences, the half that was not trained on (but was chosen on: see the notes in the docs)."""
    lines = list(sentences(OWN / config.own.sentences.file, dev=True))
    readings = read_all(model, [line.text for line in lines])
    polar, felt = list(Polarity), list(Emotion)
    by_polarity = np.array([[r.polarity_probs[p] for p in polar] for r in readings])
    by_emotion = np.array([[r.emotions[e] for e in felt] for r in readings])
    truth_p = np.array([polar.index(line.polarity) for line in lines])
    truth_e = np.array([felt.index(line.emotion) for line in lines])
    return [
        _result(SetPlan("own", "polarity", "", []), "dev", by_polarity, truth_p, readings, seed),
        _result(SetPlan("own", "emotion", "", []), "dev", by_emotion, truth_e, readings, seed),
    ]
