"""企业微信 group robot. Source: developer.work.weixin.qq.com/document/path/91770 (markdown, limits)."""

from zhiyin.actions.card import Card, fit
from zhiyin.actions.event import Json
from zhiyin.actions.robot import Dialect
from zhiyin.domain.risk import Tier

MOST_BYTES = 4096
"""Of the markdown text, in UTF-8."""
_COLOURS = {Tier.NONE: "info", Tier.MILD: "comment", Tier.MODERATE: "warning", Tier.SEVERE: "warning"}


def write(card: Card) -> dict[str, Json]:
    head = [f'## <font color="{_COLOURS[card.tier]}">{card.heading}</font>', f"**{card.title}**"]
    middle = [f"> {line}" for line in card.facts]
    if card.scripts:
        middle += ["**建议话术**", *(f"> {number}. {text}" for number, text in enumerate(card.scripts, 1))]
    tail = [f'<font color="comment">{card.footer}</font>', *([f"[查看会话]({card.link})"] if card.link else [])]
    return {"msgtype": "markdown", "markdown": {"content": fit(head, middle, tail, "\n", MOST_BYTES)}}


WECOM = Dialect(
    write=write,
    codes=("errcode",),
    busy=frozenset({45009}),
    hints={
        93000: "the robot is unknown; copy its webhook address anew",
        40058: "the message was not accepted; report this with the kind of action",
    },
)
