"""A tiny made-up text model, whole in form and random in content: tests of the runner need no trained weights."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.models import registry
from zhiyin.models.calibration import Calibration
from zhiyin.models.encoder import Encoder
from zhiyin.models.families import pack_families
from zhiyin.models.golden import golden_of
from zhiyin.models.heads import EncoderPlan, Head, HeadKind, pack_heads, unpack_heads
from zhiyin.models.manifest import FILE, Manifest, digest
from zhiyin.models.ngrams import Passage, hashed, signs
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.models.text_linear import COLUMNS
from zhiyin.models.tokens import Line, Tokenizer
from zhiyin.models.weights import pack, unpack
from zhiyin.testing.lifelike import CASES

table_format: Any = import_module("sentencepiece.sentencepiece_model_pb2")
"""Its classes are made when it is imported, so no type checker sees them."""
WIDTH = 384
KEYS = 32
LONGEST, CONTEXT = 30, 20
WORDS = ("投诉", "太好了", "退款", "发货", "质量", "\u2581good", "\u2581bad", "\u2581is", "\u2581this", "谢谢")
SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789,.!?:;()~'。…[]○😡👍😭🙏"
LIFELIKE = [text for text, _, _ in CASES]
GOLDEN = [
    (Passage("等了三天还没发货,你们到底管不管"), ()),
    (Passage("那太好了"), (Line(Passage("亲,退款15个工作日到账"), ours=True),)),
    (Passage("打[手机号]给我", ((1, 6),)), (Line(Passage("在吗"), ours=False),)),
    (Passage("123456"), ()),
    (Passage("this is bad"), ()),
]


def write_artefact(parent: Path) -> Path:
    """A folder of kind ``text-encoder`` with golden cases of its own."""
    table, plan, chance = pieces(), tiny_plan(), np.random.default_rng(5)
    cut = Tokenizer(table, plan.longest, plan.context)
    weights = chance.normal(0, 0.08, (plan.columns, WIDTH)).astype(np.float32)
    files = {
        registry.ENCODER: network(len(cut)),
        registry.PIECES: table,
        registry.HEADS: pack_heads(weights, chance.normal(0, 0.1, plan.columns).astype(np.float32)),
        registry.PLAN: msgspec.json.encode(plan),
        registry.WEIGHTS: linear_weights(),
        registry.CALIBRATION: msgspec.json.encode(calibration(1.0)),
        registry.BLEND: msgspec.json.encode(calibration(0.8)),
        registry.CARD: b"A made-up model for tests.\n",
    }
    size = len(unpack(files[registry.WEIGHTS], len(COLUMNS), "tiny").hashes)
    rows = np.arange(0, size, 2)
    files[registry.FAMILIES] = pack_families(
        {"review": (rows, chance.normal(0, 1, (len(rows), 2)).astype(np.float32), np.zeros(2, dtype=np.float32))}
    )
    draft = manifest()
    files[registry.GOLDEN] = golden(draft, files)
    folder = parent / draft.full_name
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    signed = msgspec.structs.replace(draft, files={name: digest(content) for name, content in files.items()})
    (folder / FILE).write_bytes(msgspec.json.encode(signed))
    return folder


def manifest() -> Manifest:
    return Manifest(
        name="text-tiny",
        version="0.0.1",
        kind=registry.ENCODER_KIND,
        features=registry.FEATURES,
        licence="Apache-2.0",
        files={},
        labels={"polarity": [p.value for p in Polarity], "emotion": [e.value for e in Emotion]},
        thresholds={"sure": 0.4},
        data=[],
    )


def tiny_plan() -> EncoderPlan:
    def head(name: str, kind: HeadKind, labels: Iterable[str], linear: float = 0.5) -> Head:
        names = list(labels)
        return Head(name, kind, names, 1.0, linear, [0.1] * len(names), [0.0] * len(names), 0.5)

    return EncoderPlan(
        LONGEST,
        CONTEXT,
        [
            head("polarity", HeadKind.CLASSES, Polarity),
            head("emotion", HeadKind.CLASSES, Emotion),
            head("intensity", HeadKind.SHARES, ["strength"]),
            head("sarcasm", HeadKind.SHARES, ["sarcastic"]),
            head("review", HeadKind.CLASSES, ["negative", "positive"]),
            head("many", HeadKind.SHARES, ["anger", "joy"], linear=0.0),
        ],
    )


def calibration(scale: float) -> Calibration:
    return Calibration(
        polarity_scale=scale,
        hint_scale=0.3,
        emotion_scale=1.0,
        agreement={e: {p: 0.8 if i % 3 == j else 0.1 for j, p in enumerate(Polarity)} for i, e in enumerate(Emotion)},
        sarcasm=(1.0, -1.0),
        intensity=(1.0, 0.0),
        strength={e: i / len(Emotion) for i, e in enumerate(Emotion)},
        known_least=0.4,
        known_enough=0.7,
    )


def golden(draft: Manifest, files: dict[str, bytes]) -> bytes:
    plan = tiny_plan()
    model = EncoderTextModel(
        draft,
        Encoder(files[registry.ENCODER], "tiny"),
        Tokenizer(files[registry.PIECES], plan.longest, plan.context),
        unpack_heads(files[registry.HEADS], plan, WIDTH, "tiny"),
        plan,
        unpack(files[registry.WEIGHTS], len(COLUMNS), "tiny"),
        calibration(1.0),
        calibration(0.8),
        None,
    )
    readings = model.read_passages([p for p, _ in GOLDEN], [p.folded for p, _ in GOLDEN], [b for _, b in GOLDEN])
    cases = [golden_of(p, r, b) for (p, b), r in zip(GOLDEN, readings, strict=True)]
    return b"".join(msgspec.json.encode(case) + b"\n" for case in cases)


def pieces() -> bytes:
    """A piece table of the characters of the lifelike sentences, some words, letters and emoji."""
    model = table_format.ModelProto()
    model.trainer_spec.model_type = table_format.TrainerSpec.UNIGRAM
    model.trainer_spec.bos_id, model.trainer_spec.pad_id = 0, 1
    model.trainer_spec.eos_id, model.trainer_spec.unk_id = 2, 3
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = False
    model.normalizer_spec.escape_whitespaces = True
    kind = table_format.ModelProto.SentencePiece
    for piece, of in (("<s>", kind.CONTROL), ("<pad>", kind.CONTROL), ("</s>", kind.CONTROL), ("<unk>", kind.UNKNOWN)):
        model.pieces.add(piece=piece, score=0.0, type=of)
    characters = sorted({c for text in (*LIFELIKE, SIGNS) for c in text if not c.isspace()} | {"\u2581"})
    for piece in (*characters, *WORDS):
        model.pieces.add(piece=piece, score=-10.0 if len(piece) == 1 else -8.0, type=kind.NORMAL)
    content: bytes = model.SerializeToString()
    return content


def linear_weights() -> bytes:
    """Random weights for every n-gram of the lifelike sentences."""
    chance = np.random.default_rng(3)
    values, whole = hashed(signs([Passage(text.lower()) for text in LIFELIKE]))
    hashes = np.unique(values[whole])
    idf = chance.uniform(1, 3, len(hashes)).astype(np.float32)
    weights = chance.normal(0, 0.5, (len(hashes), len(COLUMNS))).astype(np.float32)
    return pack(hashes, weights, idf, np.zeros(len(COLUMNS), dtype=np.float32))


def network(vocabulary: int, width: int = WIDTH, seed: int = 1) -> bytes:
    """Two layers of attention over random states, with dynamic 8-bit products like the shipped network's."""
    chance = np.random.default_rng(seed)
    table: dict[str, NDArray[np.generic]] = {
        "words": chance.normal(0, 1, (vocabulary, width)).astype(np.float32),
        "first": np.array([0], dtype=np.int64),
        "one": np.ones(width, dtype=np.float32),
        "nil": np.zeros(width, dtype=np.float32),
        "part": np.array(0.02, dtype=np.float32),
    }
    nodes = [
        helper.make_node("Squeeze", ["ids", "first"], ["row"]),
        helper.make_node("Gather", ["words", "row"], ["x0"]),
    ]
    for layer in range(2):
        x, to = f"x{layer}", "states" if layer else "x1"
        for name in (f"q{layer}", f"k{layer}"):
            table[f"{name}.w"] = chance.integers(-127, 128, (width, KEYS)).astype(np.int8)
            nodes += _product(x, name)
        nodes += [
            helper.make_node("Transpose", [f"k{layer}"], [f"t{layer}"]),
            helper.make_node("MatMul", [f"q{layer}", f"t{layer}"], [f"s{layer}"]),
            helper.make_node("Mul", [f"s{layer}", "part"], [f"m{layer}"]),
            helper.make_node("Softmax", [f"m{layer}"], [f"a{layer}"], axis=-1),
            helper.make_node("MatMul", [f"a{layer}", x], [f"v{layer}"]),
            helper.make_node("Add", [f"v{layer}", x], [f"y{layer}"]),
            helper.make_node("LayerNormalization", [f"y{layer}", "one", "nil"], [to], axis=-1),
        ]
    return model_of(
        nodes,
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"])],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["pieces", width])],
        table,
    )


def model_of(
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
    table: dict[str, NDArray[np.generic]],
) -> bytes:
    given = [numpy_helper.from_array(values, name) for name, values in table.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, given)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    content: bytes = model.SerializeToString()
    return content


def _product(x: str, name: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("DynamicQuantizeLinear", [x], [f"{name}.8", f"{name}.scale", f"{name}.zero"]),
        helper.make_node("MatMulInteger", [f"{name}.8", f"{name}.w", f"{name}.zero"], [f"{name}.32"]),
        helper.make_node("Cast", [f"{name}.32"], [f"{name}.f"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.f", f"{name}.scale"], [f"{name}.p"]),
        helper.make_node("Mul", [f"{name}.p", "part"], [name]),
    ]
