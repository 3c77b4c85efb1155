"""Trial view: a trial report as Chinese tables for the terminal."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk import Tier
from zhiyin.domain.trial import Change, TrialExample, TrialReport, TrialSide
from zhiyin.reports.plain_names import ROLES
from zhiyin.reports.trial_figures import agent_notes, ends, rates, shifts

TIERS = {Tier.NONE: "提示", Tier.MILD: "轻度", Tier.MODERATE: "中度", Tier.SEVERE: "重度"}
CHANGES = {
    Change.NEWLY: "新增预警",
    Change.NO_LONGER: "不再预警",
    Change.EARLIER: "预警提前",
    Change.LATER: "预警推迟",
}
_KINDS = {
    "script": "话术",
    "guide": "指引",
    "alert": "提醒",
    "review": "流程复核",
    "route": "转接",
    "compensate": "补偿",
    "callback": "回访",
    "note": "备注",
    "tag": "标签",
    "stand_down": "解除加急",
}
_LONGEST = 60


def render_trial(report: TrialReport) -> RenderableType:
    """Head, counts before and after, how often and how early, and the examples."""
    parts: list[RenderableType] = [_head(report)]
    if not report.conversations:
        return Group(*parts, Text(f"没有场景为 {report.scene} 的历史会话，无法比较。", style="yellow"))
    parts += [_counts(report), rates(report)]
    if report.old.ends and report.new.ends:
        parts.append(ends(report.old.ends, report.new.ends, TIERS[report.warn_tier]))
    parts.append(_changed(report))
    if report.examples:
        parts.append(_examples(report.examples))
    parts += [Text(line, style="yellow") for line in _cautions(report)]
    return Group(*parts, Text(f"结果指纹 {report.digest}", style="dim"))


def _head(report: TrialReport) -> Text:
    skipped = f"，另有 {report.skipped} 个其他场景、渠道或日期的会话未参与" if report.skipped else ""
    old, new = _names(report.old, report.new)
    head = Text(f"策略试运行：{old} → {new}\n历史会话 {report.conversations} 个，{report.turns} 条消息{skipped}\n")
    if not report.complete:
        head.append("已中断，结果不完整：只包含中断前处理的会话。\n", style="bold red")
    return head


def _names(old: TrialSide, new: TrialSide) -> tuple[str, str]:
    """The two policies, with thresholds and risk model where the two differ in them."""

    def name(side: TrialSide) -> str:
        more = [_percent(side.thresholds)] if old.thresholds != new.thresholds else []
        more += [side.risk] if old.risk != new.risk else []
        return f"{side.policy}（{'，'.join(more)}）" if more else side.policy

    return name(old), name(new)


def _percent(t: Thresholds) -> str:
    return f"阈值 {100 * t.mild:g}/{100 * t.moderate:g}/{100 * t.severe:g}%"


def _counts(report: TrialReport) -> Table:
    table = Table(title="每 100 个会话")
    table.add_column("项目")
    for name in ("现行", "新策略", "变化"):
        table.add_column(name, justify="right")
    old, new = report.old, report.new
    _row(table, report, "预警合计", old.alerts_total, new.alerts_total)
    for tier in (Tier.MILD, Tier.MODERATE, Tier.SEVERE):
        _row(table, report, f"  {TIERS[tier]}", old.alerts.get(tier, 0), new.alerts.get(tier, 0))
    _row(table, report, f"被预警的会话（{TIERS[report.warn_tier]}及以上）", old.warned, new.warned)
    table.add_section()
    for kind in sorted({*old.actions, *new.actions}):
        _row(table, report, f"动作：{_KINDS.get(kind, kind)}", old.actions.get(kind, 0), new.actions.get(kind, 0))
    return table


def _row(table: Table, report: TrialReport, name: str, old: int, new: int) -> None:
    before, after = report.per_100(old), report.per_100(new)
    style = "" if old == new else "green" if new < old else "red"
    table.add_row(name, f"{before:.1f}", f"{after:.1f}", Text(f"{after - before:+.1f}" if old != new else "—", style))


def _changed(report: TrialReport) -> Text:
    counts = "，".join(f"{CHANGES[c]} {n} 个会话" for c, n in report.changes.items() if n)
    lines = [counts or "每个会话的首次预警都没有变化", *shifts(report)]
    return Text("\n".join(lines) + "\n")


def _examples(examples: Iterable[TrialExample]) -> Table:
    table = Table(title="举例", show_lines=True)
    for name in ("变化", "会话", "触发的那句话", "级别", "风险", "命中规则"):
        table.add_column(name, overflow="fold")
    for e in examples:
        table.add_row(
            Text(CHANGES[e.change] + (f" {abs(e.shift)} 条" if e.shift else "")),
            Text(e.conversation.id),
            Text(_said(e)),
            Text(TIERS[e.tier]),
            Text(f"{e.probability:.0%}"),
            Text("；".join(e.why)),
        )
    return table


def _said(example: TrialExample) -> str:
    # Text, not markup: what customers write in square brackets must not be taken for styles.
    text = example.text if len(example.text) <= _LONGEST else example.text[: _LONGEST - 1] + "…"
    return f"{ROLES[example.role.value]}：{text}" if text else "（沉默等待）"


def _cautions(report: TrialReport) -> list[str]:
    lines = []
    if report.unread:
        lines.append(f"注意：{report.unread} 条客户消息没有情绪读数，两套策略都按“未读”处理。")
    for side in (report.old, report.new):
        for rule, times in side.failures.items():
            lines.append(f"注意：{side.policy} 的规则 {rule} 有 {times} 次无法判断，已按未命中处理。")
    return lines + agent_notes(report.agent_time)
