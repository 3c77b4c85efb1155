"""The trial report as a person reads it."""

from dataclasses import replace
from io import StringIO

from rich.console import Console

from zhiyin.domain.risk import Tier
from zhiyin.domain.text import SafeText
from zhiyin.domain.trial import Change, TrialExample, TrialReport, TrialSide
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
    "ecommerce", OLD, NEW, Tier.MODERATE, 50, 400, 3, 9, {Change.NEWLY: 2, Change.EARLIER: 1}, (EXAMPLE,)
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
    assert "历史会话 50 个，400 条消息，另有 3 个其他场景的会话未参与" in text


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
