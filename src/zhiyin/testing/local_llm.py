"""Local LLM: a real language model from a GGUF file, served by ``xllamacpp`` on loopback in a process of its own.

pip install xllamacpp
python -m zhiyin.testing.local_llm MODEL.gguf [THREADS]
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT = 2_048
"""Tokens of one conversation: the question's task takes about 450."""


class LocalLlmMissingError(Exception):
    """``xllamacpp`` is not installed, or the file cannot be served."""


@contextmanager
def local_llm(where: str, threads: int = 1) -> Iterator[str]:
    """The base URL for ``where``: itself if it is one already, else that of a server for the GGUF file it names."""
    if where.startswith(("http://", "https://")):
        yield where
        return
    if not Path(where).is_file():
        raise LocalLlmMissingError(f"{where} is neither a base URL nor a file")
    command = [sys.executable, "-m", "zhiyin.testing.local_llm", where, str(threads)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            address = next((line.strip() for line in process.stdout if line.startswith("http")), "")
            if not address:
                raise LocalLlmMissingError(
                    "the file cannot be served; it must be a GGUF model, and xllamacpp installed"
                )
            yield address
        finally:
            process.stdin.close()
            process.kill()


def main() -> None:
    """Serve until standard input ends."""
    file, threads = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
    engine = importlib.import_module("xllamacpp")
    settings = engine.CommonParams()
    settings.model.path = file
    settings.n_ctx, settings.n_parallel = CONTEXT, 1
    settings.cpuparams.n_threads = threads
    settings.cpuparams_batch.n_threads = threads
    settings.port = 0
    server = engine.Server(settings)
    address = str(server.listening_address)
    print((address if address.startswith("http") else f"http://{address}") + "/v1", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
