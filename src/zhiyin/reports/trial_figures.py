"""Trial figures: how often, how early and how rightly two policies warn, as Chinese tables and lines."""

from rich.table import Table

from zhiyin.domain.quartiles import Quartiles
from zhiyin.domain.share import Share
from zhiyin.domain.trial import AgentTime, Change, TrialEnds, TrialReport
from zhiyin.pipeline.wording import duration

_WORDS = {Change.EARLIER: "提前", Change.LATER: "推迟"}


def rates(report: TrialReport) -> Table:
    """Alerts per agent-hour, per 1,000 conversations and per day, before and after."""
    table = Table(title="预警频率")
    table.add_column("单位")
    for name in ("现行", "新策略"):
        table.add_column(name, justify="right")
    old, new = report.old.alerts_total, report.new.alerts_total
    before, after = report.per_agent_hour(old), report.per_agent_hour(new)
    if before is not None and after is not None:
        table.add_row(f"每坐席小时（共 {report.agent_time.hours:,.1f} 小时）", f"{before:.2f}", f"{after:.2f}")
    table.add_row("每 1,000 个会话", f"{10 * report.per_100(old):,.0f}", f"{10 * report.per_100(new):,.0f}")
    table.add_row(f"每天（共 {report.days} 天）", f"{report.per_day(old):,.1f}", f"{report.per_day(new):,.1f}")
    return table


def ends(old: TrialEnds, new: TrialEnds, tier: str) -> Table:
    """The warnings against how the conversations ended."""
    table = Table(title=f"与实际结果对照（{tier}及以上；结果已知 {new.known} 个会话，其中不良 {new.bad} 个）")
    table.add_column("指标（95% 区间）")
    for name in ("现行", "新策略"):
        table.add_column(name, justify="right")
    table.add_row("准确率", _share(old.precision), _share(new.precision))
    table.add_row("召回率", _share(old.recall), _share(new.recall))
    alarms = (_count(side.false_alarms_per_1000) for side in (old, new))
    table.add_row("每 1,000 个会话误报", *alarms)
    return table


def shifts(report: TrialReport) -> list[str]:
    """How much earlier, and later, in turns and in time."""
    return [
        f"{_WORDS[change]}的 {s.conversations} 个会话：中位数 {s.turns.median:g} 条、{duration(s.seconds.median)}"
        f"（四分位 {_range(s.turns)} 条，{duration(s.seconds.low_quartile)}–{duration(s.seconds.high_quartile)}）"
        for change, s in report.shifts.items()
    ]


def agent_notes(time: AgentTime) -> list[str]:
    """What stands behind the agent-hours, and what is missing."""
    lines = []
    if not time.hours:
        lines.append("注意：历史会话没有可用的坐席时间（无坐席发言或时间没有先后），无法给出每坐席小时的预警数。")
    elif time.unnamed:
        lines.append(
            f"注意：{time.unnamed} 个会话没有坐席编号（业务数据 agent），各按自己的时长计，"
            "同一坐席同时接待的时间可能重复计算。"
        )
    if time.hours and time.untimed:
        lines.append(f"注意：{time.untimed} 个会话的坐席发言没有时间跨度，未计入坐席时间。")
    return lines


def _share(share: Share | None) -> str:
    return f"{share.value:.1%}（{share.low:.1%}–{share.high:.1%}）" if share else "—"


def _count(share: Share | None) -> str:
    return f"{share.value:.1f}（{share.low:.1f}–{share.high:.1f}）" if share else "—"


def _range(q: Quartiles) -> str:
    return f"{q.low_quartile:g}–{q.high_quartile:g}"
