"""Command: the command line in this process, which has the program imported already; a new one takes seconds to."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from zhiyin.cli import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def run_command(home: Path, *arguments: str) -> Ran:
    """What ``zhiyin`` with these arguments prints and returns, on a home folder of its own."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict("os.environ", {"ZHIYIN_HOME": str(home)}),
        patch.object(sys, "argv", ["zhiyin", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
            code: object = 0
        except SystemExit as ended:
            code = ended.code
    return Ran(code if isinstance(code, int) else 1, out.getvalue(), err.getvalue())
