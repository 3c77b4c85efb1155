"""Warning view: the report on past warnings as Chinese tables for the terminal."""

from collections.abc import Callable, Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share
from zhiyin.domain.warning_report import (
    CalibrationTenth,
    GroupBy,
    Quartiles,
    Silence,
    TierFigures,
    WarningGroup,
    WarningReport,
)

_TIERS = {Tier.MILD: "轻度及以上", Tier.MODERATE: "中度及以上", Tier.SEVERE: "重度"}
_BY = {GroupBy.SCENE: "场景", GroupBy.CHANNEL: "渠道", GroupBy.WEEK: "周"}
_NONE = "—"
_MOST_GROUPS = 40
"""Groups shown; the JSON holds all."""


def render_warnings(report: WarningReport) -> RenderableType:
    """Head, figures by tier, by group, and calibration; or why there is nothing to show."""
    parts: list[RenderableType] = [_head(report)]
    if not report.whole.with_outcome:
        return Group(*parts, Text(_nothing(report), style="yellow"))
    parts.append(_tiers(report.whole.tiers.values()))
    parts += [Text(line, style="yellow") for line in _cautions(report)]
    if len(report.groups) > len(GroupBy):
        parts.append(_groups(report.groups))
    parts.append(_calibration(report.calibration))
    return Group(*parts)


def _head(report: WarningReport) -> Text:
    whole = report.whole
    fine = "；没有结果的老会话按无事计" if report.silence is Silence.FINE else ""
    return Text(
        f"预警复盘：会话 {whole.conversations} 个，已知结局 {whole.with_outcome} 个，其中坏结局 {whole.bad} 个{fine}\n"
        "括号内为 95% 置信区间（Wilson）；提前量为四分位数\n"
    )


def _nothing(report: WarningReport) -> str:
    if not report.whole.conversations:
        return "这个范围里没有会话，无从复盘。"
    return (
        "这些会话还没有任何结局，无从复盘。请用 zhiyin outcomes add FILE 或 POST /v1/outcomes 传回评分、投诉等结果；"
        "若你的系统只上报投诉，可加 --silence fine。"
    )


def _tiers(tiers: Iterable[TierFigures]) -> Table:
    table = Table(title="各级预警")
    table.add_column("级别", overflow="fold")
    for name in ("预警", "命中", "准确率", "召回率", "每千会话误报", "提前（轮）", "提前（时间）"):
        table.add_column(name, justify="right", overflow="fold")
    for t in tiers:
        table.add_row(
            _TIERS[t.tier],
            str(t.warned),
            str(t.hits),
            _share(t.precision),
            _share(t.recall),
            _NONE if t.false_alarms_per_1000 is None else _plain(t.false_alarms_per_1000),
            _lead(t.lead_turns, _turns),
            _lead(t.lead_s, duration),
        )
    return table


def _cautions(report: WarningReport) -> list[str]:
    """In plain words what the figures cannot say yet."""
    return [
        f"{_TIERS[t.tier]}：数据太少，还不能下结论，至少还要 {t.needed} 个已知结局。"
        for t in report.whole.tiers.values()
        if not t.enough
    ]


def _groups(groups: Iterable[WarningGroup]) -> Table:
    table = Table(title="分组（重度预警）")
    for name in ("分组", "名称"):
        table.add_column(name, overflow="fold")
    for name in ("会话", "已知结局", "坏结局", "准确率", "召回率", ""):
        table.add_column(name, justify="right", overflow="fold")
    shown = list(groups)
    for group in shown[:_MOST_GROUPS]:
        figures, severe = group.figures, group.figures.tiers[Tier.SEVERE]
        counts = (figures.conversations, figures.with_outcome, figures.bad)
        few = "" if severe.enough else "数据太少"
        # Text, not markup: a channel's name may hold square brackets.
        table.add_row(
            _BY[group.by], Text(group.key), *map(str, counts), _share(severe.precision), _share(severe.recall), few
        )
    if len(shown) > _MOST_GROUPS:
        table.add_row("…", f"另有 {len(shown) - _MOST_GROUPS} 组，见 --json")
    return table


def _calibration(tenths: Iterable[CalibrationTenth]) -> Table:
    table = Table(title="校准：最终风险与实际结局")
    table.add_column("风险")
    for name in ("会话", "平均预测", "实际坏结局"):
        table.add_column(name, justify="right", overflow="fold")
    for t in tenths:
        predicted = _NONE if t.predicted is None else f"{t.predicted:.1%}"
        table.add_row(f"{t.low:.0%}–{t.high:.0%}", str(t.conversations), predicted, _share(t.observed))
    return table


def _share(interval: Share | None) -> str:
    return _NONE if interval is None else f"{interval.value:.1%} ({interval.low:.1%}–{interval.high:.1%})"


def _plain(interval: Share) -> str:
    return f"{interval.value:.1f} ({interval.low:.1f}–{interval.high:.1f})"


def _lead(spread: Quartiles | None, say: Callable[[float], str]) -> str:
    if spread is None:
        return _NONE
    return f"{say(spread.median)} ({say(spread.low_quartile)}–{say(spread.high_quartile)})"


def _turns(value: float) -> str:
    return f"{value:g}"


def duration(seconds: float) -> str:
    """``42 秒``, ``5.0 分``, ``2.0 小时``, ``3.0 天``; a minus where the warning came too late."""
    size, sign = abs(seconds), "-" if seconds < 0 else ""
    for unit, length in (("天", 86_400), ("小时", 3_600), ("分", 60)):
        if size >= length:
            return f"{sign}{size / length:.1f} {unit}"
    return f"{sign}{size:.0f} 秒"
