"""Scored: which past conversations a command looks at, and what one without any outcome is taken for."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from zhiyin.domain.warning_report import Silence
from zhiyin.reports.warning_tally import FINE_AFTER_DAYS

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--since", type=click.DateTime(), help="Conversations that began from this day (or time) on."),
    click.option("--until", type=click.DateTime(), help="Conversations that began before this day (or time)."),
    click.option(
        "--silence",
        type=click.Choice([s.value for s in Silence]),
        default="unknown",
        show_default=True,
        help="What a conversation without any outcome is taken for.",
    ),
    click.option(
        "--after-days",
        default=FINE_AFTER_DAYS,
        show_default=True,
        type=click.IntRange(0, 3650),
        help="With --silence fine: how old it must be for that.",
    ),
)


def scored_options(command: Command) -> Command:
    """``since``, ``until``, ``silence`` and ``after_days``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
