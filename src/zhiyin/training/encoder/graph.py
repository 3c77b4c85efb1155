"""Graph: the encoder as an ONNX graph in 32-bit floats, of operators that onnxruntime runs as one step each.

An exporter's trace of the same network spends a quarter of the time between the multiplications.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from zhiyin.models.encoder import INPUT, OUTPUT
from zhiyin.training.encoder.network import Layer, Network

Floats = NDArray[np.float32]
OPSET, IR = 18, 9
CONTRIB = "com.microsoft"
PRODUCTS = ("qkv", "ao", "fi", "fo")
"""A layer's multiplications: query, key and value in one; what attention gives; into and out of the inner width."""
_BYTE = 127


def encoder_graph(network: Network, scales: Mapping[str, Floats], small_words: bool) -> onnx.ModelProto:
    """Input ``ids`` (1 x pieces), output ``states`` (pieces x hidden). ``small_words``: the words' table in bytes.

    ``scales``: by ``place`` of a product, what its input is divided and its weights are multiplied by, one number a
    channel: the same product, shared out otherwise (see ``smoothing``).
    """
    drawn = _Drawing()
    x = _embedded(drawn, network, small_words)
    for number, layer in enumerate(network.layers):
        assert isinstance(layer, Layer)
        x = _layer(drawn, layer, number, x, scales)
    drawn.node("Squeeze", [x, drawn.table("first", np.array([0]))], OUTPUT)
    width = network.heads.in_features
    graph = helper.make_graph(
        drawn.nodes,
        "encoder",
        [helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "pieces"])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["pieces", width])],
        drawn.tables,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR)


def place(layer: int, product: str) -> str:
    return f"layers.{layer}.{product}"


def weights(layer: Layer, product: str) -> tuple[Floats, Floats]:
    """Of one product: the table, inputs x outputs, and what is added."""
    parts = [layer.q, layer.k, layer.v] if product == "qkv" else [getattr(layer, product)]
    table = np.concatenate([_values(part.weight).T for part in parts], axis=1)
    return table, np.concatenate([_values(part.bias) for part in parts])


class _Drawing:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tables: list[onnx.TensorProto] = []

    def table(self, name: str, values: NDArray[Any]) -> str:
        self.tables.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def norm(self, given: str, of: Any, output: str) -> str:
        gain = self.table(f"{output}.gain", _values(of.weight))
        shift = self.table(f"{output}.shift", _values(of.bias))
        return self.node("LayerNormalization", [given, gain, shift], output, epsilon=float(of.eps))

    def added_norm(self, one: str, other: str, of: Any, output: str) -> str:
        """Sum, not Add, which onnxruntime would fuse with the norm to a step that takes three times as long."""
        return self.norm(self.node("Sum", [one, other], f"{output}.sum"), of, output)


def _embedded(drawn: _Drawing, network: Network, small: bool) -> str:
    if small:
        _words_of_bytes(drawn, network)
    else:
        drawn.node("Gather", [drawn.table("words", _values(network.word.weight)), INPUT], "word")
    places = _values(network.position.weight) + _values(network.kind)
    drawn.node("Shape", [INPUT], "pieces", start=1, end=2)
    ends = [drawn.table("begin", np.array([0])), "pieces", drawn.table("axis", np.array([0]))]
    drawn.node("Slice", [drawn.table("places", places), *ends], "place")
    drawn.node("Add", ["word", "place"], "placed")
    return drawn.norm("placed", network.norm, "embedded")


def _words_of_bytes(drawn: _Drawing, network: Network) -> None:
    """Each word has a scale of its own: a rare word's small numbers are not drowned by a frequent one's."""
    words = _values(network.word.weight)
    scale = np.maximum(np.abs(words).max(axis=1, keepdims=True), np.float32(1e-9)) / np.float32(_BYTE)
    drawn.node("Gather", [drawn.table("words", np.round(words / scale).astype(np.int8)), INPUT], "word.bytes")
    drawn.node("Cast", ["word.bytes"], "word.steps", to=TensorProto.FLOAT)
    drawn.node("Gather", [drawn.table("scales", scale.astype(np.float32)), INPUT], "word.scale")
    drawn.node("Mul", ["word.steps", "word.scale"], "word")


def _layer(drawn: _Drawing, layer: Layer, number: int, x: str, scales: Mapping[str, Floats]) -> str:
    """Attention and the two-layer network, each added to what came in and evened (post-norm)."""

    def product(name: str, given: str) -> str:
        where = place(number, name)
        table, bias = weights(layer, name)
        if where in scales:
            scale = scales[where]
            table = table * scale[:, None]
            shrink = drawn.table(f"{where}.shrink", (1 / scale).astype(np.float32))
            given = drawn.node("Mul", [given, shrink], f"{where}.given")
        drawn.node("MatMul", [given, drawn.table(f"{where}.weights", table)], f"{where}.product")
        return drawn.node("Add", [f"{where}.product", drawn.table(f"{where}.bias", bias)], where)

    at = f"layers.{number}"
    parts = [f"{at}.{part}" for part in ("q", "k", "v")]
    split = helper.make_node("Split", [product("qkv", x)], parts, name=f"{at}.split", axis=2, num_outputs=3)
    drawn.nodes.append(split)
    drawn.node("MultiHeadAttention", parts, f"{at}.seen", CONTRIB, num_heads=layer.heads)
    x = drawn.added_norm(product("ao", f"{at}.seen"), x, layer.aln, f"{at}.attended")
    drawn.node("Gelu", [product("fi", x)], f"{at}.inner", CONTRIB)
    return drawn.added_norm(product("fo", f"{at}.inner"), x, layer.oln, f"{at}.out")


def _values(tensor: Tensor) -> Floats:
    found: Floats = tensor.detach().numpy().astype(np.float32)
    return found
