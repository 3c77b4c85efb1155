"""zhiyin report: the report of a day, a week or a month as a file, without a running service."""

import asyncio
from datetime import datetime
from pathlib import Path

import click

from zhiyin.app import SystemClock, opened_store
from zhiyin.app.reporting import about_of
from zhiyin.cli.outcomes import tenant_option
from zhiyin.config import Config, load
from zhiyin.domain.errors import InputError
from zhiyin.domain.made_report import MadeReport, ReportOrder
from zhiyin.domain.report_schedule import PeriodKind, ReportFormat, ReportPlan, ReportScope
from zhiyin.reports.period.calendar import Span, last_complete, span_of
from zhiyin.reports.period.compose import compose
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.files import MAKERS
from zhiyin.reports.period.gather import gather
from zhiyin.reports.period.plans import filename


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in PeriodKind]))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="A day of the period; the last one over if left out.")
@click.option("--scene", default="", help="Only conversations of this scene.")
@click.option("--channel", default="", help="Only conversations of this channel.")
@click.option("--team", default="", help="Only turns of this team.")
@click.option("--format", "form", type=click.Choice([f.value for f in ReportFormat]), default="pdf", show_default=True)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path), help="File or folder to write to; the working folder if left out."
)
@tenant_option
def report(
    kind: str,
    until: datetime | None,
    scene: str,
    channel: str,
    team: str,
    form: str,
    lang: str,
    out: Path | None,
    tenant: str,
) -> None:
    """Make the report of a day, week or month and write it to a file. Nothing is kept or sent."""
    config, now = load(), SystemClock().now()
    plan = ReportPlan(PeriodKind(kind), config.time_zone, ReportScope(scene, channel, team), lang)
    span = span_of(plan.kind, until.date(), plan.zone) if until else last_complete(plan.kind, now, plan.zone)
    order = ReportOrder(tenant, "", "", plan, span.since, span.until, "", "command", now)
    wanted = ReportFormat(form)
    content = compose(asyncio.run(_gather(config, order, now)), lang)
    place = _place(out, filename(MadeReport(order), wanted))
    try:
        place.write_bytes(MAKERS[wanted](content))
    except OSError as error:
        raise InputError(f"{place} cannot be written: {error.strerror}") from None
    click.echo(content.headline)
    click.echo(f"→ {place}（{_days(span)}）")


async def _gather(config: Config, order: ReportOrder, now: int) -> ReportInput:
    async with opened_store(config) as store:
        return await gather(store, order, about_of(config, config.model or "text-zh"), now)


def _place(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


def _days(span: Span) -> str:
    return f"{span.first}" if span.first == span.last else f"{span.first} – {span.last}"
