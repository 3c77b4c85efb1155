"""Registry: from an artefact folder to a model that is known to be the one that was made."""

from pathlib import Path

import msgspec

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.models import ngrams, question_text, tokens
from zhiyin.models.calibration import read_calibration
from zhiyin.models.encoder import Encoder
from zhiyin.models.families import Families, unpack_families
from zhiyin.models.golden import INT8_TOLERANCE, check_golden
from zhiyin.models.heads import EncoderPlan, Head, read_plan, unpack_heads
from zhiyin.models.judgement import EMOTIONS, POLARITIES
from zhiyin.models.manifest import Manifest, read_files, read_manifest
from zhiyin.models.question import SAME, SURE, AlignedQuestionModel
from zhiyin.models.question_golden import check_pairs
from zhiyin.models.question_weights import read_pair_calibration, unpack_question
from zhiyin.models.satisfaction import HEAD, SatisfactionScales, fast_reader, full_reader
from zhiyin.models.satisfaction_artefact import SATISFACTION_DEFAULT, SatisfactionArtefact, load_satisfaction
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.text_linear import COLUMNS, LinearTextModel
from zhiyin.models.tokens import Tokenizer
from zhiyin.models.weights import LinearWeights, unpack
from zhiyin.seams import TextModel

ARTEFACTS = Path(__file__).parent / "artefacts"
TEXT_DEFAULT = "text-zh-0.3.0"
RISK_DEFAULT = "risk-0.2.0"
QUESTION_DEFAULT = "question-zh-0.1.0"
ENCODER_KIND = "text-encoder"
RISK_KIND = "risk-additive"
QUESTION_KIND = "question-pair"
FEATURES = f"{ngrams.VERSION}+{tokens.VERSION}"
"""The recipes of a text model's inputs, as the manifest must name them."""
QUESTION_FEATURES = f"{question_text.VERSION}+{tokens.VERSION}"
WEIGHTS, CALIBRATION, GOLDEN, CARD, RISK = "weights.npz", "calibration.json", "golden.jsonl", "card.md", "weights.json"
ENCODER, PIECES, HEADS, PLAN = "encoder.onnx", "pieces.model", "heads.npz", "heads.json"
PAIR_CALIBRATION = "calibration.json"
BLEND, FAMILIES = "blend.json", "families.npz"
"""``families.npz`` may be absent."""


def load_text_model(folder: Path | None = None) -> TextModel:
    """The model of ``folder``, or the shipped one. Takes about a second.

    ArtefactError if a file is missing or changed, if it was made for other inputs or labels than this program's, or if
    it does not give the answers of its golden cases.
    """
    return load_encoder(folder or ARTEFACTS / TEXT_DEFAULT, families=False)


def load_encoder(folder: Path, families: bool = True, calibrated: SatisfactionScales | None = None) -> EncoderTextModel:
    """As ``load_text_model``, with the runner's own type and, unless ``families`` is False, the linear part of all its
    heads: training measures through it. ``calibrated``: in place of the shipped scales of a turn's satisfaction."""
    manifest, where = read_manifest(folder, ENCODER_KIND), folder.name
    _check_fit(manifest, where)
    files = read_files(folder, manifest)
    _require(files, (ENCODER, PIECES, HEADS, PLAN, WEIGHTS, CALIBRATION, BLEND, GOLDEN, CARD), where)
    plan = read_plan(files[PLAN], where)
    tokenizer = Tokenizer(files[PIECES], plan.longest, plan.context)
    encoder = Encoder(files[ENCODER], where)
    encoder.check(len(tokenizer), tokenizer.most, where)
    linear = unpack(files[WEIGHTS], len(COLUMNS), where)
    kept = None if calibrated else _satisfaction(manifest)
    scales = kept.scales if kept else calibrated
    model = EncoderTextModel(
        manifest,
        encoder,
        tokenizer,
        unpack_heads(files[HEADS], plan, encoder.width, where),
        plan,
        linear,
        read_calibration(files[CALIBRATION], where),
        read_calibration(files[BLEND], where),
        files.get(FAMILIES) if families else None,
        full_reader(_head(plan), scales, _families(files, plan, linear, where)),
    )
    check_golden(model, files[GOLDEN], INT8_TOLERANCE)
    if kept:
        kept.check_full(model)
    return model


def load_linear(folder: Path, calibrated: SatisfactionScales | None = None) -> LinearTextModel:
    """The linear part of ``folder``, as a fast model of its own. The golden cases are answers of the whole and so are
    not asked here. Without the calibration of the satisfaction of a turn it gives none."""
    manifest, where = read_manifest(folder, ENCODER_KIND), folder.name
    _check_fit(manifest, where)
    files = read_files(folder, manifest)
    _require(files, (WEIGHTS, CALIBRATION, CARD), where)
    weights, calibration = unpack(files[WEIGHTS], len(COLUMNS), where), read_calibration(files[CALIBRATION], where)
    kept = None if calibrated else _satisfaction(manifest)
    scales = kept.scales if kept else calibrated
    if scales is None:
        return LinearTextModel(manifest, weights, calibration)
    plan = read_plan(files[PLAN], where)
    satisfaction = fast_reader(_head(plan), scales, _families(files, plan, weights, where))
    model = LinearTextModel(manifest, weights, calibration, satisfaction)
    if kept:
        kept.check_fast(model)
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


def _satisfaction(manifest: Manifest) -> SatisfactionArtefact | None:
    """The shipped one, if it was fitted for the files of this text artefact."""
    found = load_satisfaction(ARTEFACTS / SATISFACTION_DEFAULT, FEATURES)
    return found if found.scales.fit(manifest.files) else None


def _head(plan: EncoderPlan) -> Head | None:
    return next((head for head in plan.heads if head.name == HEAD), None)


def _families(files: dict[str, bytes], plan: EncoderPlan, weights: LinearWeights, where: str) -> Families | None:
    """The linear part of the satisfaction head; None if there is none."""
    if FAMILIES not in files or _head(plan) is None:
        return None
    labels = {head.name: len(head.labels) for head in plan.heads}
    return unpack_families(files[FAMILIES], labels, len(weights.hashes), where, only={HEAD})


def load_question_model(folder: Path | None = None) -> AlignedQuestionModel:
    """The question model of ``folder``, or the shipped one; takes some tenths of a second.

    ArtefactError as for the text model.
    """
    folder = folder or ARTEFACTS / QUESTION_DEFAULT
    manifest, where = read_manifest(folder, QUESTION_KIND), folder.name
    if manifest.features != QUESTION_FEATURES:
        raise ArtefactError(f"{where}: made for inputs {manifest.features}, this program makes {QUESTION_FEATURES}")
    if not {SAME, SURE} <= manifest.thresholds.keys():
        raise ArtefactError(f"{where}: the manifest names no thresholds 'same' and 'sure'; export the artefact again")
    files = read_files(folder, manifest)
    _require(files, (PIECES, WEIGHTS, PAIR_CALIBRATION, GOLDEN, CARD), where)
    tokenizer = Tokenizer(files[PIECES], question_text.LONGEST, 0)
    weights = unpack_question(files[WEIGHTS], len(tokenizer), where)
    model = AlignedQuestionModel(manifest, weights, tokenizer, read_pair_calibration(files[PAIR_CALIBRATION], where))
    check_pairs(model, files[GOLDEN])
    return model


def _check_fit(manifest: Manifest, where: str) -> None:
    if manifest.features != FEATURES:
        raise ArtefactError(f"{where}: made for inputs {manifest.features}, this program makes {FEATURES}")
    expected = {"polarity": [p.value for p in POLARITIES], "emotion": [e.value for e in EMOTIONS]}
    if manifest.labels != expected:
        raise ArtefactError(f"{where}: has other labels than this program; install the artefact that belongs to it")
    if "sure" not in manifest.thresholds:
        raise ArtefactError(f"{where}: the manifest names no threshold 'sure'; export the artefact again")


def _require(files: dict[str, bytes], names: tuple[str, ...], where: str) -> None:
    for name in names:
        if name not in files:
            raise ArtefactError(f"{where}: the manifest names no {name}; export the artefact again")
