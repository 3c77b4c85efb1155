"""ONNX export: the encoder without its heads, one text a run, in 8-bit integers."""

import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from zhiyin.training.encoder.network import Network

OPSET = 17


class _States(nn.Module):
    """States of one text's pieces: no padding, so no mask."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> Tensor:
        return self.network.states(ids, None)[0]


def encoder_onnx(network: Network) -> tuple[bytes, bytes]:
    """The encoder in 32-bit floats and in 8-bit integers: input ``ids`` (1 x pieces), output ``states``.

    Weights are unsigned: with signed ones, processors that lack VNNI saturate when they add pairs of products, and the
    same artefact would give other answers on other machines (onnxruntime's notes on quantisation).
    """
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "int8.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporter warns of its own age
            torch.onnx.export(
                _States(network),
                (torch.tensor([[0, 5, 6, 7, 2]]),),
                str(full),
                input_names=["ids"],
                output_names=["states"],
                dynamic_axes={"ids": {1: "pieces"}, "states": {0: "pieces"}},
                opset_version=OPSET,
                dynamo=False,
            )
        quantize_dynamic(full, small, weight_type=QuantType.QUInt8, per_channel=True)
        return full.read_bytes(), small.read_bytes()
