"""Command line: ``zhiyin COMMAND``. Every failure that a person can mend is one sentence, never a traceback.

Exit codes: 0 done, 1 done but something was wrong with the data, 2 wrong usage, 3 could not be done, 130 interrupted.
"""

import sys

import click

import zhiyin
from zhiyin.cli.admin import doctor, key, openapi
from zhiyin.cli.audit import audit
from zhiyin.cli.backups import backup, restore
from zhiyin.cli.demo import demo
from zhiyin.cli.files import analyze, replay
from zhiyin.cli.outcomes import outcomes, warnings
from zhiyin.cli.policy import policy
from zhiyin.cli.refit import refit
from zhiyin.cli.report import report
from zhiyin.cli.serve import serve
from zhiyin.cli.summaries import summaries
from zhiyin.cli.thresholds import thresholds
from zhiyin.cli.users import user
from zhiyin.domain.errors import ZhiyinError

FAILED = 3
INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(zhiyin.__version__, prog_name="zhiyin")
def commands() -> None:
    """Zhiyin 知音: hears how each customer feels, warns before it goes wrong, says what to do now."""


for command in (
    demo,
    serve,
    analyze,
    replay,
    policy,
    outcomes,
    warnings,
    refit,
    report,
    thresholds,
    summaries,
    doctor,
    key,
    user,
    audit,
    backup,
    restore,
    openapi,
):
    commands.add_command(command)


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
