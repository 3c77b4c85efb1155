"""zhiyin thresholds: from how past conversations ended, the thresholds that keep within a budget of false alarms."""

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click
import msgspec
from rich.console import Console

from zhiyin.app import cues_of
from zhiyin.cli.histories import ON, day, opened_history, policy_in_force, risk_of, scope_of, stored_ends
from zhiyin.cli.trial import INTERRUPTED, TIERS, ends_of, with_thresholds
from zhiyin.cli.watch import watched
from zhiyin.config import Config, load
from zhiyin.domain.errors import InputError
from zhiyin.domain.past_risk import PastRisk
from zhiyin.domain.policy import Policy
from zhiyin.domain.risk import Tier
from zhiyin.engine.past_risks import past_risks
from zhiyin.engine.trial import TrialScope
from zhiyin.models.registry import load_question_model
from zhiyin.packs import load_policy, write_policy
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.policy import compile_policy
from zhiyin.reports.threshold_search import FEWEST_BAD, FEWEST_FINE, ThresholdSearch, search
from zhiyin.reports.threshold_view import render_search

_LAST_NUMBER = re.compile(r"(.*?)(\d+)$")


def budgets_of(value: str) -> tuple[float, ...]:
    """``30``, or one for each tier: ``100,30,5``; for an option."""
    try:
        found = tuple(float(part) for part in value.replace("，", ",").split(","))
    except ValueError:
        raise click.BadParameter(f"{value!r}: write one number, or three as in 100,30,5") from None
    if len(found) not in (1, len(TIERS)):
        raise click.BadParameter(f"{value!r}: write one number, or three for mild, moderate and severe")
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    budgets: dict[Tier, float]
    on: str
    scene: str
    policy: str | None
    ends: Path | None
    risk: str | None
    scope: TrialScope


@click.command("thresholds")
@click.option(
    "--false-alarms-per-1000",
    "budgets",
    required=True,
    type=budgets_of,
    metavar="N or N,N,N",
    help="Allowed per 1,000 conversations: for --tier, or for mild, moderate, severe.",
)
@click.option(
    "--tier",
    "--set",
    "tier",
    type=click.Choice(TIERS),
    default="moderate",
    show_default=True,
    help="Tier whose threshold is looked for and set, with one budget.",
)
@click.option(
    "--ends",
    type=click.Path(path_type=Path),
    help="CSV with columns conversation,bad; the outcomes in the store if left out.",
)
@click.option("--on", "history", default="store", show_default=True, help=ON)
@click.option("--scene", default="ecommerce", show_default=True, help="Scene of the conversations.")
@click.option("--policy", "named", help="Policy to set thresholds in; the one in force in the scene if left out.")
@click.option("--risk", help="For this risk model (folder, kept version, 'shipped'), not the risks stored.")
@click.option("--channel", help="Only conversations of this channel.")
@click.option("--since", type=day, metavar="DAY", help="Only those that ended on this day (Chinese time) or later.")
@click.option("--until", type=day, metavar="DAY", help="Only those that ended on this day or before.")
@click.option("--write", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole policy here.")
@click.option("--force", is_flag=True, help="Also with too little data.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def thresholds(
    budgets: tuple[float, ...],
    tier: str,
    ends: Path | None,
    history: str,
    scene: str,
    named: str | None,
    risk: str | None,
    channel: str | None,
    since: date | None,
    until: date | None,
    file: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Find the lowest thresholds that keep false alarms within a budget, from how past conversations ended.

    Prints precision, recall and lead at each, and a fragment for the policy; --write makes a whole new version for
    'zhiyin policy publish'. Fewer than 20 bad or 100 fine ends are too few: the thresholds are then left as they are.
    """
    tiers = (Tier(tier),) if len(budgets) == 1 else tuple(map(Tier, TIERS))
    allowed = dict(zip(tiers, budgets, strict=True))
    wanted = Wanted(allowed, history, scene, named, ends, risk, scope_of(since, until, channel))
    policy, found, complete = asyncio.run(_search(load(), wanted))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        Console().print(render_search(found))
    if not complete:
        click.echo("interrupted: nothing was set, the figures hold only what was read until then", err=True)
        raise SystemExit(INTERRUPTED)
    if not (found.enough or force):
        t = policy.thresholds
        raise InputError(
            f"too little data: {found.bad} bad and {found.fine} fine ends, at least {FEWEST_BAD} and {FEWEST_FINE} are "
            f"needed; the thresholds stay {t.mild:g}, {t.moderate:g}, {t.severe:g} (--force sets them all the same)"
        )
    _set(policy, found, file, as_json)


async def _search(config: Config, wanted: Wanted) -> tuple[Policy, ThresholdSearch, bool]:
    """The policy, what was found for it, and whether all of history was read."""
    policy = load_policy(wanted.policy) if wanted.policy else await policy_in_force(config, wanted.scene)
    book = Rulebook(compile_policy(policy), await risk_of(config, wanted.risk), load_question_model())
    ends = ends_of(wanted.ends) if wanted.ends else await stored_ends(config, wanted.on, policy.scene)
    if not ends:
        raise InputError(
            f"how conversations of {policy.scene} ended is not known: send outcomes (zhiyin outcomes add FILE) "
            "or give --ends"
        )
    past, complete = await _past(config, wanted, ends, book)
    if not past and complete:
        raise InputError(
            f"none of the {len(ends)} conversations whose end is known is in the history of {policy.scene}: "
            "check --on, --scene and the ids"
        )
    return policy, search(past, wanted.budgets), complete


async def _past(config: Config, wanted: Wanted, ends: dict[str, bool], book: Rulebook) -> tuple[list[PastRisk], bool]:
    scene = book.policy.policy.scene
    stopped = False
    with watched(Console(stderr=True)) as watching:

        def go_on(conversations: int, turns: int) -> bool:
            nonlocal stopped
            stopped = not watching(conversations, turns)
            return not stopped

        async with opened_history(config, wanted.on, scene, wanted.scope) as history:
            again = wanted.risk is not None
            past = await past_risks(history, ends, book, cues_of(config)(scene), again, go_on)
    return past, not stopped


def _set(policy: Policy, found: ThresholdSearch, file: Path | None, quiet: bool) -> None:
    """Prints the fragment, and writes the policy's next version if a file is named."""
    high = [c.tier.value for c in found.choices if c.threshold > 1]
    if high:
        raise InputError(f"no threshold keeps {' and '.join(high)} within the budget; allow more false alarms")
    new = with_thresholds(policy, {c.tier.value: c.threshold for c in found.choices})
    t = new.thresholds
    if not quiet:
        click.echo(f"thresholds: {{mild: {t.mild:g}, moderate: {t.moderate:g}, severe: {t.severe:g}}}")
    if file:
        text = write_policy(replace(new, version=next_version(policy.version)))
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InputError(f"{file}: cannot be written: {error.strerror}") from None
        click.echo(f"{file}: {policy.scene}@{next_version(policy.version)}; try it, then publish it", err=True)


def next_version(version: str) -> str:
    """``1.0.9`` -> ``1.0.10``; a version without a number at its end gets ``.1``."""
    found = _LAST_NUMBER.fullmatch(version)
    return f"{found[1]}{int(found[2]) + 1}" if found else f"{version}.1"
