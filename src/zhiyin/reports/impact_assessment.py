"""ImpactAssessment: the personal information protection impact assessment of this installation, as it is set now.

What PIPL Art. 56 asks for: whether purpose and means are lawful, legitimate and necessary; effects on people's rights
and security risks; whether the protection fits the risk. What the software knows is filled in; what only the operator
can answer for is left open and marked. The report is to be kept for three years at least (Art. 56).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from zhiyin.domain.legal_switches import LegalSwitches
from zhiyin.domain.retention import Retention

OPEN = "（请填写）"


@dataclass(frozen=True, slots=True)
class Recipient:
    """``place``: scheme and host."""

    name: str
    hand: str
    place: str


@dataclass(frozen=True, slots=True)
class Processing:
    """How personal information is handled here now. ``made`` in ms since 1970 UTC; ``roles``: name and how many users.

    ``warnings``: what is set unsafely, in Chinese.
    """

    tenant: str
    version: str
    model: str
    made: int
    zone: tzinfo
    switches: LegalSwitches
    retention: Retention
    recipients: Sequence[Recipient]
    roles: Sequence[tuple[str, int]]
    store: str
    sealed: bool
    https: bool
    agents_see_own: bool
    second_opinion: bool
    warnings: Sequence[str]


def impact_assessment(of: Processing) -> str:
    """An HTML page without scripts, to be completed, signed and kept."""
    at = datetime.fromtimestamp(of.made / 1000, of.zone)
    parts = (
        ("一、基本情况", _basics(of, at)),
        ("二、处理目的与必要性", _purpose()),
        ("三、处理的个人信息", _information(of)),
        ("四、对外提供与委托处理", _recipients(of)),
        ("五、保存期限", _keeping(of)),
        ("六、对个人权益的影响", _effects(of)),
        ("七、保护措施", _measures(of)),
        ("八、尚存的风险", _risks(of)),
        ("九、结论与签字", _conclusion()),
    )
    body = "".join(f"<h2>{title}</h2>\n{content}\n" for title, content in parts)
    return f"{_HEAD}<h1>个人信息保护影响评估报告</h1>\n{body}</body></html>\n"


_NOT_SENSITIVE = f"不处理语音和人脸；文字中的证件号等在保存前隐去。对话是否会谈及健康、财务等：{OPEN}"
_HEAD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>个人信息保护影响评估报告</title>
<style>body{font:15px/1.8 sans-serif;max-width:52em;margin:2em auto;padding:0 1em;color:#222}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.35em .7em;text-align:left}
th{width:12em;background:#f6f6f6}h2{margin-top:1.8em}mark{background:#fff3bf}</style></head><body>
"""


def _basics(of: Processing, at: datetime) -> str:
    return _table(
        ("个人信息处理者", OPEN),
        ("评估对象", f"知音客户情绪分析（版本 {of.version}，模型 {of.model}，租户 {of.tenant}）"),
        ("依据", "《个人信息保护法》第五十五条、第五十六条"),
        ("生成时间", f"{at:%Y-%m-%d %H:%M}（{at.tzname()}）。内容取自当时的系统设置，设置变更后应重新生成"),
        ("保存", "本报告与处理情况记录至少保存三年（第五十六条）"),
    )


def _purpose() -> str:
    return _table(
        ("处理目的", "识别客户在服务过程中的情绪，在差评或投诉之前提醒客服改进服务；统计服务质量"),
        ("处理方式", "自动判读文字的情绪与风险，按已发布的策略提出建议；是否采取由人决定"),
        ("合法性基础（第十三条）", OPEN),
        ("为什么必要、有无影响更小的办法", OPEN),
        ("如何告知客户（第十七条、第二十四条）", OPEN),
    )


def _information(of: Processing) -> str:
    s = of.switches
    read = [
        name
        for name, on in (
            ("客户文字", s.customer_text),
            ("客户语音", s.customer_voice),
            ("客户人脸", s.customer_face),
            ("客服文字", s.agent_text),
            ("客服语音", s.agent_voice),
            ("客服人脸", s.agent_face),
        )
        if on
    ]
    sensitive = s.customer_voice or s.customer_face or s.agent_voice or s.agent_face
    return _table(
        (
            "个人信息种类",
            "对话文字、时间、渠道、业务字段（订单、坐席等）、情绪与风险的判读结果、业务结果（评分、投诉等）",
        ),
        ("判读的对象", "、".join(read) or "无（全部关闭）"),
        (
            "敏感个人信息（第二十八条）",
            "有：语音或人脸，须取得单独同意"
            if sensitive
            else "不处理语音和人脸；文字中的证件号等在保存前隐去。对话是否会谈及健康、财务等：" + OPEN,
        ),
        ("客户标识", "以假名保存，接入时的客户编号不留存"),
        ("涉及人数与数据量", OPEN),
    )


def _recipients(of: Processing) -> str:
    rows = [(r.name, f"{r.hand}：{r.place or '本系统内'}") for r in of.recipients]
    model = "会把拿不准的话（脱敏后）发送给所配置的语言模型，见第八部分" if of.second_opinion else "不发送给外部模型"
    return _table(*(rows or [("接收方", "无")]), ("外部模型", model), ("是否出境", OPEN), ("与接收方的约定", OPEN))


def _keeping(of: Processing) -> str:
    r = of.retention
    return _table(
        ("会话与判读", _days(r.conversations)),
        ("动作与推送记录", _days(r.deliveries)),
        ("业务结果", _days(r.business_outcomes)),
        ("操作日志", _days(r.audit)),
    )


def _effects(of: Processing) -> str:
    staff = "开启：会判读客服的文字，须有劳动管理上的依据并告知员工" if of.switches.agent_text else "未开启"
    return _table(
        ("误判的影响", "情绪可能判错，客户因此得到不合适的话术或安排；每次预警附有依据，客服可以更正，更正进入复核"),
        ("自动化决策（第二十四条）", "系统只提建议；补偿等须由人决定。如用于差别对待价格等交易条件，另行评估"),
        ("对客服人员的影响", staff),
        ("个人如何行使权利", "查阅、复制（设置 › 数据保留 › 导出副本）、删除（抹除）、要求说明"),
        ("其他影响", OPEN),
    )


def _measures(of: Processing) -> str:
    users = "、".join(f"{name} {count} 人" for name, count in of.roles) or "尚无用户（见第八部分）"
    scope = "坐席只看自己的、无人接待的和转交给自己的会话" if of.agents_see_own else "坐席可以看全部会话"
    return _table(
        ("去标识", "姓名、电话、证件、银行卡、地址等在保存、记录日志和发往任何模型之前隐去"),
        (
            "存储加密",
            {"sqlite encrypted": "已加密（SQLCipher，AES-256）", "sqlite": "未加密"}.get(
                of.store, "由 PostgreSQL 及其磁盘负责：" + OPEN
            ),
        ),
        ("传输加密", "HTTPS" if of.https else "未设置 HTTPS 对外地址"),
        ("权限", f"按角色分权；{users}；{scope}"),
        ("操作日志", "逐条留痕并以校验链防篡改" + ("，有密钥" if of.sealed else "，没有密钥")),
        ("人工智能标识", "由语言模型写的文字带标识" if of.switches.label_ai else "未开启"),
        ("管理制度、培训、应急预案", OPEN),
    )


def _risks(of: Processing) -> str:
    found = [*of.warnings]
    if of.retention.conversations is None:
        found.append("会话没有设置保留期限：达到目的后应当删除（第十九条、第四十七条）。")
    if not of.https:
        found.append("没有设置 https 的 public_url：经网络访问时内容可能被窃听。")
    if not of.agents_see_own:
        found.append("坐席可以看全部会话（agents_see: all）：请确认确有必要（第六条）。")
    listed = "".join(f"<li>{escape(one)}</li>" for one in found)
    return (f"<ul>{listed}</ul>" if listed else "<p>系统没有发现不安全的设置。</p>") + _table(("补充与整改计划", OPEN))


def _conclusion() -> str:
    return _table(
        ("风险等级", OPEN), ("结论：保护措施是否与风险相适应", OPEN), ("评估人、日期", OPEN), ("批准人、日期", OPEN)
    )


def _table(*rows: tuple[str, str]) -> str:
    lines = "".join(f"<tr><th>{escape(name)}</th><td>{_cell(value)}</td></tr>\n" for name, value in rows)
    return f"<table>\n{lines}</table>"


def _cell(value: str) -> str:
    return escape(value).replace(OPEN, f"<mark>{OPEN}</mark>")


def _days(days: int | None) -> str:
    return "未设期限" if days is None else f"{days} 天"
