"""zhiyin outcomes: what came back after conversations. zhiyin warnings: past warnings scored against it."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from zhiyin.app import SystemClock, opened_store
from zhiyin.cli.files import NAMED_ROWS, pairs
from zhiyin.cli.scored import scored_options
from zhiyin.config import Config, load
from zhiyin.connectors.batches import batched
from zhiyin.connectors.contract import message, where
from zhiyin.connectors.open_table import ReadOptions
from zhiyin.connectors.outcome_file import FileOutcome, OutcomeRows, open_outcomes
from zhiyin.connectors.wording import FileError
from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.outcome_receipt import OutcomeReceipt, OutcomeStatus
from zhiyin.domain.row import SetAside
from zhiyin.domain.warning_report import Silence, WarningReport
from zhiyin.engine.feed import FeedLimits
from zhiyin.engine.outcome_desk import OutcomeDesk
from zhiyin.reports.plain_names import OUTCOMES
from zhiyin.reports.warning_tally import TallyRules, WarningTally
from zhiyin.reports.warning_view import render_warnings
from zhiyin.web.api.present_warnings import report_shape

DEFAULT_TENANT = "default"
_FORMATS = ("auto", "csv", "xlsx", "jsonl")
_CHINA = timezone(timedelta(hours=8))
_STATUSES = {
    OutcomeStatus.ACCEPTED: "新增",
    OutcomeStatus.CORRECTED: "更正",
    OutcomeStatus.WITHDRAWN: "撤回",
    OutcomeStatus.DUPLICATE: "重复",
    OutcomeStatus.REJECTED: "拒收",
}
tenant_option = click.option("--tenant", default=DEFAULT_TENANT, show_default=True)


@click.group()
def outcomes() -> None:
    """Business outcomes: ratings, reviews, complaints, refunds, repurchases and lost customers."""


@outcomes.command("add")
@click.argument("file")
@click.option("--input-format", type=click.Choice(_FORMATS), default="auto", show_default=True)
@click.option("--encoding", help="Encoding of FILE; found out if left out (UTF-8, UTF-16, GB18030).")
@click.option("--sheet", default="", help="Sheet of a workbook; all visible ones if left out.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help="Which column holds what: value=评分.")
@tenant_option
def add(file: str, input_format: str, encoding: str | None, sheet: str, columns: tuple[str, ...], tenant: str) -> None:
    """Take in the outcomes of FILE (CSV, XLSX, JSONL; - for standard input). Adding it again changes nothing.

    Exit codes: 0 all rows taken, 1 some were refused (named), 2 wrong usage, 3 nothing could be read.
    """
    options = ReadOptions(input_format, encoding, pairs(columns), sheet)
    with open_outcomes(file, tenant, options) as rows:
        adding = asyncio.run(_add(load(), rows))
    if not adding.rows:
        raise FileError("no_rows", path=file)
    adding.conclude(rows.silent)
    if adding.bad:
        raise SystemExit(1)


class _Adding:
    """What has become of a file so far."""

    def __init__(self) -> None:
        self.counted: Counter[OutcomeStatus] = Counter()
        self.unread = 0
        self.named = 0

    @property
    def rows(self) -> int:
        return self.counted.total() + self.unread

    @property
    def bad(self) -> int:
        return self.unread + self.counted[OutcomeStatus.REJECTED]

    def note(self, found: FileOutcome | SetAside, receipt: OutcomeReceipt | None) -> None:
        if isinstance(found, SetAside):
            self.unread += 1
            self._name(f"{where(found)}: {message(found)}")
        elif receipt:
            self.counted[receipt.status] += 1
            if receipt.status is OutcomeStatus.REJECTED:
                self._name(f"{where(SetAside(found.place, ''))}: {receipt.detail}")

    def _name(self, text: str) -> None:
        self.named += 1
        if self.named <= NAMED_ROWS:
            click.echo(text, err=True)

    def conclude(self, silent: int) -> None:
        if self.named > NAMED_ROWS:
            click.echo(f"…… 另有 {self.named - NAMED_ROWS} 处问题", err=True)
        parts = [f"{_STATUSES[s]} {self.counted[s]}" for s in OutcomeStatus if self.counted[s]]
        parts += [f"读不出 {self.unread} 行"] if self.unread else []
        parts += [f"{silent} 行没有结果"] if silent else []
        click.echo("，".join(parts))


async def _add(config: Config, rows: OutcomeRows) -> _Adding:
    adding = _Adding()
    console = Console(stderr=True)
    async with opened_store(config) as store:
        desk = OutcomeDesk(store, SystemClock(), FeedLimits(text_characters=config.text_characters))
        with console.status("读取业务结果") as status:
            for batch in batched(rows):
                await _take(desk, batch, adding)
                status.update(f"已读 {adding.rows:,} 条结果")
    return adding


async def _take(desk: OutcomeDesk, batch: Sequence[FileOutcome | SetAside], adding: _Adding) -> None:
    receipts = iter(await desk.accept([f.sent for f in batch if isinstance(f, FileOutcome)]))
    for found in batch:
        adding.note(found, next(receipts) if isinstance(found, FileOutcome) else None)


@outcomes.command("list")
@click.option("--conversation", help="Only those of this conversation.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 500))
@tenant_option
def list_kept(conversation: str | None, limit: int, tenant: str) -> None:
    """List what came back, newest receipt first, with earlier revisions."""

    async def read() -> list[KeptOutcome]:
        async with opened_store(load()) as store:
            return await store.kept_outcomes(tenant, conversation, limit)

    found = asyncio.run(read())
    if not found:
        click.echo("还没有业务结果；用 zhiyin outcomes add FILE 添加")
        return
    Console().print(_table(found))


def _table(found: Iterable[KeptOutcome]) -> Table:
    table = Table()
    for name in ("编号", "版本", "类型", "星级", "坏结局", "时间", "会话", "客户", "原文（已脱敏）"):
        table.add_column(name, overflow="fold")
    for kept in found:
        o = kept.outcome
        state = "撤回" if o.withdrawn else "" if kept.current else "已被更正"
        cells = (
            o.id,
            f"{o.revision} {state}".strip(),
            OUTCOMES[o.kind],
            "" if o.value is None else f"{o.value:g}",
            "是" if o.bad else "",
            datetime.fromtimestamp(o.at / 1000, _CHINA).strftime("%Y-%m-%d %H:%M"),
            o.conversation or "",
            o.customer or "",
            (o.text or "")[:60],
        )
        # Text, not markup: what customers write in square brackets must not be taken for styles.
        table.add_row(*(Text(cell) for cell in cells))
    return table


@click.command()
@scored_options
@click.option("--scene")
@click.option("--channel")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, in the form of the API.")
@tenant_option
def warnings(
    since: datetime | None,
    until: datetime | None,
    scene: str | None,
    channel: str | None,
    silence: str,
    after_days: int,
    as_json: bool,
    tenant: str,
) -> None:
    """Score past warnings against the outcomes that came back. Times are Chinese time."""
    rules = TallyRules(Silence(silence), after_days, SystemClock().now())

    async def read() -> WarningReport:
        tally = WarningTally(rules)
        first, last = milliseconds(since), milliseconds(until)
        async with opened_store(load()) as store:
            for cell in await store.ends(tenant, rules.rule, first, last, scene, channel):
                tally.add_cell(cell)
        return tally.report(first, last)

    report = asyncio.run(read())
    if as_json:
        click.echo(report_shape(report).model_dump_json())
    else:
        Console().print(render_warnings(report))


def milliseconds(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    return (moment.replace(tzinfo=_CHINA) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
