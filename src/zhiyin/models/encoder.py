"""Encoder: the transformer behind the text model, run by onnxruntime on the CPU, one text at a time."""

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as faults

from zhiyin.domain.errors import ArtefactError
from zhiyin.models.tokens import BEGIN, END, Ids

Floats = NDArray[np.float32]
INPUT, OUTPUT = "ids", "states"
_ERRORS_ONLY = 3
_FAULTS = (
    faults.Fail,
    faults.InvalidArgument,
    faults.InvalidGraph,
    faults.InvalidProtobuf,
    faults.NotImplemented,
    faults.RuntimeException,
    RuntimeError,
    ValueError,
)


class Encoder:
    """Safe for many threads. The same pieces give the same bits, whatever runs beside: one thread a run, no padding,
    no neighbours (the scales of int8 arithmetic are those of the whole input)."""

    def __init__(self, content: bytes, where: str) -> None:
        """``content``: an ONNX file; ``where`` names the artefact in errors. ArtefactError if it is no such network."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = _ERRORS_ONLY
        # Plans of memory are kept per length of input, and lengths are many.
        options.enable_mem_pattern = False
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except _FAULTS as error:
            raise ArtefactError(f"{where}: the encoder cannot be loaded ({_line(error)}); export it again") from error
        self.width = self._width(where)
        """Length of a state."""

    def states(self, ids: Ids) -> Floats:
        """The last layer's state of each piece: pieces x width. ``ids`` must be in the encoder's vocabulary."""
        found: Floats = self._session.run([OUTPUT], {INPUT: ids[None, :]})[0]
        return found

    def check(self, pieces: int, longest: int, where: str) -> None:
        """ArtefactError unless it reads ``pieces`` different pieces, ``longest`` of them at once, and gives numbers."""
        ids = np.full(longest, END, dtype=np.int64)
        ids[0], ids[-1] = BEGIN, pieces - 1
        try:
            found = self.states(ids)
        except _FAULTS as error:
            raise ArtefactError(
                f"{where}: the encoder does not fit its piece table or its limits ({_line(error)}); export it again"
            ) from error
        if found.shape != (longest, self.width) or not np.isfinite(found).all():
            raise ArtefactError(f"{where}: the encoder gives {found.shape} for {longest} pieces; export it again")

    def _width(self, where: str) -> int:
        """The width of its output, after what goes in and comes out was checked."""
        into = [(i.name, i.type, len(i.shape)) for i in self._session.get_inputs()]
        out = [(o.name, o.type, len(o.shape)) for o in self._session.get_outputs()]
        if into != [(INPUT, "tensor(int64)", 2)] or out != [(OUTPUT, "tensor(float)", 2)]:
            raise ArtefactError(
                f"{where}: the encoder takes {into} and gives {out}, needed are {INPUT} (int64, 1 x pieces) and "
                f"{OUTPUT} (float, pieces x width); export it again"
            )
        width = self._session.get_outputs()[0].shape[1]
        if not isinstance(width, int):
            raise ArtefactError(f"{where}: the encoder does not say how wide its states are; export it again")
        return width


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
