"""Refit view: the report on a refit of the risk as Chinese tables for the terminal."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zhiyin.domain.refit_report import Estimate, RefitChange, RefitReport, RefitSide, RefitVerdict
from zhiyin.domain.risk import Tier
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.risk_weights import Basis

_TIERS = {Tier.MILD: "轻度及以上", Tier.MODERATE: "中度及以上", Tier.SEVERE: "重度"}
_NONE = "—"
_CHINA = timezone(timedelta(hours=8))
_VERDICTS = {
    RefitVerdict.BETTER: "新权重在没见过的后段会话上更准（对数损失更低）。",
    RefitVerdict.NOT_BETTER: "新权重在没见过的后段会话上并不更准，保留现行权重（--anyway 可强行启用）。",
    RefitVerdict.NO_SIGNAL: "这些结局与风险看不出关系，多半是结局没有对上会话，保留现行权重；"
    "请用 zhiyin outcomes list 核对（--anyway 可强行启用）。",
    RefitVerdict.SAME: "算出来的权重与现行的相同，没有新版本。",
}


def render_refit(report: RefitReport, scene: str | None = None) -> RenderableType:
    """Head, old beside new on the later conversations, the weights that move, calibration, and the verdict.

    ``scene`` is the only one that was learned from, if it was but one.
    """
    parts: list[RenderableType] = [_head(report)]
    if report.old and report.new and report.gain:
        parts += [_sides(report.old, report.new, report.gain), _tenths(report.old, report.new)]
        if report.in_force != report.old.weights:
            said = (
                f"现行权重 {report.in_force} 学过这些会话，拿来比较不公平，因此与出厂权重 {report.old.weights} 比较。"
            )
            parts.append(Text(said, style="yellow"))
    if report.change:
        parts.append(_terms(report.change))
    if scene:
        parts.append(Text(f"只学了场景 {scene} 的会话，但权重对所有场景生效。", style="yellow"))
    good = report.verdict is RefitVerdict.BETTER
    parts.append(Text(_verdict(report), style="green" if good else "yellow"))
    return Group(*parts)


def _head(report: RefitReport) -> Text:
    whole, earlier, later = report.whole, report.earlier, report.later
    left = f"；另有 {report.left_out} 个会话在坏结局之前没有可学的内容" if report.left_out else ""
    return Text(
        f"风险权重重新拟合：已知结局的会话 {whole.conversations} 个，其中坏结局 {whole.bad} 个{left}\n"
        f"前段 {earlier.conversations} 个（坏 {earlier.bad}）用来学，"
        f"后段 {later.conversations} 个（坏 {later.bad}）用来比；括号内为 95% 自助法区间（按会话抽样）\n"
    )


def _verdict(report: RefitReport) -> str:
    if report.verdict is not RefitVerdict.TOO_FEW:
        unsure = report.verdict is RefitVerdict.BETTER and report.gain is not None and report.gain.low <= 0
        return _VERDICTS[report.verdict] + ("差别还在误差之内，结局多了请再拟合。" if unsure else "")
    lacks = [(report.needed_bad, "坏结局"), (report.needed_other, "其他已知结局")]
    wanted = "、".join(f"{n} 个{name}" for n, name in lacks if n)
    return f"数据太少，不能重新拟合：至少还要 {wanted}。若你的系统只上报投诉，可加 --silence fine。"


def _sides(old: RefitSide, new: RefitSide, gain: Estimate) -> Table:
    table = Table(title="后段会话上的对比")
    table.add_column("指标")
    table.add_column(f"旧：{old.weights}", justify="right", overflow="fold")
    table.add_column(f"新：{new.weights}", justify="right", overflow="fold")
    table.add_row("对数损失（越低越好）", _number(old.log_loss), _number(new.log_loss))
    table.add_row("  降低", "", _number(gain))
    table.add_row("Brier 分（越低越好）", _number(old.brier), _number(new.brier))
    table.add_row("区分度 AUC", _number(old.auc), _number(new.auc))
    for before, after in zip(old.tiers, new.tiers, strict=True):
        table.add_section()
        name = _TIERS[before.tier]
        table.add_row(f"{name}：预警会话", str(before.warned), str(after.warned))
        table.add_row("  准确率", _share(before.precision), _share(after.precision))
        table.add_row("  召回率", _share(before.recall), _share(after.recall))
        alarms = (before.false_alarms_per_1000, after.false_alarms_per_1000)
        table.add_row("  每千会话误报", *map(_plain, alarms))
    return table


def _tenths(old: RefitSide, new: RefitSide) -> Table:
    table = Table(title="校准：最终风险与实际坏结局")
    table.add_column("风险")
    for side in ("旧", "新"):
        for name in ("会话", "平均预测", "实际"):
            table.add_column(f"{side}：{name}", justify="right", overflow="fold")
    for before, after in zip(old.tenths, new.tenths, strict=True):
        cells: list[str] = []
        for t in (before, after):
            predicted = _NONE if t.predicted is None else f"{t.predicted:.0%}"
            cells += [str(t.conversations), predicted, _share(t.observed)]
        table.add_row(f"{before.low:.0%}–{before.high:.0%}", *cells)
    return table


def _terms(change: RefitChange) -> Table:
    table = Table(title=f"权重（对数几率），以 {change.base} 为起点")
    table.add_column("项")
    for name in ("起作用的会话", "旧", "新"):
        table.add_column(name, justify="right", overflow="fold")
    table.add_column("依据")
    table.add_row("偏置", "", f"{change.bias_before:.2f}", f"{change.bias_after:.2f}", "拟合")
    table.add_row("曲线倍数", "", "1.00", f"{change.scale:.2f}", "拟合")
    for t in change.terms:
        basis = "拟合" if t.basis is Basis.FITTED else "判断" if t.before == t.after else "判断，随曲线"
        name = f"{t.fact} {t.start:g}→{t.full:g}"
        table.add_row(name, str(t.conversations), f"{t.before:.2f}", f"{t.after:.2f}", basis)
    return table


def render_versions(kept: Iterable[RiskVersion], active: str, shipped: str) -> Table:
    """``active`` is empty where the ``shipped`` weights are in force. Times in Chinese time."""
    table = Table(title="风险权重的版本（* 现行）")
    for name in ("", "版本", "退回到", "生成时间", "生成者"):
        table.add_column(name, overflow="fold")
    for v in kept:
        made = datetime.fromtimestamp(v.at / 1000, _CHINA).strftime("%Y-%m-%d %H:%M")
        table.add_row("*" if v.name == active else "", v.name, v.before or shipped, made, Text(v.by))
    table.add_row("" if active else "*", shipped, _NONE, _NONE, "出厂")
    return table


def _number(e: Estimate) -> str:
    return f"{e.value:.3f} ({e.low:.3f}–{e.high:.3f})"


def _plain(e: Estimate | None) -> str:
    return _NONE if e is None else f"{e.value:.0f} ({e.low:.0f}–{e.high:.0f})"


def _share(e: Estimate | None) -> str:
    return _NONE if e is None else f"{e.value:.0%} ({e.low:.0%}–{e.high:.0%})"
