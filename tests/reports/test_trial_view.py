"""The trial report as a person reads it."""

from dataclasses import replace
from io import StringIO

from rich.console import Console

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.quartiles import Quartiles
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share
from zhiyin.domain.text import SafeText
from zhiyin.domain.trial import AgentTime, Change, TrialEnds, TrialExample, TrialReport, TrialShift, TrialSide
from zhiyin.domain.utterance import ConversationRef, Role
from zhiyin.reports.trial_view import render_trial

OLD = TrialSide(
    "ecommerce@1",
    {Tier.MILD: 10, Tier.MODERATE: 5, Tier.SEVERE: 0},
    {"alert": 15, "crm_ticket": 2},
    {"r": 15},
    {},
    5,
)
NEW = TrialSide(
    "ecommerce@2", {Tier.MILD: 4, Tier.MODERATE: 5, Tier.SEVERE: 3}, {"alert": 12}, {"r": 12}, {"odd-rule": 7}, 6
)
EXAMPLE = TrialExample(
    Change.EARLIER,
    ConversationRef("t", "c-7"),
    0,
    3,
    Role.CUSTOMER,
    SafeText("[手机号] 我要投诉"),
    0.83,
    Tier.SEVERE,
    ("提到投诉",),
    2,
)
REPORT = TrialReport(
    "ecommerce",
    OLD,
    NEW,
    Tier.MODERATE,
    50,
    400,
    3,
    9,
    {Change.NEWLY: 2, Change.EARLIER: 1},
    (EXAMPLE,),
    shifts={Change.EARLIER: TrialShift(1, Quartiles(2, 1, 3.5), Quartiles(90, 30, 600))},
    agent_time=AgentTime(hours=2.5, agents=3),
    days=3,
    digest="ab" * 32,
)


def shown(report: TrialReport) -> str:
    console = Console(width=140, record=True, file=StringIO(), color_system=None)
    console.print(render_trial(report))
    return console.export_text()


def line_of(text: str, start: str) -> list[str]:
    line = next(line for line in text.splitlines() if start in line)
    return [cell.strip() for cell in line.replace("┃", "│").split("│") if cell.strip()]


def test_counts_stand_per_100_conversations_before_and_after() -> None:
    text = shown(REPORT)
    assert line_of(text, "预警合计") == ["预警合计", "30.0", "24.0", "-6.0"]
    assert line_of(text, "重度") == ["重度", "0.0", "6.0", "+6.0"]
    assert line_of(text, "中度 ")[-1] == "—"
    assert line_of(text, "动作：提醒") == ["动作：提醒", "30.0", "24.0", "-6.0"]
    assert line_of(text, "crm_ticket")[1:] == ["4.0", "0.0", "-4.0"]
    assert "ecommerce@1 → ecommerce@2" in text
    assert "历史会话 50 个，400 条消息，另有 3 个其他场景、渠道或日期的会话未参与" in text


def test_changes_and_examples_are_told_in_words_with_placeholders_kept() -> None:
    text = shown(REPORT)
    assert "新增预警 2 个会话，预警提前 1 个会话" in text
    assert "预警提前 2 条" in text
    assert "[手机号] 我要投诉" in text
    assert "83%" in text


def test_what_limits_the_comparison_is_said() -> None:
    text = shown(REPORT)
    assert "9 条客户消息没有情绪读数" in text
    assert "odd-rule 有 7 次无法判断" in text


def test_nothing_to_compare_and_nothing_changed() -> None:
    assert "没有场景为 ecommerce 的历史会话" in shown(replace(REPORT, conversations=0))
    same = replace(REPORT, new=OLD, changes={}, examples=(), unread=0, skipped=0)
    text = shown(same)
    assert "每个会话的首次预警都没有变化" in text
    assert "举例" not in text
    assert "注意" not in text


def test_silence_and_long_texts_fit_in_the_table() -> None:
    silent, long = replace(EXAMPLE, text=SafeText("")), replace(EXAMPLE, text=SafeText("很" * 200))
    text = shown(replace(REPORT, examples=(silent, long)))
    assert "（沉默等待）" in text
    assert "…" in text


def test_rates_stand_per_agent_hour_per_thousand_and_per_day() -> None:
    text = shown(REPORT)
    assert line_of(text, "每坐席小时") == ["每坐席小时（共 2.5 小时）", "6.00", "4.80"]
    assert line_of(text, "每 1,000 个会话") == ["每 1,000 个会话", "300", "240"]
    assert line_of(text, "每天") == ["每天（共 3 天）", "5.0", "4.0"]
    assert "提前的 1 个会话：中位数 2 条、90 秒（四分位 1–3.5 条，30 秒–10 分钟）" in text
    assert "结果指纹 " + "ab" * 32 in text


def test_missing_agent_time_is_said_instead_of_divided_by() -> None:
    text = shown(replace(REPORT, agent_time=AgentTime(untimed=50)))
    assert "每坐席小时（" not in text
    assert "无法给出每坐席小时的预警数" in text
    text = shown(replace(REPORT, agent_time=AgentTime(hours=2.0, unnamed=7, untimed=4)))
    assert "7 个会话没有坐席编号" in text
    assert "4 个会话的坐席发言没有时间跨度" in text


def test_known_ends_show_precision_recall_and_false_alarms_with_intervals() -> None:
    assert "准确率" not in shown(REPORT)
    share = Share(0.5, 0.25, 0.75)
    ends = TrialEnds(40, 10, 8, 4, share, None, share.times(100))
    text = shown(replace(REPORT, old=replace(OLD, ends=ends), new=replace(NEW, ends=ends)))
    assert "结果已知 40 个会话，其中不良 10 个" in text
    assert line_of(text, "准确率")[1:] == ["50.0%（25.0%–75.0%）"] * 2
    assert line_of(text, "召回率")[1:] == ["—", "—"]
    assert line_of(text, "每 1,000 个会话误报")[1:] == ["50.0（25.0–75.0）"] * 2


def test_what_else_differs_is_named_and_an_interrupted_trial_is_marked() -> None:
    assert "阈值" not in shown(REPORT)
    new = replace(NEW, thresholds=Thresholds(0.25, 0.5, 0.8), risk="risk-2")
    text = shown(replace(REPORT, new=new, old=replace(OLD, risk="risk-1"), complete=False))
    assert "ecommerce@1（阈值 20/50/80%，risk-1） → ecommerce@2（阈值 25/50/80%，risk-2）" in text
    assert "已中断，结果不完整" in text
    assert "已中断" not in shown(REPORT)
