"""Report: what the person who takes over must know at a glance, as short Chinese lines."""

from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.pipeline.conditions import Known
from zhiyin.pipeline.wording import duration

TIERS = {Tier.NONE: "无", Tier.MILD: "轻度", Tier.MODERATE: "中度", Tier.SEVERE: "重度"}
EMOTIONS = {
    "calm": "平静",
    "satisfied": "满意",
    "grateful": "感激",
    "expectant": "期待",
    "confused": "困惑",
    "anxious": "焦虑",
    "disappointed": "失望",
    "dissatisfied": "不满",
    "angry": "愤怒",
    "sad": "难过",
    "surprised": "惊讶",
}
_CAUSES = 3
_RELIEFS = 2
_QUOTES = 3
_SHORTEST_QUOTE = 2
"""A single character quoted tells nobody anything."""


def report(known: Known, risk: Risk) -> tuple[str, ...]:
    """Risk, emotion and course, the heaviest causes, what would help, what is left, words. All of it masked text."""
    lines = [f"差评或投诉风险 {risk.probability:.0%}（{TIERS[risk.tier]}）", _course(known)]
    causes = [r.text for r in risk.reasons if r.weight > 0 and r.kind in (ReasonKind.COURSE, ReasonKind.FACT)]
    if causes:
        lines.append("主要原因：" + "；".join(causes[:_CAUSES]))
    if risk.reliefs:
        lines.append("可以缓解：" + "；".join(f"{r.text}（降到 {r.probability:.0%}）" for r in risk.reliefs[:_RELIEFS]))
    if risk.lead and risk.lead.high:
        lines.append(f"通常还有 {risk.lead.low}–{risk.lead.high} 轮客户发言")
    words = (r.text for r in risk.reasons if r.kind in (ReasonKind.CUE, ReasonKind.WORDS))
    quotes = list(dict.fromkeys(w for w in words if len(w) >= _SHORTEST_QUOTE and not w.isdigit()))
    if quotes:
        lines.append("客户原话：" + "、".join(f"“{q}”" for q in quotes[:_QUOTES]))
    return tuple(lines)


def _course(known: Known) -> str:
    parts = []
    emotion = EMOTIONS.get(str(known.get("emotion")))
    if emotion:
        parts.append(f"当前情绪：{emotion}")
    parts.append(f"客户发言 {known.get('customer_turns', 0)} 次，负面 {known.get('negative_turns', 0)} 次")
    wait = known.get("longest_wait_s")
    if isinstance(wait, int | float) and wait >= 1:
        parts.append(f"最长等待 {duration(wait)}")
    return "，".join(parts)
