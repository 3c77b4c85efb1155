"""Satisfaction export: the scales of the blend and of the fast reader, fitted on dev, as an artefact folder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from zhiyin.domain.errors import SetupError
from zhiyin.models.golden import GoldenLine, PassageReader
from zhiyin.models.manifest import DataUse, Manifest, read_manifest
from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import (
    ENCODER,
    ENCODER_KIND,
    FAMILIES,
    FEATURES,
    PIECES,
    PLAN,
    WEIGHTS,
    load_encoder,
    load_linear,
)
from zhiyin.models.satisfaction import HEAD, LABELS, SatisfactionGolden, SatisfactionScales
from zhiyin.models.satisfaction_artefact import CARD, GOLDEN, KIND, SCALES, answers, triple
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.tokens import Line
from zhiyin.training.datasets import passage, rows
from zhiyin.training.export import LICENCE, licences, write_folder
from zhiyin.training.satisfaction import SET, Marked, figures, measure, read_marked, table

NAME, VERSION = "satisfaction-zh", "0.1.0"
FITTED_FOR = (ENCODER, PIECES, PLAN, WEIGHTS, FAMILIES)
FOLDS = 11
"""Of three dialogues each."""
_START, _PULL = 0.5, 0.002
"""Where the scales start, and how hard they are pulled there; a trifle, so that no draw of dialogues runs away."""
CASES: tuple[tuple[str, tuple[tuple[bool, str], ...]], ...] = (
    ("谢谢，解决了", ((True, "您好，已经为您处理好了"),)),
    ("都三天了还没人处理", ((True, "请您耐心等待"),)),
    ("你们到底管不管，我要投诉", ((True, "请稍等"),)),
    ("请问怎么退货", ()),
    ("好的，非常满意", ((True, "退款已经到账"),)),
    ("打13800138000给我", ((False, "在吗"), (True, "在的"))),
    ("没货就算了吧，白等一个星期", ((True, "这款暂时没有货了"),)),
    ("1234567890", ()),
    ("好的", ((True, "预计明天送达"),)),
    ("", ()),
)
"""Golden cases: what was said, and (by us?, what) before it."""
_CARD = """# {name}

How satisfied a customer's turn sounds: dissatisfied, neutral, satisfied. The weights are those of {text} (head
`satisfaction` over the encoder, and its linear part over n-grams), taught by the marks of JD customer-service dialogues
({set}, {train} turns of train; terms: {terms}). Here are only the scales of the blend, and that of the n-grams alone
for the fast reader, fitted on dev by maximum likelihood; without offsets, which followed the mix of labels of the few
dialogues of dev. A mark says how the turn sounds within its whole dialogue.

{table}

"Scales of other dialogues": each dialogue by scales fitted without it ({folds} folds); legibility is left aside there.
"""
Floats = NDArray[np.float64]


def export_satisfaction(text: Path, data: Path, out: Path, say: Callable[[str], None]) -> Path:
    """Fits on dev, measures there, writes ``out/satisfaction-zh-VERSION``. SetupError without the dev part."""
    path = data / "text" / f"{SET}.dev.jsonl.gz"
    if not path.exists():
        raise SetupError(f"{path.name} is not in the data folder; put it there")
    marked, manifest = read_marked(path), read_manifest(text, ENCODER_KIND)
    parts = _logits(load_encoder(text), marked)
    scales = fit_scales(*parts, marked.marks, {name: manifest.files[name] for name in FITTED_FOR})
    full, fast = load_encoder(text, calibrated=scales), load_linear(text, calibrated=scales)
    apart = figures("full model, scales of other dialogues", _apart(parts, marked), marked.marks, marked.dialogues)
    found = [("full model", measure(full, marked, say)), ("fast reader", measure(fast, marked, say))]
    shown = table("dev", marked, [*(replace(m, reader=name) for name, m in found if m), apart])
    say(shown)
    train = len(rows(data, SET, "train"))
    terms = licences()[SET]
    card = _CARD.format(
        name=f"{NAME}-{VERSION}", text=text.name, set=SET, train=train, terms=terms, table=shown, folds=FOLDS
    )
    files = {
        SCALES: msgspec.json.format(msgspec.json.encode(scales), indent=1) + b"\n",
        GOLDEN: b"".join(msgspec.json.encode(case) + b"\n" for case in _golden(full, fast)),
        CARD: card.encode(),
    }
    return write_folder(out, _manifest(DataUse(SET, train, ["satisfaction"], terms)), files)


def fit_scales(
    encoder: Floats, linear: Floats, marks: NDArray[np.int64], fits: Mapping[str, str]
) -> SatisfactionScales:
    """Maximum likelihood of the marks. Logits are turns x labels."""
    blend = _fit((encoder, linear), marks)
    fast = _fit((linear,), marks)
    return SatisfactionScales(dict(fits), round(blend[0], 4), round(blend[1], 4), round(fast[0], 4))


def _fit(parts: Sequence[Floats], marks: NDArray[np.int64]) -> list[float]:
    start = np.full(len(parts), _START)

    def loss(scales: Floats) -> float:
        p = _soft(sum((s * z for s, z in zip(scales, parts, strict=True)), np.zeros_like(parts[0])))
        cost = -float(np.log(p[np.arange(len(marks)), marks] + 1e-12).mean())
        return cost + _PULL * float(((scales - start) ** 2).sum())

    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-7})
    return [float(scale) for scale in found.x]


def _apart(parts: tuple[Floats, Floats], marked: Marked) -> Floats:
    """Probabilities by the full blend, each dialogue by scales fitted without it."""
    names = {name: number % FOLDS for number, name in enumerate(dict.fromkeys(marked.dialogues))}
    fold = np.array([names[name] for name in marked.dialogues])
    p = np.zeros_like(parts[0])
    for number in range(FOLDS):
        kept, out = fold != number, fold == number
        scales = _fit([part[kept] for part in parts], marked.marks[kept])
        p[out] = _soft(scales[0] * parts[0][out] + scales[1] * parts[1][out])
    return p


def _soft(z: Floats) -> Floats:
    raised = np.exp(z - z.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _logits(model: EncoderTextModel, marked: Marked) -> tuple[Floats, Floats]:
    """Of the satisfaction head: the encoder's and the n-grams', turns x labels."""
    columns = next(columns for head, columns in model.plan.placed() if head.name == HEAD)
    passages = [Passage(f.folded, tuple(e.span for e in f.masked.entities)) for f in marked.turns]
    before = [tuple(Line(Passage(b.folded, b.holes), b.ours) for b in f.before) for f in marked.turns]
    encoder, linear = model.logits(passages, before)
    return encoder[:, columns].astype(np.float64), linear[:, columns].astype(np.float64)


def _golden(full: PassageReader, fast: PassageReader) -> Iterator[SatisfactionGolden]:
    drafts = [_draft(text, before) for text, before in CASES]
    for case, a, b in zip(drafts, answers(full, drafts), answers(fast, drafts), strict=True):
        if a and b:
            yield msgspec.structs.replace(case, full=_rounded(triple(a)), fast=_rounded(triple(b)))


def _draft(text: str, before: Sequence[tuple[bool, str]]) -> SatisfactionGolden:
    said = passage(text)
    lines = [(ours, passage(line)) for ours, line in before]
    nothing = (0.0, 0.0, 0.0)
    known = [GoldenLine(line.folded, list(line.holes), ours) for ours, line in lines]
    return SatisfactionGolden(said.folded, list(said.holes), known, nothing, nothing)


def _rounded(shares: tuple[float, float, float]) -> tuple[float, float, float]:
    return (round(shares[0], 5), round(shares[1], 5), round(shares[2], 5))


def _manifest(use: DataUse) -> Manifest:
    return Manifest(
        name=NAME,
        version=VERSION,
        kind=KIND,
        features=FEATURES,
        licence=LICENCE,
        files={},
        labels={"satisfaction": LABELS},
        thresholds={},
        data=[use],
    )
