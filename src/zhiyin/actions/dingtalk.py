"""钉钉 custom robot. Source: open.dingtalk.com/document/orgapp/custom-robot-access (markdown, signature, limits)."""

from base64 import b64encode
from hashlib import sha256
from hmac import digest

from zhiyin.actions.card import Card, fit
from zhiyin.actions.event import Json
from zhiyin.actions.robot import Dialect, Signature

MOST_BYTES = 18_000
"""Of the markdown text, in UTF-8; the whole message may have 20,000."""


def write(card: Card) -> dict[str, Json]:
    head = [f"### {card.heading}", f"**{card.title}**"]
    middle = [f"> {line}" for line in card.facts]
    if card.scripts:
        middle += ["**建议话术**", *(f"{number}. {text}" for number, text in enumerate(card.scripts, 1))]
    tail = [card.footer, *([f"[查看会话]({card.link})"] if card.link else [])]
    title = f"{card.heading}：{card.title}"
    return {"msgtype": "markdown", "markdown": {"title": title, "text": fit(head, middle, tail, "\n\n", MOST_BYTES)}}


def sign(secret: str, now: int) -> Signature:
    """HMAC-SHA256 with the secret as key over time (ms) and secret, two lines; taken for an hour."""
    mac = digest(secret.encode(), f"{now}\n{secret}".encode(), sha256)
    return Signature(query={"timestamp": str(now), "sign": b64encode(mac).decode()})


DINGTALK = Dialect(
    write=write,
    codes=("errcode",),
    busy=frozenset({130101, 90030}),
    hints={
        310000: "its security settings do not let the message in; use the signing secret, the keyword 知音, "
        "or add this server's address to its list, and check this server's time",
        300001: "the access token is unknown; copy the webhook address anew",
    },
    sign=sign,
)
