"""Card: what a person in a group chat is told of an action, in Chinese, ready for any robot's markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from zhiyin.actions.event import link_to
from zhiyin.domain.decision import Action
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.risk import Tier

BRAND = "知音"
"""Stands in every message, so that a robot may be guarded by this keyword."""
HEADINGS = {Tier.NONE: "提示", Tier.MILD: "轻度预警", Tier.MODERATE: "中度预警", Tier.SEVERE: "重度预警"}
CUT = "……"
LONGEST_LINK = 1024
"""Bytes; a longer link (from a very long conversation id) is left out."""
_BEIJING = timezone(timedelta(hours=8))
_FLAGS = {"urgent": "加急处理", "approval": "需要审批"}
_DISARM = str.maketrans(
    {"[": "［", "]": "］", "<": "＜", ">": "＞", "*": "＊", "`": "｀", "#": "＃", "\n": " ", "\r": " "}
)


@dataclass(frozen=True, slots=True)
class Card:
    """All texts are disarmed: what a customer said can make neither links nor mentions nor markup."""

    tier: Tier
    heading: str
    title: str
    facts: tuple[str, ...]
    """Risk, emotion, causes, the customer's words; then what is to be heeded."""
    scripts: tuple[str, ...]
    footer: str
    link: str


def card_of(delivery: Delivery, base: str) -> Card:
    action = delivery.action
    at = datetime.fromtimestamp(delivery.created_at / 1000, UTC).astimezone(_BEIJING)
    link = link_to(base, delivery)
    return Card(
        tier=action.tier,
        heading=f"{BRAND} · {HEADINGS[action.tier]}",
        title=clip(disarm(action.title), 400),
        facts=(*_texts(action.body.get("report")), *_heed(action)),
        scripts=_texts(action.body.get("scripts")),
        footer=f"会话 {clip(disarm(delivery.conversation.id), 120)}，{at:%m-%d %H:%M}（北京时间）",
        link=link if len(link.encode()) <= LONGEST_LINK else "",
    )


def disarm(text: str) -> str:
    """The same text for the eye, without meaning to a robot's markup: wide forms of its signs, no addresses."""
    return text.translate(_DISARM).replace("://", "：//").replace("@", "＠")


def clip(text: str, most: int) -> str:
    """At most ``most`` bytes of UTF-8, cut between characters and marked."""
    if len(text.encode()) <= most:
        return text
    room = most - len(CUT.encode())
    return text.encode()[: max(room, 0)].decode(errors="ignore") + CUT


def fit(head: Sequence[str], middle: Sequence[str], tail: Sequence[str], join: str, most: int) -> str:
    """Lines of at most ``most`` bytes in all: head and tail stay, the middle gives way from its end."""
    frame = len(join.join([*head, *tail]).encode())
    kept: list[str] = []
    room = most - frame - len((CUT + join).encode())
    for line in middle:
        cost = len((line + join).encode())
        if cost > room:
            kept.append(clip(line, room + len(CUT.encode())))
            break
        kept.append(line)
        room -= cost
    return join.join([*head, *kept, *tail])


def _heed(action: Action) -> tuple[str, ...]:
    heed = [text for name, text in _FLAGS.items() if action.body.get(name) is True]
    within = action.body.get("within_min")
    if isinstance(within, int) and not isinstance(within, bool):
        heed.append(f"{within} 分钟内完成")
    return (f"注意：{'、'.join(heed)}",) if heed else ()


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (disarm(value),)
    return tuple(disarm(item) for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()
