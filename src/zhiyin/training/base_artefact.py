"""Base artefact: a model opened for fine-tuning, with its files and what its heads read of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from zhiyin.models.calibration import Calibration, read_calibration
from zhiyin.models.encoder import Encoder
from zhiyin.models.heads import EncoderPlan, Heads, read_plan, unpack_heads
from zhiyin.models.manifest import Manifest, read_files, read_manifest
from zhiyin.models.registry import BLEND, CALIBRATION, ENCODER, ENCODER_KIND, HEADS, PIECES, PLAN, WEIGHTS, load_encoder
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.text_linear import COLUMNS
from zhiyin.models.tokens import Tokenizer
from zhiyin.models.weights import unpack
from zhiyin.training.correction import Correction, States
from zhiyin.training.question import Item


@dataclass(frozen=True, slots=True)
class BaseArtefact:
    manifest: Manifest
    files: dict[str, bytes]
    plan: EncoderPlan
    blend: Calibration
    heads: Heads
    model: EncoderTextModel

    def states(self, items: Sequence[Item]) -> States:
        """Mean states and blended logits of the product's polarity and emotion."""
        passages, before = [item.passage for item in items], [item.before for item in items]
        encoder, linear = self.model.logits(passages, before)
        blended = {
            head.name: head.blended(encoder[:, columns], linear[:, columns]).astype(np.float64)
            for head, columns in self.plan.placed()
            if head.name in ("polarity", "emotion")
        }
        mean = self.model.means(passages, before).astype(np.float64)
        return States(mean, blended["polarity"], blended["emotion"])

    def corrected(self, correction: Correction) -> Heads:
        weights, bias = self.heads.weights.copy(), self.heads.bias.copy()
        for head, columns in self.plan.placed():
            if head.name == "polarity":
                weights[columns] += correction.polarity.astype(np.float32)
                bias[columns] += correction.polarity_bias.astype(np.float32)
            if head.name == "emotion":
                weights[columns] += correction.emotion.astype(np.float32)
                bias[columns] += correction.emotion_bias.astype(np.float32)
        return Heads(weights, bias)

    def with_heads(self, heads: Heads, version: str) -> EncoderTextModel:
        """The same model with other heads, in memory."""
        where, files = self.manifest.full_name, self.files
        return EncoderTextModel(
            msgspec.structs.replace(self.manifest, version=version),
            Encoder(files[ENCODER], where),
            Tokenizer(files[PIECES], self.plan.longest, self.plan.context),
            heads,
            self.plan,
            unpack(files[WEIGHTS], len(COLUMNS), where),
            read_calibration(files[CALIBRATION], where),
            self.blend,
            None,
        )


def open_base(folder: Path) -> BaseArtefact:
    """ArtefactError as ``load_encoder`` raises it: also if the artefact is of another kind."""
    model = load_encoder(folder, families=False)
    manifest = read_manifest(folder, ENCODER_KIND)
    files = read_files(folder, manifest)
    plan = read_plan(files[PLAN], folder.name)
    heads = unpack_heads(files[HEADS], plan, model.means([]).shape[1], folder.name)
    return BaseArtefact(manifest, files, plan, read_calibration(files[BLEND], folder.name), heads, model)
