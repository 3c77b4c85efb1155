"""Tuned artefact: the folder of a fine-tuned model, which the program runs like the shipped one."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from zhiyin.models.cascade import CONTEXT, SURE
from zhiyin.models.golden import Golden, golden_of
from zhiyin.models.heads import pack_heads
from zhiyin.models.manifest import DataUse, digest
from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import CARD, GOLDEN, HEADS
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.tokens import Line
from zhiyin.training.base_artefact import BaseArtefact
from zhiyin.training.export import write_folder
from zhiyin.training.tune import Tuned, comparison_table

_CARD = """# {name}

Fine-tuned from {base} on labels of its user: {rows} rows of one CSV file (SHA-256 `{file}`), which say the {head}. The
file itself is not in here. The encoder, the n-gram table and all thresholds but two are those of {base}; the weights
of its {moved} got a correction, fitted by L-BFGS through the model's own likelihood, with an L2 pull of {strength:g}
towards the shipped weights that was chosen by cross-validation.

The figures compare {base} with a correction fitted without the rows it is measured on (a fifth, drawn by label); the
weights in this folder were then fitted on all rows. Brackets: 95 % intervals. `own sayings` are the sayings {base} was
chosen on: what they lose is what fine-tuning made the model forget.

{table}
{worse}
The fast reader for big files was not tuned, so its word never stands here: every row is read by the whole model.

---

"""


def write_tuned(base: BaseArtefact, tuned: Tuned, content: bytes, out: Path) -> Path:
    """``content``: the user's file, of which only the hash is kept. Returns the new folder under ``out``."""
    file = digest(content)
    version = f"{base.manifest.version}-tuned-{file[:8]}"
    use = DataUse(f"CSV of the user, SHA-256 {file[:16]}", tuned.rows, [tuned.head], "the user's own")
    fast = {key: 1.0 for key in (SURE, CONTEXT) if SURE in base.manifest.thresholds}
    draft = msgspec.structs.replace(
        base.manifest,
        version=version,
        files={},
        data=[*base.manifest.data, use],
        thresholds=base.manifest.thresholds | fast,
    )
    model = base.with_heads(tuned.heads, version)
    files = base.files | {
        HEADS: pack_heads(tuned.heads.weights, tuned.heads.bias),
        GOLDEN: _golden(model, base.files[GOLDEN]),
        CARD: _card(base, tuned, draft.full_name, file).encode() + base.files[CARD],
    }
    return write_folder(out, draft, files)


def _golden(model: EncoderTextModel, content: bytes) -> bytes:
    """The cases of the base with the answers of the new model."""
    cases = [msgspec.json.decode(line, type=Golden) for line in content.splitlines() if line.strip()]
    passages = [Passage(case.text, tuple(case.holes)) for case in cases]
    before = [[Line(Passage(b.text, tuple(b.holes)), b.ours) for b in case.before] for case in cases]
    readings = model.read_passages(passages, [case.text for case in cases], before)
    made = [golden_of(*case) for case in zip(passages, readings, before, strict=True)]
    return b"".join(msgspec.json.encode(case) + b"\n" for case in made)


def _card(base: BaseArtefact, tuned: Tuned, name: str, file: str) -> str:
    return _CARD.format(
        name=name,
        base=base.manifest.full_name,
        rows=tuned.rows,
        file=file,
        head=tuned.head,
        moved="polarity head" if tuned.head == "polarity" else "polarity and emotion heads",
        strength=tuned.strength,
        table=comparison_table(tuned.comparisons),
        worse=_warning(tuned.worse),
    )


def _warning(worse: Sequence[str]) -> str:
    if not worse:
        return ""
    return f"\n**Worse than the base, and written all the same because its user asked so:** {'; '.join(worse)}.\n"
