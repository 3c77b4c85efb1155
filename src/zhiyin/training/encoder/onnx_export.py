"""ONNX export: the encoder without its heads, one text a run, in 8-bit integers."""

import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from zhiyin.models.tokens import Ids
from zhiyin.training.encoder.graph import PRODUCTS, Floats, encoder_graph, place, weights
from zhiyin.training.encoder.network import Layer, Network

SHARE = 0.7
"""How much of a channel's reach is moved from the inputs into the weights: of 0.3 to 0.9 the best on dev texts."""
_LEAST = 1e-4


def encoder_onnx(network: Network, texts: Sequence[Ids]) -> tuple[bytes, bytes]:
    """The encoder in 32-bit floats and in 8-bit integers: input ``ids`` (1 x pieces), output ``states``.

    ``texts``: some that it will meet, by which the few channels that reach far beyond the others are found.
    Weights take 7 bits: with 8, processors that lack VNNI saturate when they add pairs of products, and the same
    artefact would give other answers on other machines (onnxruntime's notes on quantisation).
    """
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        drawn, small = Path(folder) / "drawn.onnx", Path(folder) / "int8.onnx"
        onnx.save(encoder_graph(network, smoothing(network, texts), small_words=True), str(drawn))
        _rounded(drawn, small)
        return encoder_graph(network, {}, small_words=False).SerializeToString(), small.read_bytes()


def _rounded(drawn: Path, small: Path) -> None:
    logging.disable(logging.WARNING)  # it asks for a step of its own that does not know our operators
    try:
        quantize_dynamic(
            drawn,
            small,
            op_types_to_quantize=["MatMul"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    finally:
        logging.disable(logging.NOTSET)


def smoothing(network: Network, texts: Sequence[Ids]) -> Mapping[str, Floats]:
    """What each product's inputs are divided and its weights are multiplied by (SmoothQuant, arXiv:2211.10438, eq. 4).

    Inputs share one scale of 255 steps. A few channels reach twenty times as far as the rest, which would be left with
    a dozen steps; the weights, with a scale of their own for each output, can bear part of that reach.
    """
    reach = _reach(network, texts)
    found = {}
    for number, layer in enumerate(network.layers):
        assert isinstance(layer, Layer)
        for product in PRODUCTS:
            of = np.maximum(np.abs(weights(layer, product)[0]).max(axis=1), _LEAST)
            scale = np.maximum(reach[place(number, product)], _LEAST) ** SHARE / of ** (1 - SHARE)
            found[place(number, product)] = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
    return found


def _reach(network: Network, texts: Sequence[Ids]) -> Mapping[str, NDArray[np.float32]]:
    """The greatest size of each channel that goes into a product."""
    found: dict[str, Floats] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor, ...], Any], None]:
        def note(_: nn.Module, given: tuple[Tensor, ...], __: Any) -> None:
            seen = given[0].abs().flatten(0, -2).amax(0).numpy()
            found[name] = np.maximum(found.get(name, np.zeros_like(seen)), seen)

        return note

    watched = []
    for number, layer in enumerate(network.layers):
        assert isinstance(layer, Layer)
        for product in PRODUCTS:
            module = layer.q if product == "qkv" else getattr(layer, product)
            watched.append(module.register_forward_hook(watch(place(number, product))))
    with torch.inference_mode():
        for ids in texts:
            network.states(torch.from_numpy(ids)[None], None)
    for hook in watched:
        hook.remove()
    return found
