"""Threshold view: what a threshold search found, as a Chinese table for the terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zhiyin.domain.risk import Tier
from zhiyin.reports.threshold_search import FEWEST_BAD, FEWEST_FINE, ThresholdChoice, ThresholdSearch

_TIERS = {Tier.MILD: "轻度", Tier.MODERATE: "中度", Tier.SEVERE: "重度"}


def render_search(found: ThresholdSearch) -> RenderableType:
    """A row a tier; before it, how much is known, and whether that is enough."""
    head = Text(f"结果已知的会话 {found.bad + found.fine} 个：不良 {found.bad} 个，正常 {found.fine} 个\n")
    if not found.enough:
        head.append(
            f"数据太少：至少要有 {FEWEST_BAD} 个不良和 {FEWEST_FINE} 个正常的会话，下面的数字还不能作数。\n",
            style="yellow",
        )
    table = Table(title="在误报预算内的最低阈值（括号内为 95% 区间）")
    table.add_column("级别", overflow="fold")
    for name in ("误报预算", "阈值", "误报 / 1,000", "准确率", "召回率", "提前条数（四分位）"):
        table.add_column(name, justify="right", overflow="fold")
    for choice in found.choices:
        table.add_row(*_cells(choice))
    return Group(head, table)


def _cells(c: ThresholdChoice) -> tuple[str, ...]:
    alarms, lead = c.false_alarms_per_1000, c.lead_turns
    return (
        _TIERS[c.tier],
        f"{c.budget:g}",
        f"{c.threshold:.3f}" if c.threshold <= 1 else "无",
        f"{alarms.value:.1f}（至多 {alarms.high:.1f}）" if alarms else "—",
        f"{c.precision.value:.1%}（{c.precision.low:.1%}–{c.precision.high:.1%}）" if c.precision else "—",
        f"{c.recall.value:.1%}（{c.recall.low:.1%}–{c.recall.high:.1%}）" if c.recall else "—",
        f"{lead.median:g}（{lead.low_quartile:g}–{lead.high_quartile:g}）" if lead else "—",
    )
