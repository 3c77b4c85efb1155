"""The report to the person who takes over: risk, course, causes, what would help, the customer's words."""

from zhiyin.domain.foresight import Lead
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.relief import Relief
from zhiyin.domain.risk import Risk, Tier
from zhiyin.pipeline.report import report

RISK = Risk(
    0.72,
    Tier.MODERATE,
    (
        Reason(ReasonKind.COURSE, "mood", 1.2, "客户整体情绪偏低（-0.5）"),
        Reason(ReasonKind.COURSE, "turns", -0.3, "对话已有 30 条"),
        Reason(ReasonKind.CUE, "threat", 0.0, "要投诉", (0, 3), "e1"),
    ),
    (
        Relief("pleased", "客户下一句表示满意", 0.31),
        Relief("answer", "现在就答复客户", 0.58),
        Relief("calm", "客户下一句转为平静", 0.6),
    ),
    Lead(2, 6, 13),
)


def test_the_report_names_risk_cause_help_and_words() -> None:
    lines = report({"emotion": "angry", "customer_turns": 4, "negative_turns": 2}, RISK)
    assert lines == (
        "差评或投诉风险 72%（中度）",
        "当前情绪：愤怒，客户发言 4 次，负面 2 次",
        "主要原因：客户整体情绪偏低（-0.5）",
        "可以缓解：客户下一句表示满意（降到 31%）；现在就答复客户（降到 58%）",
        "通常还有 2–13 轮客户发言",
        "客户原话：“要投诉”",
    )


def test_without_reliefs_there_is_no_such_line() -> None:
    assert not any("缓解" in line or "通常" in line for line in report({}, Risk(0.3, Tier.MILD, ())))
