"""Forked: a command in a process of its own that need not import the program again, which takes longer than most tests.

A server process imports the program once and forks for every command; see ``multiprocessing``, start method forkserver.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from zhiyin.cli import MODULES

IMPORTED = [
    *(f"zhiyin.cli.{module}" for module in sorted(set(MODULES.values()))),
    "zhiyin.testing.analysis",
    "zhiyin.testing.here",
]


class Done(NamedTuple):
    returncode: int
    stdout: bytes
    stderr: bytes


def forked(command: Callable[..., object], *arguments: object) -> BaseProcess:
    """A process that is doing ``command(*arguments)``."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(IMPORTED)
    process = server.Process(target=command, args=arguments)
    process.start()
    return process


def run_forked(command: Callable[..., int], *arguments: object, stdin: bytes = b"") -> Done:
    """``command(*arguments)`` with a pipe for standard input; TimeoutError after two minutes."""
    with tempfile.TemporaryDirectory() as folder:
        pipe, out, err = (Path(folder) / name for name in ("in", "out", "err"))
        os.mkfifo(pipe)
        process = forked(_act, command, arguments, pipe, out, err)
        Thread(target=_feed, args=(pipe, stdin)).start()
        process.join(120)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{command.__name__} did not end")
        return Done(process.exitcode, out.read_bytes(), err.read_bytes())


def _feed(pipe: Path, stdin: bytes) -> None:
    with suppress(BrokenPipeError):
        pipe.write_bytes(stdin)


def _act(command: Callable[..., int], arguments: tuple[object, ...], pipe: Path, out: Path, err: Path) -> None:
    ways = ((pipe, os.O_RDONLY), (out, os.O_WRONLY | os.O_CREAT), (err, os.O_WRONLY | os.O_CREAT))
    for number, (file, way) in enumerate(ways):
        handle = os.open(file, way)
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin = TextIOWrapper(os.fdopen(0, "rb", closefd=False))  # multiprocessing has put an empty one there
    sys.exit(command(*arguments))
