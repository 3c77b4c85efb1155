"""飞书 custom robot. Source: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (card, signature, limits)."""

from base64 import b64encode
from hashlib import sha256
from hmac import digest

from zhiyin.actions.card import Card, fit
from zhiyin.actions.event import Json
from zhiyin.actions.robot import Dialect, Signature
from zhiyin.domain.risk import Tier

MOST_BYTES = 16_000
"""Of the markdown text, in UTF-8; the whole message may have 20 kB."""
_COLOURS = {Tier.NONE: "blue", Tier.MILD: "yellow", Tier.MODERATE: "orange", Tier.SEVERE: "red"}


def write(card: Card) -> dict[str, Json]:
    middle = list(card.facts)
    if card.scripts:
        middle += ["**建议话术**", *(f"{number}. {text}" for number, text in enumerate(card.scripts, 1))]
    tail = [card.footer, *([f"[查看会话]({card.link})"] if card.link else [])]
    body: dict[str, Json] = {"tag": "markdown", "content": fit([f"**{card.title}**"], middle, tail, "\n", MOST_BYTES)}
    header: dict[str, Json] = {
        "template": _COLOURS[card.tier],
        "title": {"tag": "plain_text", "content": card.heading},
    }
    return {
        "msg_type": "interactive",
        "card": {"config": {"wide_screen_mode": True}, "header": header, "elements": [body]},
    }


def sign(secret: str, now: int) -> Signature:
    """HMAC-SHA256 of nothing, with time (s) and secret as key, two lines; taken for an hour."""
    seconds = now // 1000
    mac = digest(f"{seconds}\n{secret}".encode(), b"", sha256)
    return Signature(fields={"timestamp": str(seconds), "sign": b64encode(mac).decode()})


FEISHU = Dialect(
    write=write,
    codes=("code", "StatusCode"),
    busy=frozenset({11232}),
    hints={
        19001: "the robot is unknown; copy its webhook address anew",
        19021: "the signature does not match; check the secret and this server's time",
        19022: "this server's address is not on the robot's list; add it",
        19024: "the robot's keyword is not in the message; set the keyword to 知音",
    },
    sign=sign,
)
