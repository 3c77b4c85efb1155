"""Command line: ``zhiyin COMMAND``. Every failure that a person can mend is one sentence, never a traceback.

Exit codes: 0 done, 1 done but something was wrong with the data, 2 wrong usage, 3 could not be done, 130 interrupted.
"""

import sys
from importlib import import_module
from typing import cast

import click

import zhiyin
from zhiyin.domain.errors import ZhiyinError

FAILED = 3
INTERRUPTED = 130

MODULES = {
    "demo": "demo",
    "serve": "serve",
    "analyze": "files",
    "replay": "files",
    "policy": "policy",
    "outcomes": "outcomes",
    "warnings": "outcomes",
    "refit": "refit",
    "report": "report",
    "thresholds": "thresholds",
    "summaries": "summaries",
    "doctor": "admin",
    "key": "admin",
    "user": "users",
    "audit": "audit",
    "backup": "backups",
    "restore": "backups",
    "openapi": "admin",
}
"""Command -> the module of this package that holds it under the same name."""


class _Commands(click.Group):
    """Imports a command when it is called: reading a file needs no web server, and importing all takes seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in MODULES:
            return None
        return cast(click.Command, getattr(import_module(f"{__name__}.{MODULES[cmd_name]}"), cmd_name))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(zhiyin.__version__, prog_name="zhiyin")
def commands() -> None:
    """Zhiyin 知音: hears how each customer feels, warns before it goes wrong, says what to do now."""


def main() -> None:
    """Entry point of the ``zhiyin`` program."""
    try:
        code = commands.main(prog_name="zhiyin", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except ZhiyinError as error:
        click.echo(f"zhiyin: {error}", err=True)
        code = FAILED
    sys.exit(code if isinstance(code, int) else 0)
