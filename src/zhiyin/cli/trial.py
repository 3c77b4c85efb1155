"""zhiyin policy try: a policy, its thresholds or a risk model on past conversations, before it counts."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click
import msgspec
from rich.console import Console

from zhiyin.app import cues_of
from zhiyin.cli.histories import ON, day, opened_history, policy_in_force, risk_of, scope_of, stored_ends
from zhiyin.cli.watch import watched
from zhiyin.config import Config, load
from zhiyin.connectors.ends import read_ends
from zhiyin.connectors.trial_list import opened_list
from zhiyin.domain.errors import InputError
from zhiyin.domain.policy import Policy, Thresholds
from zhiyin.domain.risk import Tier
from zhiyin.domain.trial import TrialReport
from zhiyin.engine.trial import TrialOptions, try_policy
from zhiyin.models.registry import load_question_model
from zhiyin.packs import load_policy
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.policy import compile_policy
from zhiyin.reports.trial_view import render_trial

INTERRUPTED = 130
NAMED_ROWS = 20
"""Rows that could not be read and are named one by one."""
TIERS = ("mild", "moderate", "severe")


def thresholds_of(value: str) -> dict[str, float]:
    """``mild=0.25,moderate=50%,severe=0.8``: any of the three, as shares or percent, for an option."""
    found: dict[str, float] = {}
    for part in value.replace("，", ",").split(","):
        name, equals, number = (piece.strip() for piece in part.partition("="))
        if not equals or name not in TIERS:
            raise click.BadParameter(f"{part.strip()!r} is not TIER=SHARE with one of {', '.join(TIERS)}")
        if name in found:
            raise click.BadParameter(f"{name} stands twice; remove one")
        found[name] = _share(name, number)
    return found


def _share(name: str, number: str) -> float:
    percent = number.endswith(("%", "％"))
    try:
        share = float(number.rstrip("%％")) / (100 if percent else 1)
    except ValueError:
        raise click.BadParameter(f"{name}={number} is no number; write {name}=0.25 or {name}=25%") from None
    if not 0 < share <= 1:
        hint = f"; for percent write {name}={number}%" if not percent and 1 < share <= 100 else ""
        raise click.BadParameter(f"{name}={number} must lie above 0 and up to 1 (100%){hint}")
    return share


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    new: str | None
    scene: str | None
    against: str | None
    thresholds: Mapping[str, float] | None
    risk: str | None
    on: str
    options: TrialOptions
    list_file: Path | None


@click.command("try")
@click.argument("new", required=False)
@click.option("--on", "history", default="store", show_default=True, help=ON)
@click.option("--against", help="Policy to compare with; the one in force in the scene if left out.")
@click.option(
    "--thresholds", type=thresholds_of, metavar="mild=25%,...", help="Try these thresholds: shares, or percent with %."
)
@click.option("--risk", help="Try this risk model: an artefact folder, a version kept by a refit, or 'shipped'.")
@click.option("--warn-tier", type=click.Choice(TIERS), default="moderate", show_default=True, help="What counts.")
@click.option("--scene", help="Scene of the conversations; needed when NEW is left out.")
@click.option("--channel", help="Only conversations of this channel.")
@click.option(
    "--since", type=day, metavar="DAY", help="Only conversations that ended on this day (Chinese time) or later."
)
@click.option("--until", type=day, metavar="DAY", help="Only conversations that ended on this day or before.")
@click.option(
    "--ends",
    type=click.Path(path_type=Path),
    help="CSV with columns conversation,bad: how they ended; the outcomes in the store if left out.",
)
@click.option("--list", "list_file", type=click.Path(dir_okay=False, path_type=Path), help="CSV of all that changes.")
@click.option("--examples", default=5, show_default=True, type=click.IntRange(0, 100), help="Examples of each change.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def try_new(
    new: str | None,
    history: str,
    against: str | None,
    thresholds: Mapping[str, float] | None,
    risk: str | None,
    warn_tier: str,
    scene: str | None,
    channel: str | None,
    since: date | None,
    until: date | None,
    ends: Path | None,
    list_file: Path | None,
    examples: int,
    as_json: bool,
) -> None:
    """Replay stored conversations under the policy in force and under NEW, and show what would change.

    NEW may be left out to try other --thresholds or another --risk model under the policy in force. No text is read
    again, but for a folder of written conversations, which hold no readings yet. Ctrl-C ends early with what is done.
    """
    options = TrialOptions(Tier(warn_tier), examples, scope_of(since, until, channel), ends_of(ends) if ends else None)
    report = asyncio.run(_try(load(), Asked(new, scene, against, thresholds, risk, history, options, list_file)))
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        Console().print(render_trial(report))
    if not report.complete:
        click.echo("interrupted: the report holds only what was done until then", err=True)
        raise SystemExit(INTERRUPTED)


def ends_of(path: Path) -> dict[str, bool]:
    """How conversations ended, by id; rows that cannot be read are named on standard error and left out."""
    found = read_ends(path)
    for problem in found.problems[:NAMED_ROWS]:
        click.echo(str(problem), err=True)
    if len(found.problems) > NAMED_ROWS:
        click.echo(f"... and {len(found.problems) - NAMED_ROWS} more rows that cannot be read", err=True)
    if not found.bad:
        raise InputError(f"{path}: no row says how a conversation ended")
    return found.bad


async def _try(config: Config, asked: Asked) -> TrialReport:
    old, new = await _policies(config, asked)
    in_force, same_question = await risk_of(config, None), load_question_model()
    before = Rulebook(compile_policy(old), in_force, same_question)
    tried = await risk_of(config, asked.risk) if asked.risk else in_force
    after = Rulebook(compile_policy(new), tried, same_question)
    started = time.perf_counter()
    with ExitStack() as stack:
        options = asked.options
        if asked.list_file:
            options = replace(options, on_change=stack.enter_context(opened_list(asked.list_file)).write)
        if options.ends is None:
            options = replace(options, ends=await stored_ends(config, asked.on, new.scene) or None)
        async with opened_history(config, asked.on, new.scene, options.scope) as history:
            go_on = stack.enter_context(watched(Console(stderr=True)))
            report = await try_policy(before, after, history, cues_of(config)(new.scene), options, go_on)
    click.echo(f"{report.turns} turns in {time.perf_counter() - started:.1f} s", err=True)
    return report


async def _policies(config: Config, asked: Asked) -> tuple[Policy, Policy]:
    """The policy to compare with, and the one to try."""
    given = load_policy(asked.new) if asked.new else None
    if given is None and not asked.thresholds and not asked.risk:
        raise InputError("nothing to try: give a policy, --thresholds or --risk")
    if given and asked.scene and given.scene != asked.scene:
        raise InputError(f"{given.name} is for the scene {given.scene!r}, not {asked.scene!r}; leave --scene out")
    scene = given.scene if given else asked.scene
    if not scene and asked.against:
        scene = load_policy(asked.against).scene
    if not scene:
        raise InputError("whose thresholds or risk? Name the scene (--scene ecommerce) or give a policy")
    old = load_policy(asked.against) if asked.against else await policy_in_force(config, scene)
    return old, with_thresholds(given or old, asked.thresholds or {})


def with_thresholds(policy: Policy, given: Mapping[str, float]) -> Policy:
    """The policy with these thresholds in place of its own. InputError if they do not rise."""
    t = policy.thresholds
    mild, moderate, severe = (
        given.get(name, own) for name, own in zip(TIERS, (t.mild, t.moderate, t.severe), strict=True)
    )
    if not mild < moderate < severe:
        raise InputError(
            f"thresholds must rise: mild {mild:g}, moderate {moderate:g}, severe {severe:g} do not "
            f"(those not given are of {policy.name})"
        )
    return replace(policy, thresholds=Thresholds(mild, moderate, severe))
