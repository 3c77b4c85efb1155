import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.actions import dingtalk, feishu, wecom
from zhiyin.actions.card import card_of, clip, disarm, fit
from zhiyin.actions.routes import close_routes, routes_from
from zhiyin.domain.destination import Destination
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar
from zhiyin.seams import RetryLater
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.delivery import make_delivery
from zhiyin.testing.receiver import Answer, Received, Receiver

BASE = "https://zhiyin.example.com"
SCRIPTS = ("非常抱歉让您久等了，我马上为您核实。", "您的心情我理解。")
BODY: dict[str, Scalar | tuple[str, ...]] = {
    "report": ("差评或投诉风险 81%（重度）", "客户原话：“第三次了”"),
    "scripts": SCRIPTS,
    "approval": True,
    "within_min": 15,
}
CLOCK = ManualClock(1_700_000_000_123)


async def send(kind: str, *secrets: str, answer: bytes = b'{"errcode":0,"code":0}') -> Received:
    async with Receiver(default=Answer(body=answer)) as receiver:
        url = f"{receiver.url}?access_token=T"
        routes = routes_from([Destination(kind, kind, url, secrets, allow_private=True)], CLOCK, BASE)
        try:
            await routes[0].hand.carry(make_delivery(tier=Tier.SEVERE, body=BODY))
        finally:
            await close_routes(routes)
    return receiver.received[0]


async def test_wecom_says_what_is_to_be_done() -> None:
    request = await send("wecom")
    assert json.loads(request.body) == {
        "msgtype": "markdown",
        "markdown": {
            "content": '## <font color="warning">知音 · 重度预警</font>\n'
            "**请主管介入**\n"
            "> 差评或投诉风险 81%（重度）\n"
            "> 客户原话：“第三次了”\n"
            "> 注意：需要审批、15 分钟内完成\n"
            "**建议话术**\n"
            "> 1. 非常抱歉让您久等了，我马上为您核实。\n"
            "> 2. 您的心情我理解。\n"
            '<font color="comment">会话 c 1/2，11-15 06:13（北京时间）</font>\n'
            "[查看会话](https://zhiyin.example.com/#/live/c%201%2F2)"
        },
    }


async def test_dingtalk_is_signed_in_the_url() -> None:
    request = await send("dingtalk", "SECxyz")
    message = json.loads(request.body)
    assert message["msgtype"] == "markdown"
    assert message["markdown"]["title"] == "知音 · 重度预警：请主管介入"
    assert "您的心情我理解" in message["markdown"]["text"]
    query = parse_qs(urlsplit(request.path).query)
    mac = hmac.new(b"SECxyz", b"1700000000123\nSECxyz", hashlib.sha256).digest()
    assert query == {
        "access_token": ["T"],
        "timestamp": ["1700000000123"],
        "sign": [base64.b64encode(mac).decode()],
    }


async def test_feishu_is_signed_in_the_body() -> None:
    request = await send("feishu", "xyz")
    message = json.loads(request.body)
    mac = hmac.new(b"1700000000\nxyz", b"", hashlib.sha256).digest()
    assert (message["timestamp"], message["sign"]) == ("1700000000", base64.b64encode(mac).decode())
    assert message["msg_type"] == "interactive"
    assert message["card"]["header"] == {
        "template": "red",
        "title": {"tag": "plain_text", "content": "知音 · 重度预警"},
    }
    assert "差评或投诉风险 81%" in message["card"]["elements"][0]["content"]


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
async def test_without_a_secret_it_is_not_signed(kind: str) -> None:
    request = await send(kind)
    assert "sign" not in request.path
    assert "sign" not in json.loads(request.body)


@pytest.mark.parametrize(
    ("kind", "answer", "after", "says"),
    [
        ("wecom", {"errcode": 45009, "errmsg": "freq"}, 60, "too many"),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url, from ip: 1.2.3.4"}, None, "copy its webhook"),
        ("dingtalk", {"errcode": 130101}, 60, "too many"),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, None, "signing secret"),
        ("feishu", {"code": 11232}, 60, "too many"),
        ("feishu", {"code": 19021}, None, "signature"),
        ("feishu", {"code": 424242}, None, "code 424242"),
        ("wecom", ["<html>"], None, "check the URL"),
    ],
)
async def test_a_no_inside_of_200_is_a_failure(kind: str, answer: object, after: float | None, says: str) -> None:
    with pytest.raises(RetryLater, match=says) as caught:
        await send(kind, answer=json.dumps(answer).encode())
    assert caught.value.after == after
    assert "1.2.3.4" not in str(caught.value), "what the other side writes is not passed on"


async def test_an_answer_that_is_no_json_is_a_failure() -> None:
    with pytest.raises(RetryLater, match="check the URL"):
        await send("wecom", answer=b"<html>login</html>")


def test_a_customers_words_make_no_links_mentions_or_markup() -> None:
    evil = "[退款](http://evil.example) <at id=all></at> @all **急** # 标题\n> 引用"
    card = card_of(make_delivery(body={"report": (evil,), "scripts": (evil,)}), "")
    for text in (wecom.write(card), dingtalk.write(card), feishu.write(card)):
        shown = json.dumps(text, ensure_ascii=False)
        for armed in ("[退款]", "http://", "<at", "@all", "**急", "# 标题"):
            assert armed not in shown


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)


@given(words, st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_messages_keep_to_their_limits(conversation: str, report: list[str], scripts: list[str]) -> None:
    delivery = make_delivery(
        conversation=conversation, body={"report": (*report, "长" * 3000), "scripts": (*scripts, "话" * 9000)}
    )
    card = card_of(delivery, BASE)
    content = wecom.write(card)["markdown"]
    assert isinstance(content, dict)
    assert len(content["content"].encode()) <= 4096
    assert "请主管介入" in content["content"]
    assert "北京时间" in content["content"]
    for message in (dingtalk.write(card), feishu.write(card)):
        assert len(json.dumps(message, ensure_ascii=False).encode()) <= 20_000


@given(st.text(), st.integers(6, 50))
def test_clip_never_breaks_a_character(text: str, most: int) -> None:
    text = disarm(text.encode(errors="ignore").decode())
    clipped = clip(text, most)
    assert len(clipped.encode()) <= most
    assert clipped == text or text.startswith(clipped.removesuffix("……"))


def test_fit_gives_up_the_middle_from_its_end() -> None:
    middle = ["一" * 20, "二" * 20, "三" * 20]
    assert fit(["头"], middle, ["尾"], "\n", 1000) == "\n".join(["头", *middle, "尾"])
    short = fit(["头"], middle, ["尾"], "\n", 140)
    assert short.startswith("头\n" + middle[0])
    assert short.endswith("……\n尾")
    assert len(short.encode()) <= 140
