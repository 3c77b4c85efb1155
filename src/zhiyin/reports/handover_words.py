"""Words of the hand-over summary, in Chinese and English."""

from collections.abc import Mapping
from typing import Literal

from zhiyin.domain.reading import Emotion
from zhiyin.domain.risk import Tier
from zhiyin.pipeline.report import EMOTIONS

Language = Literal["zh", "en"]
Words = Mapping[str, str]

_ZH: Words = {
    "wish": "客户诉求",
    "wish.first": "最初问：“{text}”",
    "wish.last": "最近说：“{text}”",
    "wish.none": "客户还没有说话",
    "mood": "情绪变化",
    "mood.course": "{course}",
    "mood.counts": "客户发言 {turns} 次，其中负面 {negative} 次",
    "mood.better": "目前在缓和",
    "mood.worse": "目前在变差",
    "mood.same": "目前没有明显变化",
    "mood.waiting": "客户正在等待答复",
    "risk": "风险",
    "risk.now": "差评或投诉风险 {risk}（{tier}）",
    "risk.why": "原因：{causes}",
    "risk.alarm": "{time} 升为{tier}预警",
    "promise": "我方已答应",
    "promise.none": "没有找到明确的承诺",
    "facts": "业务信息",
    "tried": "已做过",
    "tried.none": "还没有处置动作",
    "tried.one": "{kind}：{title}（{status}）",
    "next": "建议",
    "next.relief": "{what}，风险可降到 {risk}",
    "next.do": "{title}",
    "next.calm": "按正常流程回复即可",
    "arrow": " → ",
    "join": "；",
    "colon": "：",
    "made": "由规则根据脱敏记录整理，未使用大模型；时间为北京时间。",
    "made.note": "（{made}）",
    "yes": "是",
    "no": "否",
    "tier.none": "平稳",
    "tier.mild": "轻度",
    "tier.moderate": "中度",
    "tier.severe": "重度",
    "status.pending": "待送达",
    "status.delivered": "已送达",
    "status.dead": "送达失败",
    "status.withdrawn": "已撤回",
    "kind.alert": "提醒",
    "kind.script": "推荐话术",
    "kind.review": "流程复核",
    "kind.route": "转接",
    "kind.compensate": "补偿",
    "kind.callback": "回访",
    "kind.tag": "打标签",
    "kind.webhook": "外部通知",
    "kind.note": "提示",
    "kind.guide": "操作指引",
    "kind.stand_down": "解除加急",
    "fact.order_amount": "订单金额",
    "fact.amount": "金额",
    "fact.customer_value": "客户价值",
    "fact.late_days": "延误天数",
    "fact.order_late": "订单延误",
    "fact.overdue_days": "逾期天数",
    "fact.product": "商品",
    "fact.matter": "事项",
    "fact.department": "部门",
    "fact.fee": "费用",
    "fact.agent": "坐席",
    "fact.team": "团队",
    **{f"emotion.{code}": name for code, name in EMOTIONS.items()},
}

_EN: Words = {
    "wish": "What the customer wants",
    "wish.first": "First: “{text}”",
    "wish.last": "Latest: “{text}”",
    "wish.none": "The customer has not said anything yet",
    "mood": "Mood",
    "mood.course": "{course}",
    "mood.counts": "{turns} customer turns, {negative} of them negative",
    "mood.better": "getting better",
    "mood.worse": "getting worse",
    "mood.same": "no clear change",
    "mood.waiting": "the customer is waiting for an answer",
    "risk": "Risk",
    "risk.now": "Chance of a bad review or complaint: {risk} ({tier})",
    "risk.why": "Because (in Chinese): {causes}",
    "risk.alarm": "{tier} warning at {time}",
    "promise": "What we promised",
    "promise.none": "No clear promise found",
    "facts": "Business facts",
    "tried": "Done so far",
    "tried.none": "No action yet",
    "tried.one": "{kind}: {title} ({status})",
    "next": "Suggestion",
    "next.relief": "{what}: lowers the risk to {risk}",
    "next.do": "{title}",
    "next.calm": "Answer as usual",
    "arrow": " → ",
    "join": "; ",
    "colon": ": ",
    "made": "Put together by rules from the masked record, without a language model; times are Beijing time.",
    "made.note": "({made})",
    "yes": "yes",
    "no": "no",
    "tier.none": "steady",
    "tier.mild": "mild",
    "tier.moderate": "moderate",
    "tier.severe": "severe",
    "status.pending": "pending",
    "status.delivered": "delivered",
    "status.dead": "failed",
    "status.withdrawn": "withdrawn",
    "kind.stand_down": "stand down",
    **{f"emotion.{emotion}": emotion.value for emotion in Emotion},
}

WORDS: Mapping[Language, Words] = {"zh": _ZH, "en": _EN}


def named(words: Words, group: str, code: str) -> str:
    """Name of a code; the code itself, made legible, where there is none."""
    return words.get(f"{group}.{code}", code.replace("_", " "))


def tier_of(words: Words, tier: Tier) -> str:
    return words[f"tier.{tier.value}"]
