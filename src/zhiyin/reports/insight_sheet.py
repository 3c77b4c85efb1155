"""Insight sheet: what the page shows as an XLSX workbook, one sheet a chart, with Chinese headers."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from zhiyin.domain.insight import Grid, HeatMap, Insight, Step
from zhiyin.domain.mood_summary import MILLION, MoodSummary
from zhiyin.domain.share import wilson
from zhiyin.reports.insight import local
from zhiyin.reports.plain_workbook import Table, Value, write_workbook

_TITLES = {Grid.HOUR_CHANNEL: "时段×渠道", Grid.WEEKDAY_SCENE: "星期×场景", Grid.WEEKDAY_HOUR: "星期×时段"}
_PLACES = {
    Grid.HOUR_CHANNEL: ("渠道", "时段（点）"),
    Grid.WEEKDAY_SCENE: ("场景", "星期"),
    Grid.WEEKDAY_HOUR: ("星期", "时段（点）"),
}
_WEEKDAYS = "一二三四五六日"
_MOODS = (
    *("会话数", "客户话轮", "已判读", "负面", "负面占比", "占比下限", "占比上限"),
    *("平均情绪强度", "情绪负荷", "预警", "其中中度", "其中重度"),
)
_STEPS = {
    Step.HOUR: ("小时", "%Y-%m-%d %H:00"),
    Step.DAY: ("日期", "%Y-%m-%d"),
    Step.WEEK: ("周（起始日）", "%Y-%m-%d"),
}


def workbook(found: Insight, filters: Sequence[tuple[str, str]], zone: tzinfo) -> bytes:
    """``filters``: names and values of what was filtered by, as shown."""
    span = f"{local(found.since, zone):%Y-%m-%d %H:%M} 至 {local(found.until, zone):%Y-%m-%d %H:%M}（不含）"
    notes = [
        ("统计时段", span),
        ("时区", str(zone)),
        *filters,
        ("负面占比", "负面话轮 ÷ 已判读的客户话轮；上下限为 95% Wilson 区间，判读太少时区间很宽"),
        ("情绪负荷", "负面话轮的强度之和"),
        ("预警", "首次达到某一级别的次数；会话数按会话开始的时间计"),
    ]
    grids = [Table(_TITLES[g.grid], (*_PLACES[g.grid], *_MOODS), _grid_rows(g)) for g in found.grids]
    head, pattern = _STEPS[found.course.step]
    points = [(local(at, zone).strftime(pattern), *_figures(moods)) for at, moods in found.course.points]
    both = [("本期合计", *_figures(found.course.total)), ("上期合计", *_figures(found.course.before))]
    topics = [(t.topic, t.turns, t.negative, round(t.load / MILLION, 4), round(t.mean_load, 4)) for t in found.topics]
    words = [(w.word, w.turns, w.negative) for w in found.words]
    return write_workbook(
        [
            Table("说明", ("项目", "内容"), notes),
            *grids,
            Table("趋势", (head, *_MOODS), [*points, *both]),
            Table("话题", ("话题", "提及话轮", "其中负面", "情绪负荷", "每话轮负荷"), topics),
            Table("词语", ("词语", "作为判读依据的话轮", "其中负面"), words),
        ]
    )


def _grid_rows(grid: HeatMap) -> Iterable[tuple[Value, ...]]:
    for cell in grid.cells:
        row: Value = f"星期{_WEEKDAYS[int(cell.row)]}" if grid.grid is Grid.WEEKDAY_HOUR else cell.row
        column: Value = f"星期{_WEEKDAYS[cell.column]}" if grid.grid is Grid.WEEKDAY_SCENE else cell.column
        yield row, column, *_figures(cell.moods)


def _figures(m: MoodSummary) -> tuple[Value, ...]:
    share = wilson(m.negative, m.read)
    shares = (round(share.value, 4), round(share.low, 4), round(share.high, 4)) if share else (None, None, None)
    mean = m.mean_intensity
    intensity, load = None if mean is None else round(mean, 4), round(m.load / MILLION, 4)
    counts = (m.opened, m.customer_turns, m.read, m.negative)
    return *counts, *shares, intensity, load, m.warned_mild, m.warned_moderate, m.warned_severe
